-- One row per spell: a maximal run of one regisseur among the journey's events that name one.
-- Definition: until_at is the latest end of the spell's regie_einde events; else the next spell's
-- from_at; for the last spell the journey's end. event_id is the spell's first event.
-- Trap: an event that names no regisseur neither ends nor breaks a spell.
-- needs: regisseur
with named as (
    select
        journey_id,
        seq,
        event_id,
        regisseur,
        started_at,
        row_number() over timeline as nth,
        lag(regisseur) over timeline as previous
    from events
    where regisseur is not null
    window timeline as (partition by journey_id order by seq)
),

totals as (
    select journey_id, count(regisseur) as n_named
    from events
    group by journey_id
),

spells as (
    select
        named.journey_id,
        named.seq,
        named.event_id,
        named.regisseur,
        named.started_at as from_at,
        row_number() over spelled as spell,
        lead(named.seq) over spelled as next_seq,
        lead(named.started_at) over spelled as next_from_at,
        coalesce(lead(named.nth) over spelled, totals.n_named + 1) - named.nth as n_events
    from named
    inner join totals on named.journey_id = totals.journey_id
    where named.previous is null or named.previous <> named.regisseur
    window spelled as (partition by named.journey_id order by named.seq)
),

given_up as (
    select spells.journey_id, spells.spell, max(events.ended_at) as ended_at
    from events
    inner join spells
        on events.journey_id = spells.journey_id
        and events.seq >= spells.seq
        and events.seq < coalesce(spells.next_seq, events.seq + 1)
    where events.kind = 'regie_einde' and events.regisseur is not null
    group by spells.journey_id, spells.spell
)

select
    spells.journey_id,
    spells.spell,
    spells.regisseur,
    spells.event_id,
    spells.from_at,
    coalesce(given_up.ended_at, spells.next_from_at, spans.ended_at) as until_at,
    spells.n_events
from spells
inner join spans on spells.journey_id = spans.journey_id
left join given_up on spells.journey_id = given_up.journey_id and spells.spell = given_up.spell
order by spells.journey_id, spells.spell
