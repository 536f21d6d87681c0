-- One row per place between two partners and group that waited there: gemeenten, teams and periods.
-- Definition: mean_days is the mean wait of the group. adjusted_mean_days is what it would be with the
-- place's own case mix: the mean of the group's means in each stratum (profiles.mix: the domain, and 1,
-- 2-3 or 4 and more partners), weighed by the stratum's part of all waits at the place (direct
-- standardisation). covered_share is the part of those weights in which the group has a wait; the others
-- are left out. low and high: a 95 % interval with the variance within the place's cells.
-- Time between contacts is no waiting (waits.is_between_contacts).
-- The team is that of the event that ends the wait. A period is named by its first local date.
-- Trap: an adjusted mean of a low covered_share compares other cases; n tells how much it rests on.
with teams as (
    select journey_id, seq - 1 as seq, team
    from events
    where team is not null
),

with_groups as (
    select
        past_waits.journey_id,
        past_waits.from_partner,
        past_waits.to_partner,
        profiles.mix,
        profiles.municipality,
        teams.team,
        cast(
            floor((epoch_us(judged.as_of) - epoch_us(past_waits.to_at)) / (settings.period_s * 1000000))
            as bigint
        ) as periods_ago,
        cast(round(past_waits.idle_s) as bigint) as idle_s
    from past_waits
    inner join profiles on past_waits.journey_id = profiles.journey_id
    left join teams on past_waits.journey_id = teams.journey_id and past_waits.seq = teams.seq
    cross join settings
    cross join judged
    where not past_waits.is_between_contacts
),

cells as (
    select
        from_partner, to_partner, mix, 'municipality' as group_kind, municipality as group_value,
        count(*) as n, count(distinct journey_id) as n_journeys, cast(sum(idle_s) as hugeint) as sum_s,
        sum(cast(idle_s as hugeint) * idle_s) as squares
    from with_groups
    where municipality is not null
    group by from_partner, to_partner, mix, municipality
    union all
    select
        from_partner, to_partner, mix, 'team' as group_kind, team as group_value,
        count(*) as n, count(distinct journey_id) as n_journeys, cast(sum(idle_s) as hugeint) as sum_s,
        sum(cast(idle_s as hugeint) * idle_s) as squares
    from with_groups
    where team is not null
    group by from_partner, to_partner, mix, team
    union all
    select
        from_partner,
        to_partner,
        mix,
        'period' as group_kind,
        cast(
            cast(
                (judged.as_of - to_seconds((periods_ago + 1) * settings.period_s))
                at time zone settings.timezone as date
            ) as varchar
        ) as group_value,
        count(*) as n, count(distinct journey_id) as n_journeys, cast(sum(idle_s) as hugeint) as sum_s,
        sum(cast(idle_s as hugeint) * idle_s) as squares
    from with_groups
    cross join settings
    cross join judged
    where periods_ago is not null
    group by from_partner, to_partner, mix, periods_ago, judged.as_of, settings.period_s, settings.timezone
),

weighed as (
    select
        cells.*,
        sum(n) over (partition by from_partner, to_partner, group_kind, mix) as stratum_n,
        sum(n) over (partition by from_partner, to_partner, group_kind) as place_n
    from cells
),

pooled as (
    select
        from_partner,
        to_partner,
        group_kind,
        sum(cast(round((n * squares - sum_s * sum_s) / n) as hugeint)) / nullif(sum(n - 1), 0) as variance
    from weighed
    group by from_partner, to_partner, group_kind
),

grouped as (
    select
        from_partner,
        to_partner,
        group_kind,
        group_value,
        cast(sum(n) as bigint) as n,
        cast(sum(n_journeys) as bigint) as n_journeys,
        count(*) as n_strata,
        sum(sum_s) / sum(n) as mean_s,
        sum(stratum_n) as covered_n,
        max(place_n) as place_n,
        sum(cast(round(sum_s * stratum_n / n * 1000) as hugeint)) / 1000.0 / sum(stratum_n) as adjusted_s,
        sqrt(sum(cast(round(stratum_n * stratum_n / n * 1000) as hugeint)) / 1000.0) / sum(stratum_n)
            as spread
    from weighed
    group by from_partner, to_partner, group_kind, group_value
)

select
    grouped.from_partner,
    grouped.to_partner,
    grouped.group_kind,
    grouped.group_value,
    grouped.n,
    grouped.n_journeys,
    grouped.n_strata,
    grouped.covered_n / grouped.place_n as covered_share,
    grouped.mean_s / 86400.0 as mean_days,
    grouped.adjusted_s / 86400.0 as adjusted_mean_days,
    greatest(grouped.adjusted_s - certainty.z * grouped.spread * sqrt(pooled.variance), 0) / 86400.0
        as low,
    (grouped.adjusted_s + certainty.z * grouped.spread * sqrt(pooled.variance)) / 86400.0 as high
from grouped
inner join pooled
    on grouped.from_partner is not distinct from pooled.from_partner
    and grouped.to_partner is not distinct from pooled.to_partner
    and grouped.group_kind = pooled.group_kind
inner join certainty on certainty.n_compared = 1
order by
    grouped.from_partner, grouped.to_partner, grouped.group_kind, grouped.group_value
