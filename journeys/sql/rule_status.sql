-- One row per rule, and per rule and source: whether it could judge, and if not, what it lacks.
-- Definition: docs/definitions.md, rule_status. A rule is a kind of signal, or (is_signal false) a table
-- that judges; what it needs stands in the head of its own file. source null is the run as a whole, norm
-- one norm of table norm_checks. status, the first that holds: off_by_config, the config switches it off;
-- no_input, an input is given by no source (of a source: not by this one); part, some source does not
-- give all, or some rows could not be judged; judged. because: the inputs that lack. n_judged and
-- n_unjudged count what it judges: the journeys with an event of the source, or the handovers from it,
-- the waits after an event of it, the referrals of it. n_found: its signals with an event of the source.
-- Trap: 0 found says something only where the status is judged.
with asked as (
    select distinct
        rule_needs.rule, rule_needs.is_signal, rule_needs.judges,
        coalesce(rules.is_enabled, true) as is_enabled
    from rule_needs
    left join rules on rule_needs.rule = rules.kind
),

sources as (
    select distinct source
    from source_inputs
),

lacking_there as (
    select rule_needs.rule, sources.source, rule_needs.input
    from rule_needs
    cross join sources
    left join rule_inputs
        on sources.source = rule_inputs.source and rule_needs.input = rule_inputs.input
    where rule_needs.input is not null and rule_inputs.input is null
),

lacking as (
    select rule, source, array_to_string(list_sort(array_agg(input)), ', ') as because
    from lacking_there
    group by rule, source
    union all
    select
        rule_needs.rule,
        cast(null as varchar) as source,
        array_to_string(list_sort(array_agg(rule_needs.input)), ', ') as because
    from rule_needs
    where rule_needs.input is not null
        and rule_needs.input not in (select input from rule_inputs)
    group by rule_needs.rule
),

came as (
    select distinct journey_id, source
    from past_events
),

counted as (
    select 'journeys' as judges, cast(null as varchar) as rule, source, count(*) as n, 0 as n_unjudged
    from came
    group by source
    union all
    select 'journeys' as judges, null as rule, null as source, count(*) as n, 0 as n_unjudged
    from past_spans
    union all
    select 'journeys' as judges, unjudged_journeys.rule, came.source, 0 as n, count(*) as n_unjudged
    from unjudged_journeys
    inner join came on unjudged_journeys.journey_id = came.journey_id
    group by unjudged_journeys.rule, came.source
    union all
    select 'journeys' as judges, rule, null as source, 0 as n, count(*) as n_unjudged
    from unjudged_journeys
    group by rule
    union all
    select
        'handovers' as judges, null as rule, source, count(*) as n,
        sum(case when judgement = 'unknown' then 1 else 0 end) as n_unjudged
    from past_handovers
    group by grouping sets ((source), ())
    union all
    select
        'waits' as judges, null as rule, source, count(*) as n,
        sum(case when is_between_contacts then 1 else 0 end) as n_unjudged
    from past_waits
    group by grouping sets ((source), ())
),

found as (
    select signals.kind as rule, signal_sources.source, count(distinct signals.signal_id) as n_found
    from signals
    inner join signal_sources on signals.signal_id = signal_sources.signal_id
    group by signals.kind, signal_sources.source
    union all
    select kind as rule, null as source, count(*) as n_found
    from signals
    group by kind
),

stretched as (
    select asked.*, sources.source
    from asked
    cross join (select source from sources union all select cast(null as varchar) as source) as sources
),

summed as (
    select
        stretched.rule,
        stretched.source,
        coalesce(sum(counted.n), 0) as n,
        coalesce(sum(counted.n_unjudged), 0) as n_unjudged
    from stretched
    left join counted
        on case stretched.judges when 'run' then 'journeys' else stretched.judges end = counted.judges
        and stretched.source is not distinct from counted.source
        and (counted.rule is null or counted.rule = stretched.rule)
    group by stretched.rule, stretched.source
),

lacking_somewhere as (
    select rule, array_to_string(list_sort(array_agg(distinct input)), ', ') as because
    from lacking_there
    group by rule
),

stated as (
    select
        stretched.rule,
        stretched.is_signal,
        stretched.source,
        stretched.is_enabled,
        lacking.because,
        lacking_somewhere.because as because_there,
        stretched.judges,
        summed.n,
        case
            when stretched.judges = 'run' and lacking.because is not null then summed.n
            else summed.n_unjudged
        end as n_unjudged,
        found.n_found
    from stretched
    inner join summed
        on stretched.rule = summed.rule and stretched.source is not distinct from summed.source
    left join lacking
        on stretched.rule = lacking.rule and stretched.source is not distinct from lacking.source
    left join lacking_somewhere on stretched.rule = lacking_somewhere.rule
    left join found
        on stretched.rule = found.rule and stretched.source is not distinct from found.source
),

milestones as (
    select
        norms.norm,
        max(case when norm_milestones.is_from then 1 else 0 end) = 1 as has_from,
        max(case when norm_milestones.is_to then 1 else 0 end) = 1 as has_to
    from norms
    left join norm_milestones on norms.norm = norm_milestones.norm
    group by norms.norm
),

checked as (
    select norm, count(*) as n
    from norm_checks
    group by norm
),

together as (
    select
        rule,
        is_signal,
        source,
        cast(null as varchar) as norm,
        case
            when not is_enabled then 'off_by_config'
            when because is not null or (n > 0 and n_unjudged = n) then 'no_input'
            when n_unjudged > 0 or (source is null and because_there is not null) then 'part'
            else 'judged'
        end as status,
        case
            when not is_enabled then null
            when because is not null then because
            when judges = 'waits' and n_unjudged > 0 then 'ends'
            when source is null or n_unjudged > 0 then because_there
        end as because,
        case when is_enabled then n - n_unjudged else 0 end as n_judged,
        n_unjudged,
        case when is_signal then coalesce(n_found, 0) end as n_found
    from stated
    union all
    select
        'norm_checks' as rule,
        false as is_signal,
        cast(null as varchar) as source,
        milestones.norm,
        case
            when not milestones.has_from then 'no_input'
            when not milestones.has_to then 'part'
            else 'judged'
        end as status,
        case
            when not milestones.has_from then 'from'
            when not milestones.has_to then 'to'
        end as because,
        coalesce(checked.n, 0) as n_judged,
        0 as n_unjudged,
        cast(null as bigint) as n_found
    from milestones
    left join checked on milestones.norm = checked.norm
)

select
    rule,
    is_signal,
    source,
    norm,
    status,
    because,
    cast(n_judged as bigint) as n_judged,
    cast(n_unjudged as bigint) as n_unjudged,
    cast(n_found as bigint) as n_found
from together
where exists (select 1 from sources)
order by is_signal desc, rule, norm nulls first, source nulls first
