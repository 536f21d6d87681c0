-- One row per spell of a regisseur in a layer of the regie: from the start of its first event, seq; gap is how
-- long nobody held that layer before it (regie_changes), null for the layer's first.
select
    part_journeys.place,
    regie_spells.layer,
    part_events.seq,
    regie_spells.regisseur,
    epoch_us(regie_spells.until_at) - epoch_us(regie_spells.from_at) as duration,
    regie_spells.n_events,
    cast(round(regie_changes.gap_days * 86400000000) as bigint) as gap
from regie_spells
inner join part_journeys on regie_spells.journey_id = part_journeys.journey_id
inner join part_events on regie_spells.event_id = part_events.event_id
left join regie_changes
    on
    regie_spells.journey_id = regie_changes.journey_id
    and regie_spells.layer = regie_changes.layer
    and regie_spells.spell = regie_changes.spell
    and regie_changes.journey_id >= $low
    and regie_changes.journey_id < $high
where regie_spells.journey_id >= $low and regie_spells.journey_id < $high
order by
    part_journeys.place,
    list_position(['proces', 'casus', 'gedwongen', 'contact', 'onbekend'], regie_spells.layer),
    regie_spells.spell
