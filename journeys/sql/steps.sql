-- One row per event but the last of each journey: the step from it to the next.
-- Definition: idle_s is the time from the latest end so far to the next start, at least 0; parallel
-- says that the next starts before that end. known_partner is the partner of the latest event up to
-- here that has one, known_source the source of that event; source that of from_event.
-- is_between_contacts: both events are at one partner (or of one source that names none), and that source
-- registers no ends (as source_inputs has it): whether nobody was active in between, such a source cannot
-- tell. Where an event says it itself, it can: after a turn (turns: a melding, a referral, a decision, a
-- closing …) nobody helps yet or any more, and before an event of kind start nobody did.
-- Trap: idle from the previous event's own end would call overlapping help a wait.
with looked as (
    select
        journey_id,
        seq,
        event_id as from_event_id,
        lead(event_id) over timeline as to_event_id,
        activity as from_activity,
        lead(activity) over timeline as to_activity,
        partner as from_partner,
        source,
        lead(source) over timeline as next_source,
        is_turn,
        lead(kind) over timeline as next_kind,
        lead(partner) over timeline as to_partner,
        last_value(partner ignore nulls) over (
            timeline rows between unbounded preceding and current row
        ) as known_partner,
        last_value(case when partner is not null then source end ignore nulls) over (
            timeline rows between unbounded preceding and current row
        ) as known_source,
        ended_at as from_at,
        lead(started_at) over timeline as to_at,
        max(ended_at) over (
            timeline rows between unbounded preceding and current row
        ) as busy_until
    from turns
    window timeline as (partition by journey_id order by seq)
),

ending as (
    select distinct source
    from events
    where is_running or ended_at > started_at
)

select
    looked.journey_id,
    looked.seq,
    looked.from_event_id,
    looked.to_event_id,
    looked.from_activity,
    looked.to_activity,
    looked.from_partner,
    looked.to_partner,
    looked.known_partner,
    looked.from_at,
    looked.to_at,
    greatest(epoch_us(looked.to_at) - epoch_us(looked.busy_until), 0) / 1000000.0 as idle_s,
    looked.to_at < looked.busy_until as parallel,
    looked.source,
    looked.known_source,
    ending.source is null
    and not looked.is_turn
    and looked.next_kind <> 'start'
    and case
        when looked.from_partner is null
            then looked.to_partner is null and looked.source = looked.next_source
        else coalesce(looked.from_partner = looked.to_partner, false)
    end as is_between_contacts
from looked
left join ending on looked.source = ending.source
where looked.to_event_id is not null
order by looked.journey_id, looked.seq
