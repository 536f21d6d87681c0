-- One row per change of regisseur at the same time as a change of partner.
-- Definition: a row of regie_changes in layer proces with a handover of the same journey no more than the
-- limit before or after it; the nearest handover counts, the earlier of two as near. value is the days
-- between the two.
-- needs: partners, regisseur
-- limit: 7 days
-- severity: midden
-- version: 2
-- explanation: Rond {since} kreeg de klantreis een andere regisseur en ging zij ook over van {other} naar {partner}.
with handed as (
    select
        regie_turns.journey_id,
        regie_turns.event_id,
        regie_turns."at" as since,
        rules.bound,
        past_handovers.from_partner,
        past_handovers.to_partner,
        past_handovers.to_event_id,
        abs(epoch_us(regie_turns."at") - epoch_us(past_handovers.to_at)) / 86400000000.0 as value,
        row_number() over (
            partition by regie_turns.journey_id, regie_turns.spell
            order by abs(epoch_us(regie_turns."at") - epoch_us(past_handovers.to_at)), past_handovers.seq
        ) as nth
    from regie_turns
    inner join rules on rules.kind = 'dubbele_wissel'
    inner join past_handovers on regie_turns.journey_id = past_handovers.journey_id
    where
        abs(epoch_us(regie_turns."at") - epoch_us(past_handovers.to_at)) <= rules.bound * 86400000000
)

select
    handed.journey_id,
    spans.household_id,
    handed.to_partner as partner,
    handed.from_partner as other,
    handed.since,
    handed.since as until,
    handed.value,
    handed.bound,
    concat(handed.journey_id, '|', handed.event_id) as evidence,
    case
        when handed.event_id <> handed.to_event_id then [handed.event_id, handed.to_event_id]
        else [handed.event_id]
    end as event_ids
from handed
inner join spans on handed.journey_id = spans.journey_id
where handed.nth = 1
