-- One row per spell of one regisseur in one layer of the regie.
-- Definition: the spells of held_spells in a layer. Without configured roles all is one layer, and these are the
-- spells of regisseurs.
select
    journey_id,
    held_as as layer,
    spell,
    "role",
    regisseur,
    event_id,
    from_at,
    until_at,
    n_events
from held_spells
where held_by = 'layer'
order by journey_id, layer, spell
