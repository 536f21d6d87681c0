-- One row per maximal run of weeks in which the limit or more partners are active in one household, or
-- for one client without a household.
-- Definition: weeks from Monday to Sunday, local; see active_partners. value is the most partners in
-- one week; until is the Monday after the last week. The evidence is all that was active in them.
-- limit: 4 partners
-- severity: midden
-- version: 1
-- explanation: In de weken van {since} tot {until} waren tot {value} tegelijk actief in één gezin. De grens is {limit}.
with crowded as (
    select
        active_partners.household_id,
        active_partners.client_id,
        concat(
            coalesce(active_partners.household_id, ''), '|', coalesce(active_partners.client_id, '')
        ) as owner,
        active_partners.from_week,
        active_partners.until_week,
        active_partners.n_partners,
        rules.bound
    from active_partners
    inner join rules on rules.kind = 'stapeling'
    where active_partners.n_partners >= rules.bound
),

begun as (
    select
        household_id,
        client_id,
        owner,
        from_week,
        until_week,
        n_partners,
        bound,
        lag(until_week) over (partition by owner order by from_week) as earlier_week
    from crowded
),

numbered as (
    select
        household_id,
        client_id,
        owner,
        from_week,
        until_week,
        n_partners,
        bound,
        sum(case when datediff('day', earlier_week, from_week) = 7 then 0 else 1 end) over (
            partition by owner
            order by from_week
            rows between unbounded preceding and current row
        ) as run
    from begun
),

runs as (
    select
        household_id,
        client_id,
        owner,
        min(from_week) as from_week,
        max(until_week) as until_week,
        max(n_partners) as n_partners,
        bound
    from numbered
    group by household_id, client_id, owner, bound, run
)

select
    case
        when min(attended.journey_id) = max(attended.journey_id) then min(attended.journey_id)
    end as journey_id,
    runs.household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    cast(runs.from_week as timestamp) at time zone settings.timezone as since,
    cast(runs.until_week + interval 7 day as timestamp) at time zone settings.timezone as until,
    cast(runs.n_partners as double) as value,
    runs.bound,
    concat(runs.owner, '|', cast(runs.from_week as varchar)) as evidence,
    list_sort(array_agg(distinct attended.event_id)) as event_ids
from runs
cross join settings
inner join attended
    on runs.owner = attended.owner
    and attended.from_week <= runs.until_week
    and attended.until_week >= runs.from_week
group by
    runs.household_id,
    runs.owner,
    runs.from_week,
    runs.until_week,
    runs.n_partners,
    runs.bound,
    settings.timezone
