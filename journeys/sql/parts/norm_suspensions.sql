-- One row per check of a norm whose term was suspended: for how many days that count.
-- Definition: within a check, a suspend-event opens a suspension unless one is open, and the first
-- resume-event at or after it ends it. The days after that of the suspend-event and before that of
-- the resume-event do not count (Awb art. 4:15). Without a resume-event it lasts up to and including
-- the day on which the check closes, or as_of's. A term that has ended cannot be suspended: from the
-- first suspension on that begins on the term's last day or later, none counts.
-- Trap: whether one counts hangs on those before it, since they move the last day.
with within as (
    select
        norm_spans.norm,
        norm_spans.journey_id,
        norm_spans.from_seq,
        norm_spans.finished_on,
        norm_spans.counting,
        norm_spans.due_n,
        norm_milestones.seq,
        norm_milestones.happened_on,
        norm_milestones.is_suspend,
        norm_milestones.is_resume
    from norm_spans
    inner join norm_milestones
        on norm_spans.norm = norm_milestones.norm
        and norm_spans.journey_id = norm_milestones.journey_id
        and norm_milestones.seq >= norm_spans.from_seq
        and norm_milestones.seq <= coalesce(norm_spans.to_seq, norm_milestones.seq)
    where norm_milestones.is_suspend or norm_milestones.is_resume
),

looked as (
    select
        *,
        last_value(case when is_resume then seq end ignore nulls) over onwards as resume_seq,
        last_value(case when is_resume then happened_on end ignore nulls) over onwards as resumed_on
    from within
    window onwards as (
        partition by norm, journey_id, from_seq
        order by seq desc
        rows between unbounded preceding and current row
    )
),

spells as (
    select
        norm,
        journey_id,
        from_seq,
        counting,
        due_n,
        min(seq) as seq,
        min(happened_on) as suspended_on,
        min(resumed_on) as resumed_on,
        min(finished_on) as finished_on
    from looked
    where is_suspend
    group by norm, journey_id, from_seq, counting, due_n, resume_seq
),

ended as (
    select
        spells.*,
        coalesce(
            spells.resumed_on,
            spells.finished_on,
            cast(judged.as_of at time zone settings.timezone as date)
        ) as last_on
    from spells
    cross join judged
    cross join settings
),

counted as (
    select
        ended.norm,
        ended.journey_id,
        ended.from_seq,
        ended.seq,
        ended.due_n,
        first_day.n as suspended_n,
        greatest(
            case
                when ended.resumed_on is not null and last_day.is_counted then last_day.n - 1
                else last_day.n
            end - first_day.n,
            0
        ) as days
    from ended
    inner join term_days as first_day
        on ended.counting = first_day.counting and ended.suspended_on = first_day.day
    inner join term_days as last_day
        on ended.counting = last_day.counting and ended.last_on = last_day.day
),

timed as (
    select
        norm,
        journey_id,
        from_seq,
        seq,
        days,
        suspended_n < due_n + coalesce(
            sum(days) over (
                partition by norm, journey_id, from_seq
                order by seq
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as is_in_time
    from counted
),

so_far as (
    select
        norm,
        journey_id,
        from_seq,
        days,
        min(case when is_in_time then 1 else 0 end) over (
            partition by norm, journey_id, from_seq
            order by seq
            rows between unbounded preceding and current row
        ) as counts
    from timed
)

select
    norm,
    journey_id,
    from_seq,
    cast(sum(days * counts) as bigint) as suspended_days
from so_far
group by norm, journey_id, from_seq
