-- One row per change of regisseur.
-- Definition: a row of regie_changes in layer proces; value counts those of the journey so far. partner is
-- that of the event that first names the new regisseur.
-- needs: regisseur
-- limit: none
-- unit: times
-- severity: laag
-- version: 2
-- explanation: Op {since} kreeg de klantreis een andere regisseur, bij {partner}. Het is wissel nummer {n}.
select
    regie_turns.journey_id,
    spans.household_id,
    regie_turns.to_partner as partner,
    regie_turns.from_partner as other,
    regie_turns."at" as since,
    regie_turns."at" as until,
    cast(regie_turns.spell - 1 as double) as value,
    rules.bound,
    concat(regie_turns.journey_id, '|', regie_turns.event_id) as evidence,
    [regie_turns.from_event_id, regie_turns.event_id] as event_ids
from regie_turns
inner join rules on rules.kind = 'regisseurwissel'
inner join spans on regie_turns.journey_id = spans.journey_id
