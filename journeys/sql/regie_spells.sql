-- One row per spell of one regisseur in one layer of the regie.
-- Definition: as regisseurs, among the journey's events of one layer. until_at is the latest end of the
-- spell's regie_einde events; else the from_at of the layer's next spell; for its last spell the journey's
-- end. role is that of the spell's first event.
-- Trap: events of another layer in between neither end nor break a spell. Without configured roles all is
-- one layer, and these are the spells of regisseurs.
with followed as (
    select
        regie_rows.*,
        lag(regisseur) over (partition by journey_id, layer order by seq) as previous
    from regie_rows
),

numbered as (
    select
        followed.*,
        sum(case when previous = regisseur then 0 else 1 end) over (
            partition by journey_id, layer
            order by seq
            rows between unbounded preceding and current row
        ) as spell
    from followed
),

spells as (
    select
        journey_id,
        layer,
        spell,
        min(seq) as seq,
        min(regisseur) as regisseur,
        min_by(event_id, seq) as event_id,
        min(started_at) as from_at,
        max(given_up_at) as given_up_at,
        count(*) as n_events
    from numbered
    group by journey_id, layer, spell
)

select
    spells.journey_id,
    spells.layer,
    cast(spells.spell as bigint) as spell,
    numbered."role",
    spells.regisseur,
    spells.event_id,
    spells.from_at,
    coalesce(
        spells.given_up_at,
        lead(spells.from_at) over (
            partition by spells.journey_id, spells.layer
            order by spells.spell
        ),
        spans.ended_at
    ) as until_at,
    spells.n_events
from spells
inner join spans on spells.journey_id = spans.journey_id
inner join numbered on spells.journey_id = numbered.journey_id and spells.seq = numbered.seq
order by spells.journey_id, spells.layer, spells.spell
