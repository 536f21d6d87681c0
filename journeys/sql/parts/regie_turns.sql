-- One row per wissel in layer proces, with what stands around it: when the earlier one gave up the regie,
-- the first event of each spell, and at which partners those are.
with spells as (
    select
        regie_spells.journey_id,
        regie_spells.spell,
        regie_spells.event_id,
        regie_spells.until_at,
        events.partner
    from regie_spells
    inner join events on regie_spells.event_id = events.event_id
    where
        regie_spells.layer = 'proces'
        and regie_spells.journey_id in (select journey_id from regie_changes)
)

select
    regie_changes.journey_id,
    regie_changes.spell,
    regie_changes."at",
    regie_changes.gap_days,
    regie_changes.event_id,
    later.partner as to_partner,
    earlier.event_id as from_event_id,
    earlier.partner as from_partner,
    least(earlier.until_at, regie_changes."at") as given_up_at
from regie_changes
inner join spells as later
    on regie_changes.journey_id = later.journey_id and regie_changes.spell = later.spell
inner join spells as earlier
    on regie_changes.journey_id = earlier.journey_id
    and regie_changes.spell = earlier.spell + 1
where regie_changes.layer = 'proces'
