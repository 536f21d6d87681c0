-- One row: events, partners that have one, and the first and the last moment of any up to as_of.
select
    count(*) as n_events,
    count(distinct partner) as n_partners,
    min(started_at) as first_at,
    max(least(ended_at, as_of)) as last_at
from events
cross join judged
