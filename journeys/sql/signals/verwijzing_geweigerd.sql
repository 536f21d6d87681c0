-- One row per referral that was refused.
-- Definition: outcome refused: the first event at that partner afterwards is a weigering.
-- needs: referral, weigering
-- limit: none
-- unit: days
-- severity: midden
-- version: 1
-- explanation: {other} verwees op {since} naar {partner}. {partner} weigerde op {until}.
select
    referrals.journey_id,
    spans.household_id,
    referrals.to_partner as partner,
    referrals.from_partner as other,
    referrals.sent_at as since,
    referrals.answered_at as until,
    referrals.wait_s / 86400 as value,
    rules.bound,
    concat(referrals.journey_id, '|', referrals.event_id, '|', referrals.answer_event_id) as evidence,
    [referrals.event_id, referrals.answer_event_id] as event_ids
from referrals
inner join rules on rules.kind = 'verwijzing_geweigerd'
inner join spans on referrals.journey_id = spans.journey_id
where referrals.outcome = 'refused'
