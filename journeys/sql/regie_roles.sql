-- One row per spell in one role: procesregisseur, casusregisseur, ICR, MDA++ … each apart.
-- Definition: the spells of held_spells in a role; rows that name no role are a role of their own (null).
select
    journey_id,
    nullif(held_as, '') as regisseur_role,
    spell,
    regisseur,
    event_id,
    from_at,
    until_at,
    n_events
from held_spells
where held_by = 'role'
order by journey_id, regisseur_role, spell
