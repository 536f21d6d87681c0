-- One row per spell of one regisseur in one layer of the regie.
-- Definition: as regisseurs, among the journey's events of one layer. until_at is the latest end of the
-- spell's regie_einde events; else the from_at of the layer's next spell; for its last spell the journey's
-- end (past_spans). role is that of the spell's first event. What begins after as_of begins no spell.
-- Trap: events of another layer in between neither end nor break a spell. Without configured roles all is
-- one layer, and these are the spells of regisseurs.
with followed as (
    select
        regie_rows.journey_id,
        regie_rows.layer,
        regie_rows.seq,
        regie_rows."role",
        regie_rows.regisseur,
        regie_rows.event_id,
        regie_rows.started_at,
        case
            when regie_rows.given_up_at > judged.as_of then judged.as_of
            else regie_rows.given_up_at
        end as given_up_at,
        lag(regie_rows.regisseur) over (
            partition by regie_rows.journey_id, regie_rows.layer
            order by regie_rows.seq
        ) as previous
    from regie_rows
    cross join judged
    where regie_rows.started_at <= judged.as_of
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
        past_spans.ended_at
    ) as until_at,
    spells.n_events
from spells
inner join past_spans on spells.journey_id = past_spans.journey_id
inner join numbered on spells.journey_id = numbered.journey_id and spells.seq = numbered.seq
order by spells.journey_id, spells.layer, spells.spell
