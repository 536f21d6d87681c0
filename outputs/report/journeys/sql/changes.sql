-- One row per change of regisseur, with the time in which nobody held the regie.
select
    part_journeys.place,
    regisseur_changes.spell,
    part_events.seq,
    regisseur_changes.from_regisseur,
    regisseur_changes.to_regisseur,
    epoch_us(regisseur_changes.at) as changed,
    cast(round(regisseur_changes.gap_days * 86400000000) as bigint) as gap
from regisseur_changes
inner join part_journeys on regisseur_changes.journey_id = part_journeys.journey_id
inner join part_events on regisseur_changes.event_id = part_events.event_id
where regisseur_changes.journey_id >= $low and regisseur_changes.journey_id < $high
order by part_journeys.place, regisseur_changes.spell
