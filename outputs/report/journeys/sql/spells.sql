-- One row per spell of a regisseur; seq is that of its first event.
select
    part_journeys.place,
    regisseurs.spell,
    part_events.seq,
    regisseurs.regisseur,
    epoch_us(regisseurs.from_at) as started,
    epoch_us(regisseurs.until_at) - epoch_us(regisseurs.from_at) as duration,
    regisseurs.n_events
from regisseurs
inner join part_journeys on regisseurs.journey_id = part_journeys.journey_id
inner join part_events on regisseurs.event_id = part_events.event_id
where regisseurs.journey_id >= $low and regisseurs.journey_id < $high
order by part_journeys.place, regisseurs.spell
