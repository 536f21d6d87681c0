-- One row per kind of signal, the gravest first: how many, of how many journeys or households.
select
    kind, severity,
    count(*) as n,
    count(distinct coalesce(journey_id, household_id)) as n_journeys
from signals
group by kind, severity
order by case severity when 'hoog' then 1 when 'midden' then 2 else 3 end, n desc, kind
