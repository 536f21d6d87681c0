-- One row per maximal run of weeks in which the limit or more partners are active in one household, or
-- for one client without a household.
-- Definition: weeks from Monday to Sunday, local; see active_partners. value is the most partners in
-- one week; until is the Monday after the last week. The evidence is all that was active in them.
-- needs: partners, person
-- limit: 4 partners
-- severity: midden
-- version: 2
-- explanation: In de weken van {since} tot {until} waren tot {value} tegelijk actief in één gezin. De grens is {limit}.
with crowded as (
    select
        case
            when active_partners.household_id is not null
                then concat('h', active_partners.household_id)
            else concat('c', active_partners.client_id)
        end as owner,
        active_partners.household_id,
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
        owner,
        household_id,
        from_week,
        until_week,
        n_partners,
        bound,
        lag(until_week) over (partition by owner order by from_week) as earlier_week
    from crowded
),

numbered as (
    select
        owner,
        household_id,
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
        numbered.owner,
        numbered.household_id,
        min(numbered.from_week) as from_week,
        cast(min(numbered.from_week) as timestamp) at time zone settings.timezone as since,
        cast(max(numbered.until_week) + interval 7 day as timestamp) at time zone settings.timezone
            as until,
        max(numbered.n_partners) as n_partners,
        numbered.bound
    from numbered
    cross join settings
    group by numbered.owner, numbered.household_id, numbered.bound, numbered.run, settings.timezone
)

select
    case
        when min(attended.journey_id) = max(attended.journey_id) then min(attended.journey_id)
    end as journey_id,
    runs.household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    runs.since,
    runs.until,
    cast(runs.n_partners as double) as value,
    runs.bound,
    concat(runs.owner, '|', cast(runs.from_week as varchar)) as evidence,
    list_sort(array_agg(distinct attended.event_id)) as event_ids
from runs
inner join attended
    on runs.owner = attended.owner
    and attended.started_at < runs.until
    and attended.ended_at >= runs.since
group by
    runs.household_id,
    runs.owner,
    runs.from_week,
    runs.since,
    runs.until,
    runs.n_partners,
    runs.bound
