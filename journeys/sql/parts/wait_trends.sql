-- One row per place with waits in the last two periods: how the last compares with the one before.
-- Definition: trend is the chance that a wait of the last period is longer than one of the period
-- before (a tie counts half), trend_deviation the standard error of it.
-- Source: Brunner and Munzel (2000), the rank test that needs neither equal shapes nor no ties.
-- Trap: sums of ranks are whole numbers, since the order in which doubles are added matters.
with counted as (
    select
        place_level,
        from_partner,
        from_activity,
        to_partner,
        to_activity,
        count(*) filter (where is_last) as n_last,
        count(*) filter (where not is_last) as n_before,
        count(distinct case when is_last then journey_id end) as n_journeys_last,
        count(distinct case when not is_last then journey_id end) as n_journeys_before,
        sum(cast(round(idle_s * 1000000) as bigint)) filter (where is_last) as last_us,
        sum(cast(round(idle_s * 1000000) as bigint)) filter (where not is_last) as before_us,
        percentile_cont(0.5) within group (order by idle_s) filter (where is_last) as median_last_s,
        percentile_cont(0.5) within group (order by idle_s) filter (where not is_last)
            as median_before_s,
        sum(half_rank - own_half_rank) filter (where is_last) as sum_last,
        sum(cast(half_rank - own_half_rank as hugeint) * (half_rank - own_half_rank))
        filter (where is_last) as squares_last,
        sum(half_rank - own_half_rank) filter (where not is_last) as sum_before,
        sum(cast(half_rank - own_half_rank as hugeint) * (half_rank - own_half_rank))
        filter (where not is_last) as squares_before
    from wait_periods
    group by place_level, from_partner, from_activity, to_partner, to_activity
)

select
    place_level,
    from_partner,
    from_activity,
    to_partner,
    to_activity,
    n_last,
    n_before,
    n_journeys_last,
    n_journeys_before,
    coalesce(last_us, 0) / 86400000000.0 as total_last_days,
    coalesce(before_us, 0) / 86400000000.0 as total_before_days,
    median_last_s / 86400.0 as median_last_days,
    median_before_s / 86400.0 as median_before_days,
    case when n_last > 0 and n_before > 0 then sum_last / 2.0 / n_last / n_before end as trend,
    case
        when n_last > 1 and n_before > 1 then sqrt(
                (n_last * squares_last - sum_last * sum_last)
                / 4.0 / n_last / (n_last - 1) / n_last / n_before / n_before
                + (n_before * squares_before - sum_before * sum_before)
                / 4.0 / n_before / (n_before - 1) / n_before / n_last / n_last
            )
    end as trend_deviation
from counted
