-- One row per check of a norm: from a milestone to the next one that closes it, and the term between.
-- Definition: docs/definitions.md, norm_checks. due_on is the term's last day: limit units after
-- started_on, moved by the days in which it was suspended, and where the norm extends it, run on to
-- the next day that is no Saturday, Sunday or legal free day (Algemene termijnenwet art. 1 and 3).
-- days_left runs from as_of's local date to due_on, for a check that has not closed.
-- Trap: a term of working days ends on a day that counts; the law can still move it (5 May).
-- needs: norms
with dated as (
    select
        norm_spans.norm,
        norm_spans.journey_id,
        norm_spans.from_event_id,
        norm_spans.to_event_id,
        norm_spans.started_on,
        norm_spans.finished_on,
        case when norms.extend then calendar.runs_on_to else calendar.day end as due_on,
        coalesce(norm_suspensions.suspended_days, 0) as suspended_days
    from norm_spans
    inner join norms on norm_spans.norm = norms.norm
    left join norm_suspensions
        on norm_spans.norm = norm_suspensions.norm
        and norm_spans.journey_id = norm_suspensions.journey_id
        and norm_spans.from_seq = norm_suspensions.from_seq
    inner join term_days
        on norm_spans.counting = term_days.counting
        and norm_spans.due_n + coalesce(norm_suspensions.suspended_days, 0) = term_days.n
        and term_days.is_counted
    inner join calendar on term_days.day = calendar.day
),

today as (
    select cast(judged.as_of at time zone settings.timezone as date) as as_of_on
    from judged
    cross join settings
)

select
    dated.norm,
    dated.journey_id,
    dated.from_event_id,
    dated.to_event_id,
    dated.started_on,
    dated.due_on,
    dated.finished_on,
    case
        when dated.finished_on <= dated.due_on then 'met'
        when dated.finished_on > dated.due_on then 'exceeded'
        when today.as_of_on <= dated.due_on then 'running'
        else 'running_over'
    end as verdict,
    case
        when dated.finished_on is null then datediff('day', today.as_of_on, dated.due_on)
    end as days_left,
    dated.suspended_days
from dated
cross join today
order by dated.journey_id, dated.norm, dated.started_on, dated.from_event_id
