-- One row: the households with an active partner in any week from $first to $last.
select count(distinct row(household_id, client_id)) as n
from active_partners
where from_week <= $last and until_week >= $first
