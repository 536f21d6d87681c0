-- One row per measure, group and number of days on which something ended or was censored.
-- Definition: Kaplan and Meier's survival: the part that takes longer than so many days, with open ones
-- counted as long as they are seen. low and high: 95 % band at this day, log-log with Greenwood's
-- variance (Kalbfleisch and Prentice); null where survival is 0.
-- Trap: what ends and what is censored on one day were both at risk on it. The logarithms are added as
-- whole numbers, since the order in which doubles are added matters.
-- needs: closing
with risked as (
    select
        durations.*,
        cast(
            sum(n_events + n_censored) over (
                partition by measure, group_kind, group_value
                order by days desc
                rows between unbounded preceding and current row
            ) as bigint
        ) as n_at_risk
    from durations
),

stepped as (
    select
        measure,
        group_kind,
        group_value,
        days,
        n_at_risk,
        n_events,
        n_censored,
        max(case when n_events = n_at_risk then 1 else 0 end) over so_far as is_none_left,
        sum(
            case
                when n_events < n_at_risk
                    then cast(round(ln(1 - n_events / n_at_risk) * 1e17) as hugeint)
            end
        ) over so_far / 1e17 as log_survival,
        sum(
            case
                when n_events < n_at_risk
                    then cast(
                            round(n_events / n_at_risk / (n_at_risk - n_events) * 1e18) as hugeint
                        )
            end
        ) over so_far / 1e18 as variance
    from risked
    window so_far as (
        partition by measure, group_kind, group_value
        order by days
        rows between unbounded preceding and current row
    )
),

curved as (
    select
        stepped.*,
        case when is_none_left = 1 then 0.0 else exp(log_survival) end as survival,
        case
            when is_none_left = 0 and log_survival < 0
                then exp(certainty.z * sqrt(variance) / -log_survival)
        end as spread
    from stepped
    cross join certainty
    where certainty.n_compared = 1
)

select
    measure,
    group_kind,
    group_value,
    days,
    n_at_risk,
    n_events,
    n_censored,
    survival,
    case when is_none_left = 1 then null when spread is null then 1.0 else exp(log_survival * spread) end
        as low,
    case when is_none_left = 1 then null when spread is null then 1.0 else exp(log_survival / spread) end
        as high
from curved
order by measure, group_kind, group_value nulls first, days
