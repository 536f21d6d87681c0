-- One row per group and age class of the journeys that are open at as_of.
-- Definition: group_kind all, or partner: where they are now, the partner of their last event that names
-- one. Age and days since the last activity are differences of local dates. is waiting: nobody is
-- active at as_of; n_unknown: nobody can tell, since their last event is of a source without ends.
-- waiting_share: the part of their age so far in which nobody was active, of those of which that is known
-- all along: without time between contacts either.
-- Trap: waits has no row for a wait that still goes on; here it counts. What starts after as_of does not.
with seen as (
    select
        events.journey_id,
        max(events.ended_at) as ended_at,
        max(case when events.is_running or events.ended_at > events.started_at then events.ended_at end)
            as helped_until
    from events
    cross join judged
    where events.started_at <= judged.as_of
    group by events.journey_id
),

waited as (
    select waits.journey_id, sum(cast(round(waits.idle_s * 1000000) as bigint)) / 1000000.0 as waiting_s
    from waits
    cross join judged
    where waits.to_at <= judged.as_of
    group by waits.journey_id
),

opened_journeys as (
    select
        journeys.journey_id,
        profiles.last_partner,
        datediff(
            'day',
            cast(journeys.started_at at time zone settings.timezone as date),
            cast(judged.as_of at time zone settings.timezone as date)
        ) as age_days,
        greatest(
            datediff(
                'day',
                cast(seen.ended_at at time zone settings.timezone as date),
                cast(judged.as_of at time zone settings.timezone as date)
            ),
            0
        ) as quiet_days,
        epoch_us(judged.as_of) - epoch_us(journeys.started_at) as age_us,
        least(
            cast(round(coalesce(waited.waiting_s, 0) * 1000000) as bigint)
            + greatest(epoch_us(judged.as_of) - epoch_us(seen.ended_at), 0),
            epoch_us(judged.as_of) - epoch_us(journeys.started_at)
        ) as waiting_us,
        seen.ended_at < judged.as_of and ends.source is not null as is_waiting,
        ends.source is null and coalesce(seen.helped_until < judged.as_of, true) as is_unknown,
        journeys.between_contacts_s = 0
        and (ends.source is not null or coalesce(seen.helped_until >= judged.as_of, false)) as is_known
    from journeys
    inner join profiles on journeys.journey_id = profiles.journey_id
    inner join seen on journeys.journey_id = seen.journey_id
    left join waited on journeys.journey_id = waited.journey_id
    left join source_inputs as ends on profiles.last_source = ends.source and ends.input = 'ends'
    cross join settings
    cross join judged
    where journeys.started_at <= judged.as_of
        and not (journeys.closed and journeys.ended_at <= judged.as_of)
),

classed as (
    select
        opened_journeys.*,
        case
            when age_days <= 30 then '0-30'
            when age_days <= 91 then '31-91'
            when age_days <= 183 then '92-183'
            when age_days <= 365 then '184-365'
            else '366+'
        end as age_class
    from opened_journeys
),

grouped as (
    select 'all' as group_kind, cast(null as varchar) as group_value, classed.*
    from classed
    union all
    select 'partner' as group_kind, last_partner as group_value, classed.*
    from classed
)

select
    group_kind,
    group_value,
    age_class,
    count(*) as n,
    cast(sum(case when is_waiting then 1 else 0 end) as bigint) as n_waiting,
    percentile_cont(0.5) within group (order by age_days) as median_age_days,
    percentile_cont(0.5) within group (order by quiet_days) as median_quiet_days,
    max(quiet_days) as longest_quiet_days,
    sum(case when is_known then waiting_us end)
    / nullif(sum(case when is_known then age_us end), 0) as waiting_share,
    cast(sum(case when is_unknown then 1 else 0 end) as bigint) as n_unknown
from grouped
group by group_kind, group_value, age_class
order by group_kind, group_value nulls first, min(age_days)
