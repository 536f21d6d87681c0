-- One row per change of regisseur with the limit or more between the two.
-- Definition: a row of regie_changes in layer proces whose gap_days is the limit or more.
-- needs: regisseur
-- limit: 7 days
-- severity: hoog
-- version: 2
-- explanation: Van {since} tot {until} ({value}) had niemand de regie. De grens is {limit}.
select
    regie_turns.journey_id,
    spans.household_id,
    regie_turns.to_partner as partner,
    regie_turns.from_partner as other,
    regie_turns.given_up_at as since,
    regie_turns."at" as until,
    regie_turns.gap_days as value,
    rules.bound,
    concat(regie_turns.journey_id, '|', regie_turns.event_id) as evidence,
    [regie_turns.from_event_id, regie_turns.event_id] as event_ids
from regie_turns
inner join rules on rules.kind = 'regie_gat'
inner join spans on regie_turns.journey_id = spans.journey_id
where regie_turns.gap_days >= rules.bound
