-- One row per wait: its length, cut into five causes and what the data cannot tell.
-- Definition: docs/definitions.md, waiting_causes. In this order, a moment counts once: batching, until
-- the last of its batch was enabled; contention, the worker was busy with what was enabled no later;
-- prioritisation, with what was enabled later; unavailability, the worker's hours were closed;
-- extraneous, the rest. unknown_s is what no times, no worker or no calendar tells, never a guess.
-- Source: arXiv 2212.01392 (Lashkevich et al., Why am I waiting?).
-- Trap: the six add up to idle_s exactly, in whole microseconds.
-- needs: ends, worker
with compared as (
    select
        asked.journey_id,
        asked.seq,
        asked.ready_us - asked.enabled_us as batching_us,
        asked.start_us - asked.ready_us as rest_us,
        work_meanwhile.busy_us,
        work_meanwhile.underway_us + coalesce(work_ahead.ahead_us, 0) - case
            when coalesce(
                    last_work.n > work_meanwhile.n_before
                    and case when last_work.is_known then last_work.enabled_us else last_work.start_us end
                    <= asked.ready_us,
                    false
                )
                then work_meanwhile.beyond_us
            else 0
        end as ahead_us,
        coalesce(work_ahead.behind_us, 0) - case
            when coalesce(
                    last_work.batch_id = asked.batch_id and last_work.enabled_us > asked.enabled_us, false
                )
                then work_meanwhile.beyond_us
            else 0
        end as behind_us,
        work_meanwhile.undecided_us - coalesce(work_ahead.undecided_us, 0) - case
            when coalesce(not last_work.is_known and last_work.start_us > asked.ready_us, false)
                then work_meanwhile.beyond_us
            else 0
        end as undecided_us,
        work_meanwhile.open_us - work_meanwhile.busy_open_us as free_us,
        work_meanwhile.is_told
    from asked
    inner join work_meanwhile
        on asked.ask_n = work_meanwhile.ask_n
    left join work_ahead
        on asked.ask_n = work_ahead.ask_n
    left join worked as last_work
        on work_meanwhile.n_until = last_work.n
),

cut as (
    select
        journey_id,
        seq,
        batching_us,
        ahead_us - behind_us as contention_us,
        busy_us - ahead_us - undecided_us + behind_us as prioritisation_us,
        case when free_us is null then 0 else rest_us - busy_us - free_us end as unavailability_us,
        case when is_told then coalesce(free_us, 0) else 0 end as extraneous_us,
        case when free_us is null and busy_us < rest_us then 'calendar' else 'times' end as unknown_why
    from compared
),

whole as (
    select
        waits.journey_id,
        waits.seq,
        waits.from_activity,
        waits.to_activity,
        waits.from_partner,
        waits.to_partner,
        waits.idle_s,
        waits.is_between_contacts,
        cast(round(waits.idle_s * 1000000) as bigint) as idle_us,
        coalesce(cut.batching_us, 0) as batching_us,
        coalesce(cut.contention_us, 0) as contention_us,
        coalesce(cut.prioritisation_us, 0) as prioritisation_us,
        coalesce(cut.unavailability_us, 0) as unavailability_us,
        coalesce(cut.extraneous_us, 0) as extraneous_us,
        case
            when cut.journey_id is not null then cut.unknown_why
            when enabled.journey_id is not null then 'times'
            else 'worker'
        end as unknown_why
    from waits
    left join cut on waits.journey_id = cut.journey_id and waits.seq = cut.seq
    left join enabled on waits.journey_id = enabled.journey_id and waits.seq + 1 = enabled.seq
)

select
    journey_id,
    seq,
    from_activity,
    to_activity,
    from_partner,
    to_partner,
    idle_s,
    batching_us / 1000000.0 as batching_s,
    contention_us / 1000000.0 as contention_s,
    prioritisation_us / 1000000.0 as prioritisation_s,
    unavailability_us / 1000000.0 as unavailability_s,
    extraneous_us / 1000000.0 as extraneous_s,
    (
        idle_us - batching_us - contention_us - prioritisation_us - unavailability_us - extraneous_us
    ) / 1000000.0 as unknown_s,
    case
        when idle_us > batching_us + contention_us + prioritisation_us + unavailability_us
            + extraneous_us
            then unknown_why
    end as unknown_because,
    is_between_contacts
from whole
order by journey_id, seq
