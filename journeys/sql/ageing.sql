-- One row per group and age class of the journeys that are open at as_of.
-- Definition: group_kind all, or partner: where they are now, the partner of their last event that names
-- one. Age and days since the last activity are differences of local dates. is waiting: nobody is
-- active at as_of; n_unknown: nobody can tell, since their last event is of a source without ends and no
-- turn (turns).
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
    select
        journey_id,
        sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as waiting_s,
        max(case when is_between_contacts then 1 else 0 end) = 1 as has_contacts
    from past_waits
    group by journey_id
),

opened_journeys as (
    select
        past_spans.journey_id,
        profiles.last_partner,
        datediff(
            'day',
            cast(past_spans.started_at at time zone settings.timezone as date),
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
        epoch_us(judged.as_of) - epoch_us(past_spans.started_at) as age_us,
        least(
            cast(round(coalesce(waited.waiting_s, 0) * 1000000) as bigint)
            + greatest(epoch_us(judged.as_of) - epoch_us(seen.ended_at), 0),
            epoch_us(judged.as_of) - epoch_us(past_spans.started_at)
        ) as waiting_us,
        seen.ended_at < judged.as_of and (ends.source is not null or past_spans.is_turn)
            as is_waiting,
        ends.source is null
        and not past_spans.is_turn
        and coalesce(seen.helped_until < judged.as_of, true) as is_unknown,
        not coalesce(waited.has_contacts, false)
        and (
            ends.source is not null
            or past_spans.is_turn
            or coalesce(seen.helped_until >= judged.as_of, false)
        ) as is_known
    from past_spans
    inner join profiles on past_spans.journey_id = profiles.journey_id
    inner join seen on past_spans.journey_id = seen.journey_id
    left join waited on past_spans.journey_id = waited.journey_id
    left join source_inputs as ends on profiles.last_source = ends.source and ends.input = 'ends'
    cross join settings
    cross join judged
    where not past_spans.closed
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
