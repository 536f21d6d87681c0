-- One row per client in each source's case: how it is known who that is.
-- Definition: rule key where partners share the client's key; alone where nothing says who it is,
-- and the case is a journey of its own. probability is null but for the rule of that name.
select distinct
    source,
    case_id,
    client_id,
    household_id,
    case when client_id is null then 'alone' else 'key' end as rule,
    cast(null as double) as probability
from owned
order by source, case_id, client_id, household_id
