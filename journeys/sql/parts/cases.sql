-- One row per source and case that names exactly one client or household in some rows and none in
-- others: what the silent rows may take over.
-- Trap: a case that names two clients says nothing about a row that names none.
select
    source,
    case_id,
    case when min(client_id) = max(client_id) then min(client_id) end as client_id,
    case when min(household_id) = max(household_id) then min(household_id) end as household_id
from known
group by source, case_id
having count(client_id) between 1 and count(*) - 1 or count(household_id) between 1 and count(*) - 1
