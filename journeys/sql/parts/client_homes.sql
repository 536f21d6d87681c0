-- One row per client who is known in exactly one household, by any partner's rows.
-- Trap: a client whose rows name two households is at home in neither.
select client_id, min(household_id) as household_id
from events
where client_id is not null and household_id is not null
group by client_id
having min(household_id) = max(household_id)
