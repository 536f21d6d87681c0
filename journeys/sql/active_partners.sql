-- One row per household (or client without one) and stretch of weeks with the same number of active
-- partners.
-- Definition: a partner is active in a week (Monday to Sunday, local) that one of its events touches,
-- from its start to its end, up to as_of. from_week and until_week are Mondays, both included; weeks in which
-- nobody was active have no row.
-- Trap: a row per week and event would be hundreds for one long help. So each event gives the weeks that
-- no earlier event of its partner has covered, and begins and ends are summed in order.
-- needs: partner, person
with reached as (
    select
        owner,
        from_week,
        until_week,
        max(until_week) over (
            partition by owner, partner
            order by from_week, until_week
            rows between unbounded preceding and 1 preceding
        ) as reached_week
    from attended
),

pieces as (
    select owner, greatest(from_week, coalesce(reached_week + 1, from_week)) as from_week, until_week
    from reached
    where until_week > reached_week or reached_week is null
),

points as (
    select owner, from_week as week, 1 as change
    from pieces
    union all
    select owner, until_week + 1 as week, -1 as change
    from pieces
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
        week,
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
    date '1969-12-29' + cast(7 * week as integer) as from_week,
    date '1969-12-29' + cast(7 * (after_week - 1) as integer) as until_week,
    after_week - week as n_weeks,
    cast(n_partners as bigint) as n_partners
from counted
where n_partners > 0
order by household_id, client_id, from_week
