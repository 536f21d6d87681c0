-- One row per spell: a maximal run of one regisseur among the journey's events that name one.
-- Definition: until_at is the latest end of the spell's regie_einde events; else the next spell's
-- from_at; for the last spell the journey's end. event_id is the spell's first event.
-- Trap: an event that names no regisseur neither ends nor breaks a spell.
with named as (
    select
        journey_id,
        seq,
        event_id,
        regisseur,
        started_at,
        case when kind = 'regie_einde' then ended_at end as given_up_at,
        lag(regisseur) over (partition by journey_id order by seq) as previous
    from events
    where regisseur is not null
),

numbered as (
    select
        named.*,
        sum(case when previous = regisseur then 0 else 1 end) over (
            partition by journey_id order by seq rows between unbounded preceding and current row
        ) as spell
    from named
),

spells as (
    select
        journey_id,
        spell,
        min_by(event_id, seq) as event_id,
        min_by(regisseur, seq) as regisseur,
        min_by(started_at, seq) as from_at,
        max(given_up_at) as given_up_at,
        count(*) as n_events
    from numbered
    group by journey_id, spell
)

select
    spells.journey_id,
    cast(spells.spell as bigint) as spell,
    spells.regisseur,
    spells.event_id,
    spells.from_at,
    coalesce(
        spells.given_up_at,
        lead(spells.from_at) over (partition by spells.journey_id order by spells.spell),
        spans.ended_at
    ) as until_at,
    spells.n_events
from spells
inner join spans on spells.journey_id = spans.journey_id
order by spells.journey_id, spells.spell
