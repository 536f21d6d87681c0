-- One row per maximal interval in which two or more regisseurs hold layer proces in one household.
-- Definition: spells in layer proces (regie_spells) of the journeys of one household
-- (journeys.household_id), each from from_at up to its until_at; value is the most at one moment. One who
-- holds two spells is one regisseur.
-- Trap: spells that only touch do not overlap, and one without length overlaps nothing. A sweep over
-- begins and ends, since joining spells to spells is quadratic.
-- needs: household, regisseur
-- limit: 2 regisseurs
-- severity: hoog
-- version: 2
-- explanation: Van {since} tot {until} hadden {value} tegelijk de regie in één gezin.
with held as (
    select
        spans.household_id,
        regie_spells.regisseur,
        regie_spells.journey_id,
        regie_spells.event_id,
        regie_spells.from_at,
        regie_spells.until_at
    from regie_spells
    inner join spans on regie_spells.journey_id = spans.journey_id
    where
        regie_spells.layer = 'proces'
        and spans.household_id is not null
        and regie_spells.until_at > regie_spells.from_at
),

shared as (
    select household_id
    from held
    group by household_id
    having min(regisseur) <> max(regisseur)
),

reached as (
    select
        held.household_id,
        held.regisseur,
        held.from_at,
        held.until_at,
        max(held.until_at) over (
            partition by held.household_id, held.regisseur
            order by held.from_at, held.until_at
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from held
    inner join shared on held.household_id = shared.household_id
),

pieces as (
    select
        household_id,
        case when reached_at > from_at then reached_at else from_at end as from_at,
        until_at
    from reached
    where until_at > reached_at or reached_at is null
),

points as (
    select household_id, from_at as moment, 1 as change
    from pieces
    union all
    select household_id, until_at as moment, -1 as change
    from pieces
),

summed as (
    select household_id, moment, sum(change) as change
    from points
    group by household_id, moment
    having sum(change) <> 0
),

counted as (
    select
        household_id,
        moment,
        lead(moment) over timeline as next_moment,
        sum(change) over (
            timeline rows between unbounded preceding and current row
        ) as n
    from summed
    window timeline as (partition by household_id order by moment)
),

begun as (
    select
        counted.household_id,
        counted.moment,
        counted.next_moment,
        counted.n,
        rules.bound,
        counted.n >= rules.bound as is_several,
        coalesce(lag(counted.n) over timeline, 0) < rules.bound as is_first
    from counted
    inner join rules on rules.kind = 'meer_regisseurs'
    window timeline as (partition by counted.household_id order by counted.moment)
),

placed_in as (
    select
        household_id,
        moment,
        next_moment,
        n,
        bound,
        is_several,
        sum(case when is_several and is_first then 1 else 0 end) over (
            partition by household_id
            order by moment
            rows between unbounded preceding and current row
        ) as nth
    from begun
),

intervals as (
    select
        household_id,
        bound,
        min(moment) as since,
        max(next_moment) as until,
        max(n) as n
    from placed_in
    where is_several
    group by household_id, bound, nth
)

select
    case when min(held.journey_id) = max(held.journey_id) then min(held.journey_id) end as journey_id,
    intervals.household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    intervals.since,
    intervals.until,
    cast(intervals.n as double) as value,
    intervals.bound,
    concat(intervals.household_id, '|', cast(epoch_us(intervals.since) as varchar)) as evidence,
    list_sort(array_agg(distinct held.event_id)) as event_ids
from intervals
inner join held
    on intervals.household_id = held.household_id
    and held.from_at < intervals.until
    and held.until_at > intervals.since
group by
    intervals.household_id, intervals.since, intervals.until, intervals.n, intervals.bound
