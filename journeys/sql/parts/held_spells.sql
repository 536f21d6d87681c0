-- One row per spell of one regisseur, told in two ways (held_by): in one layer of the regie, and in one role as it
-- is written ('' where the row names none).
-- Definition: as regisseurs, among the journey's events of that layer or role (held_as). until_at is the latest
-- end of the spell's regie_einde events; else the from_at of the next spell; for the last spell the journey's end
-- (past_spans). role is that of the spell's first event. What begins after as_of begins no spell.
-- Trap: events of another layer or role in between neither end nor break a spell.
with named as (
    select
        regie_rows.journey_id,
        regie_rows.layer,
        coalesce(regie_rows.regisseur_role, '') as regisseur_role,
        regie_rows.seq,
        regie_rows."role",
        regie_rows.regisseur,
        regie_rows.event_id,
        regie_rows.started_at,
        case
            when regie_rows.given_up_at > judged.as_of then judged.as_of
            else regie_rows.given_up_at
        end as given_up_at
    from regie_rows
    cross join judged
    where regie_rows.started_at <= judged.as_of
),

held as (
    select named.*, 'layer' as held_by, layer as held_as
    from named
    union all
    select named.*, 'role' as held_by, regisseur_role as held_as
    from named
),

followed as (
    select
        held.*,
        lag(regisseur) over (partition by journey_id, held_by, held_as order by seq) as previous
    from held
),

numbered as (
    select
        followed.*,
        sum(case when previous = regisseur then 0 else 1 end) over (
            partition by journey_id, held_by, held_as
            order by seq
            rows between unbounded preceding and current row
        ) as spell
    from followed
),

spells as (
    select
        journey_id,
        held_by,
        held_as,
        spell,
        min(seq) as seq,
        max(given_up_at) as given_up_at,
        count(*) as n_events
    from numbered
    group by journey_id, held_by, held_as, spell
)

select
    spells.journey_id,
    spells.held_by,
    spells.held_as,
    cast(spells.spell as bigint) as spell,
    firsts."role",
    firsts.regisseur,
    firsts.event_id,
    firsts.started_at as from_at,
    coalesce(
        spells.given_up_at,
        lead(firsts.started_at) over (
            partition by spells.journey_id, spells.held_by, spells.held_as
            order by spells.spell
        ),
        past_spans.ended_at
    ) as until_at,
    spells.n_events
from spells
inner join past_spans on spells.journey_id = past_spans.journey_id
inner join numbered as firsts
    on spells.journey_id = firsts.journey_id
    and spells.held_by = firsts.held_by
    and spells.held_as = firsts.held_as
    and spells.seq = firsts.seq
