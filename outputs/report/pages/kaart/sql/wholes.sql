-- One row per pair of places between which there are steps of several kinds: all of them together.
-- Definition: kinds as in moves (of outputs/maps); the times are over the steps in which was waited.
select
    steps.from_partner,
    steps.from_activity,
    steps.to_partner,
    steps.to_activity,
    count(*) as n,
    count(distinct steps.journey_id) as n_journeys,
    count(steps.wait_s) as n_waits,
    count(distinct case when steps.wait_s is not null then steps.journey_id end) as n_wait_journeys,
    percentile_cont(0.5) within group (order by steps.wait_s) as median_wait_s,
    percentile_cont(0.9) within group (order by steps.wait_s) as p90_wait_s,
    cast(coalesce(sum(steps.wait_us), 0) as double) / 1000000 as total_wait_s
from step_waits as steps
left join handovers on steps.journey_id = handovers.journey_id and steps.seq = handovers.seq
group by steps.from_partner, steps.from_activity, steps.to_partner, steps.to_activity
having count(
        distinct coalesce(
            handovers.judgement, case when steps.is_between_contacts then 'contacts' else 'step' end
        )
    ) > 1
