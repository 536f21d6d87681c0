-- One row per flow: what follows directly upon what, an activity at a partner each; a journey begins out of
-- nothing (is_begin) and ends in nothing (is_end). In the order of flow_rank: most journeys first.
-- Definition: a journey fits in a model when all its flows are in it. n_completed counts the journeys of which
-- this is the last flow, in this order, that they need; needed_at is the flow_rank at which a model that holds
-- only what its own journeys use first needs this flow. mean_seq is the mean place in its journey of what the
-- flow leads to.
with placed as (
    select
        journey_id,
        seq,
        partner as to_partner,
        activity as to_activity,
        lag(partner) over timeline as from_partner,
        lag(activity) over timeline as from_activity,
        row_number() over timeline as n_before,
        count(*) over (partition by journey_id) as n_events
    from events
    window timeline as (partition by journey_id order by seq)
),

hops as (
    select
        journey_id, from_partner, from_activity, to_partner, to_activity,
        n_before = 1 as is_begin, false as is_end, n_before
    from placed
    union all
    select journey_id, to_partner, to_activity, null, null, false, true, n_before + 1
    from placed
    where n_before = n_events
),

counted as (
    select
        from_partner,
        from_activity,
        to_partner,
        to_activity,
        is_begin,
        is_end,
        count(*) as n,
        count(distinct journey_id) as n_journeys,
        avg(n_before) as mean_seq
    from hops
    group by from_partner, from_activity, to_partner, to_activity, is_begin, is_end
),

ranked as (
    select
        counted.*,
        row_number() over (
            order by
                n_journeys desc, n desc, is_begin desc, is_end, from_partner nulls first, from_activity,
                to_partner nulls first, to_activity
        ) as flow_rank
    from counted
),

used as (
    select distinct hops.journey_id, ranked.flow_rank
    from hops
    inner join ranked
        on hops.is_begin = ranked.is_begin
        and hops.is_end = ranked.is_end
        and hops.from_partner is not distinct from ranked.from_partner
        and hops.from_activity is not distinct from ranked.from_activity
        and hops.to_partner is not distinct from ranked.to_partner
        and hops.to_activity is not distinct from ranked.to_activity
),

fitting as (
    select journey_id, max(flow_rank) as needs
    from used
    group by journey_id
),

completed as (
    select needs, count(*) as n_completed
    from fitting
    group by needs
),

first_needed as (
    select used.flow_rank, min(fitting.needs) as needed_at
    from used
    inner join fitting on used.journey_id = fitting.journey_id
    group by used.flow_rank
)

select
    ranked.from_partner,
    ranked.from_activity,
    ranked.to_partner,
    ranked.to_activity,
    ranked.is_begin,
    ranked.is_end,
    ranked.n,
    ranked.n_journeys,
    ranked.mean_seq,
    coalesce(completed.n_completed, 0) as n_completed,
    first_needed.needed_at
from ranked
inner join first_needed on ranked.flow_rank = first_needed.flow_rank
left join completed on ranked.flow_rank = completed.needs
order by ranked.flow_rank
