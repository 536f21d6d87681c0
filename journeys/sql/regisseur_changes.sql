-- One row per spell after a journey's first: the regie went from one regisseur to another.
-- Definition: at is the new spell's from_at and event_id its first event; gap_days are the days
-- from the earlier spell's until_at to then, at least 0.
with followed as (
    select
        journey_id,
        spell,
        lag(regisseur) over spells as from_regisseur,
        regisseur as to_regisseur,
        from_at as "at",
        event_id,
        lag(until_at) over spells as given_up_at
    from regisseurs
    window spells as (partition by journey_id order by spell)
)

select
    journey_id,
    spell,
    from_regisseur,
    to_regisseur,
    "at",
    event_id,
    greatest(epoch_us("at") - epoch_us(given_up_at), 0) / 86400000000.0 as gap_days
from followed
where spell > 1
order by journey_id, spell
