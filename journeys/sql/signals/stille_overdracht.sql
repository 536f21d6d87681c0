-- One row per handover that is judged silent.
-- Definition: another partner goes on, not in parallel, and nobody wrote down that it was referred to,
-- though the source of who handed over does name referrals (handovers.judgement); value is how long
-- nobody was active in between.
-- needs: referral
-- judges: handovers
-- limit: none
-- unit: days
-- severity: midden
-- version: 2
-- explanation: Op {until} ging de klantreis over van {other} naar {partner}, zonder dat een verwijzing is vastgelegd.
select
    handovers.journey_id,
    spans.household_id,
    handovers.to_partner as partner,
    handovers.from_partner as other,
    handovers.from_at as since,
    handovers.to_at as until,
    handovers.idle_s / 86400 as value,
    rules.bound,
    concat(handovers.journey_id, '|', handovers.from_event_id, '|', handovers.to_event_id) as evidence,
    [handovers.from_event_id, handovers.to_event_id] as event_ids
from handovers
inner join rules on rules.kind = 'stille_overdracht'
inner join spans on handovers.journey_id = spans.journey_id
where handovers.judgement = 'silent'
