-- One row per change of regisseur, with what stands around it: when the earlier one gave up the regie,
-- the first event of each spell, and at which partners those are.
with spells as (
    select
        regisseurs.journey_id,
        regisseurs.spell,
        regisseurs.event_id,
        regisseurs.until_at,
        events.partner
    from regisseurs
    inner join events on regisseurs.event_id = events.event_id
    where regisseurs.journey_id in (select journey_id from regisseur_changes)
)

select
    regisseur_changes.journey_id,
    regisseur_changes.spell,
    regisseur_changes."at",
    regisseur_changes.gap_days,
    regisseur_changes.event_id,
    later.partner as to_partner,
    earlier.event_id as from_event_id,
    earlier.partner as from_partner,
    least(earlier.until_at, regisseur_changes."at") as given_up_at
from regisseur_changes
inner join spells as later
    on regisseur_changes.journey_id = later.journey_id and regisseur_changes.spell = later.spell
inner join spells as earlier
    on regisseur_changes.journey_id = earlier.journey_id
    and regisseur_changes.spell = earlier.spell + 1
