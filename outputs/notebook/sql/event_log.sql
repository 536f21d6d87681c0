-- One row per event, journey by journey in its order: with the names that XES has for what it says.
-- The time is that of its begin, by which events are in order; a program that sorts a case anew gets the same order.
select
    journey_id as "case:concept:name",
    activity as "concept:name",
    started_at as "time:timestamp",
    ended_at as end_timestamp,
    partner as "org:group",
    worker as "org:resource",
    cost_eur as "cost:total",
    kind,
    event_id
from events
order by journey_id, seq
