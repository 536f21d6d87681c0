-- One row per pair of places and kind: the steps from one activity at a partner to the next.
-- Definition: kind is the judgement of the handover that the step is, or step where it is none (the
-- partner stays the same, or is not known); contacts where that is time between contacts, which is no
-- waiting. n_waits, n_wait_journeys and the times are of the steps in which was waited; n_changes counts
-- the steps with which another regisseur comes in, in layer proces.
-- Trap: an event that names no partner is a place of its own here, while a handover looks back past
-- it to the last known partner.
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
    coalesce(
        handovers.judgement, case when steps.is_between_contacts then 'contacts' else 'step' end
    ) as kind,
    count(*) as n,
    count(distinct steps.journey_id) as n_journeys,
    count(steps.wait_s) as n_waits,
    count(distinct case when steps.wait_s is not null then steps.journey_id end) as n_wait_journeys,
    cast(coalesce(sum(steps.wait_us), 0) as bigint) as wait_us,
    percentile_cont(0.5) within group (order by steps.wait_s) as median_wait_s,
    cast(sum(case when changed.event_id is null then 0 else 1 end) as bigint) as n_changes
from step_waits as steps
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
