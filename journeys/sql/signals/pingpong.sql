-- One row per handover straight back: B to A, where the journey's handover before it was A to B.
-- Definition: docs/definitions.md, signals; partner is A, other is B. value is how long B had it.
-- Trap: another handover in between makes it no ping-pong, though it returns.
-- needs: partners
-- limit: none
-- unit: days
-- severity: midden
-- version: 2
-- explanation: Op {since} ging de klantreis van {partner} naar {other}, en op {until} weer terug naar {partner}.
with followed as (
    select
        journey_id,
        from_partner,
        to_partner,
        from_event_id,
        to_event_id,
        to_at,
        lag(from_partner) over timeline as earlier_from,
        lag(to_partner) over timeline as earlier_to,
        lag(to_event_id) over timeline as earlier_event_id,
        lag(to_at) over timeline as earlier_at
    from past_handovers
    window timeline as (partition by journey_id order by seq)
)

select
    followed.journey_id,
    spans.household_id,
    followed.to_partner as partner,
    followed.from_partner as other,
    followed.earlier_at as since,
    followed.to_at as until,
    (epoch_us(followed.to_at) - epoch_us(followed.earlier_at)) / 86400000000.0 as value,
    rules.bound,
    concat(followed.journey_id, '|', followed.earlier_event_id, '|', followed.to_event_id) as evidence,
    [followed.earlier_event_id, followed.to_event_id] as event_ids
from followed
inner join rules on rules.kind = 'pingpong'
inner join spans on followed.journey_id = spans.journey_id
where followed.earlier_from = followed.to_partner and followed.earlier_to = followed.from_partner
