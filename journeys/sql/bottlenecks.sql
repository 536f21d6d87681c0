-- One row per place where journeys waited, ranked by the days that they waited there.
-- Definition: place_level partner: between two partners (or within one); activity: a row of wait_places.
-- total, median, p90 and share are of all its waits; share is of all waiting. trend compares the last
-- period with the one before: the chance that a wait of the last is the longer one, 0.5 where nothing
-- changed. The interval, on the logit scale, holds for all places of a level at once, with 95 % certainty
-- (Bonferroni), so that of a hundred places five are not called a trend by chance. is_compared: both
-- periods have min_journeys or more. is_trend: it is compared, the interval leaves 0.5 out, and the
-- medians differ the same way by a day and by a tenth of the earlier one, or more.
-- Trap: where every wait of one period is longer than every one of the other, the interval is a point.
-- Time between contacts (waits.is_between_contacts) is no waiting, and at no place.
-- Trap: a wait that still goes on, or that ends in an event after as_of, is not in it (see ageing).
with by_partner as (
    select
        from_partner,
        to_partner,
        count(*) as n,
        count(distinct journey_id) as n_journeys,
        sum(cast(round(idle_s * 1000000) as bigint)) as total_us,
        percentile_cont(0.5) within group (order by idle_s) as median_s,
        percentile_cont(0.9) within group (order by idle_s) as p90_s
    from past_waits
    where not is_between_contacts
    group by from_partner, to_partner
),

places as (
    select
        'partner' as place_level,
        from_partner,
        cast(null as varchar) as from_activity,
        to_partner,
        cast(null as varchar) as to_activity,
        n,
        n_journeys,
        total_us,
        median_s,
        p90_s
    from by_partner
    union all
    select
        'activity' as place_level,
        from_partner,
        from_activity,
        to_partner,
        to_activity,
        n,
        n_journeys,
        cast(round(total_idle_s * 1000000) as hugeint) as total_us,
        median_idle_s as median_s,
        p90_idle_s as p90_s
    from wait_places
),

tested as (
    select
        wait_trends.place_level,
        count(
            case
                when n_journeys_last >= settings.min_journeys
                    and n_journeys_before >= settings.min_journeys
                    then 1
            end
        ) as n_compared
    from wait_trends
    cross join settings
    group by wait_trends.place_level
),

sure as (
    select tested.place_level, min(certainty.z) as z
    from tested
    inner join certainty on certainty.n_compared >= greatest(tested.n_compared, 1)
    group by tested.place_level
),

bounded as (
    select
        wait_trends.*,
        case
            when trend_deviation = 0 then trend
            else 1 / (1 + exp(z * trend_deviation / trend / (1 - trend)) * (1 - trend) / trend)
        end as trend_low,
        case
            when trend_deviation = 0 then trend
            else 1 / (1 + exp(-z * trend_deviation / trend / (1 - trend)) * (1 - trend) / trend)
        end as trend_high
    from wait_trends
    inner join sure on wait_trends.place_level = sure.place_level
)

select
    places.place_level,
    rank() over (partition by places.place_level order by places.total_us desc) as place_rank,
    places.from_partner,
    places.from_activity,
    places.to_partner,
    places.to_activity,
    places.n,
    places.n_journeys,
    places.total_us / 86400000000.0 as total_days,
    places.median_s / 86400.0 as median_days,
    places.p90_s / 86400.0 as p90_days,
    places.total_us / sum(places.total_us) over (partition by places.place_level) as share,
    coalesce(bounded.n_last, 0) as n_last,
    coalesce(bounded.n_before, 0) as n_before,
    coalesce(bounded.n_journeys_last, 0) as n_journeys_last,
    coalesce(bounded.n_journeys_before, 0) as n_journeys_before,
    coalesce(bounded.total_last_days, 0) as total_last_days,
    coalesce(bounded.total_before_days, 0) as total_before_days,
    bounded.median_last_days,
    bounded.median_before_days,
    bounded.trend,
    case when bounded.trend_deviation is not null then bounded.trend_low end as trend_low,
    case when bounded.trend_deviation is not null then bounded.trend_high end as trend_high,
    coalesce(
        bounded.n_journeys_last >= settings.min_journeys
        and bounded.n_journeys_before >= settings.min_journeys,
        false
    ) as is_compared,
    coalesce(
        bounded.n_journeys_last >= settings.min_journeys
        and bounded.n_journeys_before >= settings.min_journeys
        and bounded.trend_deviation is not null
        and (
            (bounded.trend_low > 0.5 and bounded.median_last_days > bounded.median_before_days)
            or (bounded.trend_high < 0.5 and bounded.median_last_days < bounded.median_before_days)
        )
        and abs(bounded.median_last_days - bounded.median_before_days)
        >= greatest(1, bounded.median_before_days / 10),
        false
    ) as is_trend
from places
cross join settings
left join bounded
    on places.place_level = bounded.place_level
    and places.from_partner is not distinct from bounded.from_partner
    and places.from_activity is not distinct from bounded.from_activity
    and places.to_partner is not distinct from bounded.to_partner
    and places.to_activity is not distinct from bounded.to_activity
order by
    places.place_level desc,
    places.total_us desc,
    places.from_partner,
    places.to_partner,
    places.from_activity,
    places.to_activity
