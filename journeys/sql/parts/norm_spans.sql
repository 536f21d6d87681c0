-- One row per check of a norm: the events that open and close it, and how far its term reaches.
-- Definition: from-events that have the same next to-event (or none) are one check, which the first
-- of them opens: while a check is open, another from-event opens none. due_n is the number of the
-- term's last day (term_days), before suspension and extension.
-- Trap: the next to-event can be the from-event itself.
with looked as (
    select
        norm,
        journey_id,
        seq,
        event_id,
        happened_on,
        is_from,
        last_value(case when is_to then seq end ignore nulls) over onwards as to_seq,
        last_value(case when is_to then event_id end ignore nulls) over onwards as to_event_id,
        last_value(case when is_to then happened_on end ignore nulls) over onwards as finished_on
    from norm_milestones
    window onwards as (
        partition by norm, journey_id
        order by seq desc
        rows between unbounded preceding and current row
    )
),

opened as (
    select
        norm,
        journey_id,
        to_seq,
        min(seq) as from_seq,
        min_by(event_id, seq) as from_event_id,
        min(to_event_id) as to_event_id,
        min(happened_on) as started_on,
        min(finished_on) as finished_on
    from looked
    where is_from
    group by norm, journey_id, to_seq
),

aimed as (
    select
        opened.*,
        norms.counting,
        case
            when norms.unit = 'months'
                then cast(opened.started_on + interval '1 month' * norms.limit_n as date)
            else opened.started_on
        end as counted_from,
        case norms.unit
            when 'months' then 0
            when 'weeks' then 7 * norms.limit_n
            else norms.limit_n
        end as counted_n
    from opened
    inner join norms on opened.norm = norms.norm
)

select
    aimed.norm,
    aimed.journey_id,
    aimed.from_seq,
    aimed.to_seq,
    aimed.from_event_id,
    aimed.to_event_id,
    aimed.started_on,
    aimed.finished_on,
    aimed.counting,
    term_days.n + aimed.counted_n as due_n
from aimed
inner join term_days
    on aimed.counting = term_days.counting and aimed.counted_from = term_days.day
