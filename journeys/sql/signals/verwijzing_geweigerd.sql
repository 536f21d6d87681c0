-- One row per referral that was refused.
-- Definition: outcome refused: the first event at that partner afterwards is a weigering.
-- needs: referral, weigering
-- limit: none
-- unit: days
-- severity: midden
-- version: 2
-- explanation: {other} verwees op {since} naar {partner}. {partner} weigerde op {until}.
select
    past_referrals.journey_id,
    spans.household_id,
    past_referrals.to_partner as partner,
    past_referrals.from_partner as other,
    past_referrals.sent_at as since,
    past_referrals.answered_at as until,
    past_referrals.wait_s / 86400 as value,
    rules.bound,
    concat(
        past_referrals.journey_id, '|', past_referrals.event_id, '|', past_referrals.answer_event_id
    ) as evidence,
    [past_referrals.event_id, past_referrals.answer_event_id] as event_ids
from past_referrals
inner join rules on rules.kind = 'verwijzing_geweigerd'
inner join spans on past_referrals.journey_id = spans.journey_id
where past_referrals.outcome = 'refused'
