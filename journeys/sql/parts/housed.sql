-- inline
-- One row per record: with its client and its household, as far as anything tells them.
select attributed.* replace (coalesce(attributed.household_id, homes.household_id) as household_id)
from attributed
left join homes on attributed.event_id = homes.event_id
