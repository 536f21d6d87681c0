-- inline
-- One row per record: with its client and its household, as far as anything tells them.
select told.* replace (coalesce(told.household_id, homes.household_id) as household_id)
from told
left join homes on told.event_id = homes.event_id
