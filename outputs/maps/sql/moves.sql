-- One row per pair of places and kind: the steps from one activity at a partner to the next.
-- Definition: kind is that of the handover that the step is, or step where it is none (the partner
-- stays the same, or is not known). The times are those of idle_s; n_changes counts the steps with
-- which another regisseur comes in, in layer proces.
-- Trap: an event that names no partner is a place of its own here, while a handover looks back past
-- it to the last known partner. Sums are taken over whole microseconds.
with changed as (
    select distinct journey_id, event_id
    from regie_changes
    where layer = 'proces'
)

select
    steps.from_partner,
    steps.from_activity,
    steps.to_partner,
    steps.to_activity,
    coalesce(handovers.kind, 'step') as kind,
    count(*) as n,
    count(distinct steps.journey_id) as n_journeys,
    sum(cast(round(steps.idle_s * 1000000) as bigint)) as idle_us,
    percentile_cont(0.5) within group (order by steps.idle_s) as median_idle_s,
    sum(case when changed.event_id is null then 0 else 1 end) as n_changes
from steps
left join handovers on steps.journey_id = handovers.journey_id and steps.seq = handovers.seq
left join changed
    on steps.journey_id = changed.journey_id and steps.to_event_id = changed.event_id
group by all
order by
    n desc,
    from_partner nulls last,
    from_activity nulls last,
    to_partner nulls last,
    to_activity nulls last,
    kind
