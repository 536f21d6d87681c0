-- One row per signal: the gravest, and of those the latest first.
select journey_id, kind, explanation
from signals
order by
    case severity when 'hoog' then 1 when 'midden' then 2 else 3 end, coalesce(until, since) desc,
    signal_id
limit $limit
