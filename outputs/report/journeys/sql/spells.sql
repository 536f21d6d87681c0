-- One row per spell of a regisseur: from the start of its first event, seq; gap is how long nobody held the regie
-- before it (regisseur_changes), null for the first.
select
    part_journeys.place,
    regisseurs.spell,
    part_events.seq,
    regisseurs.regisseur,
    epoch_us(regisseurs.until_at) - epoch_us(regisseurs.from_at) as duration,
    regisseurs.n_events,
    cast(round(regisseur_changes.gap_days * 86400000000) as bigint) as gap
from regisseurs
inner join part_journeys on regisseurs.journey_id = part_journeys.journey_id
inner join part_events on regisseurs.event_id = part_events.event_id
left join regisseur_changes
    on
        regisseurs.journey_id = regisseur_changes.journey_id
        and regisseurs.spell = regisseur_changes.spell
        and regisseur_changes.journey_id >= $low
        and regisseur_changes.journey_id < $high
where regisseurs.journey_id >= $low and regisseurs.journey_id < $high
order by part_journeys.place, regisseurs.spell
