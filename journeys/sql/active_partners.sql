-- One row per household (or client without one) and stretch of weeks with the same number of active
-- partners.
-- Definition: a partner is active in a week (Monday to Sunday, local) that one of its events touches,
-- from its start to its end. from_week and until_week are Mondays, both included; weeks in which
-- nobody was active have no row.
-- Trap: a sweep over begins and ends of each partner's weeks: a row per week and event would be
-- hundreds for one long help.
with touched as (
    select owner, partner, from_week, max(until_week) as until_week
    from attended
    group by owner, partner, from_week
),

reached as (
    select
        owner,
        partner,
        from_week,
        until_week,
        max(until_week) over (
            partition by owner, partner
            order by from_week
            rows between unbounded preceding and 1 preceding
        ) as reached_week
    from touched
),

numbered as (
    select
        owner,
        partner,
        from_week,
        until_week,
        sum(case when datediff('day', reached_week, from_week) <= 7 then 0 else 1 end) over (
            partition by owner, partner
            order by from_week
            rows between unbounded preceding and current row
        ) as period
    from reached
),

periods as (
    select
        owner,
        min(from_week) as from_week,
        max(until_week) + interval 7 day as after_week
    from numbered
    group by owner, partner, period
),

points as (
    select owner, cast(from_week as date) as week, 1 as change
    from periods
    union all
    select owner, cast(after_week as date) as week, -1 as change
    from periods
),

summed as (
    select owner, week, sum(change) as change
    from points
    group by owner, week
    having sum(change) <> 0
),

counted as (
    select
        owner,
        week as from_week,
        lead(week) over timeline as after_week,
        sum(change) over (
            timeline rows between unbounded preceding and current row
        ) as n_partners
    from summed
    window timeline as (partition by owner order by week)
)

select
    case when substr(owner, 1, 1) = 'h' then substr(owner, 2) end as household_id,
    case when substr(owner, 1, 1) = 'c' then substr(owner, 2) end as client_id,
    from_week,
    cast(after_week - interval 7 day as date) as until_week,
    cast(datediff('day', from_week, after_week) / 7 as bigint) as n_weeks,
    cast(n_partners as bigint) as n_partners
from counted
where n_partners > 0
order by household_id, client_id, from_week
