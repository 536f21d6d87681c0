-- One row per wissel: another regisseur holds the regie in the same layer.
-- Definition: a spell of regie_spells after the first of its journey and layer. at is its from_at, event_id
-- its first event; gap_days are the days from the earlier spell's until_at to then, at least 0.
-- Trap: where another layer takes over there is no wissel: see rolovergangen.
with followed as (
    select
        journey_id,
        layer,
        spell,
        lag(regisseur) over spells as from_regisseur,
        regisseur as to_regisseur,
        from_at as "at",
        event_id,
        lag(until_at) over spells as given_up_at
    from regie_spells
    window spells as (partition by journey_id, layer order by spell)
)

select
    journey_id,
    layer,
    spell,
    from_regisseur,
    to_regisseur,
    "at",
    event_id,
    greatest(epoch_us("at") - epoch_us(given_up_at), 0) / 86400000000.0 as gap_days
from followed
where spell > 1
order by journey_id, layer, spell
