-- One row per source's term that the vocabulary gives no meaning, the most used first.
-- n_terms and n_events count them all, also those beyond the limit.
select
    source,
    activity_source as term,
    cast(sum(n) as bigint) as n,
    count(*) over () as n_terms,
    cast(sum(sum(n)) over () as bigint) as n_events
from terms
where not is_mapped
group by source, activity_source
order by n desc, source, term
limit $limit
