-- One row per handover that is judged silent.
-- Definition: another partner goes on, not in parallel, and nobody wrote down that it was referred to,
-- though the source of who handed over does name referrals (handovers.judgement); value is how long
-- nobody was active in between.
-- needs: referral
-- judges: handovers
-- limit: none
-- unit: days
-- severity: midden
-- version: 3
-- explanation: Op {until} ging de klantreis over van {other} naar {partner}, zonder dat een verwijzing is vastgelegd.
select
    past_handovers.journey_id,
    spans.household_id,
    past_handovers.to_partner as partner,
    past_handovers.from_partner as other,
    past_handovers.from_at as since,
    past_handovers.to_at as until,
    past_handovers.idle_s / 86400 as value,
    rules.bound,
    concat(
        past_handovers.journey_id, '|', past_handovers.from_event_id, '|', past_handovers.to_event_id
    ) as evidence,
    [past_handovers.from_event_id, past_handovers.to_event_id] as event_ids
from past_handovers
inner join rules on rules.kind = 'stille_overdracht'
inner join spans on past_handovers.journey_id = spans.journey_id
where past_handovers.judgement = 'silent'
