-- One row per hermelding: the partner had closed the family's case, and there is a new melding.
-- Definition: a row of meldingen with class hermelding, reported within the limit of the ended_at of the
-- partner's latest afsluiting. value is the days between the two.
-- Trap: over journeys: a window over them would miss who came back after the split. What another partner
-- handed over is no hermelding (table meldingen).
-- needs: afsluiting, melding, person
-- limit: 365 days
-- severity: hoog
-- version: 3
-- explanation: Op {until} kwam bij {partner} een nieuwe melding binnen, {value} na de afsluiting daar op {since}.
select
    meldingen.journey_id,
    spans.household_id,
    meldingen.partner,
    meldingen.partner as other,
    meldingen.closed_at as since,
    meldingen.reported_at as until,
    (epoch_us(meldingen.reported_at) - epoch_us(meldingen.closed_at)) / 86400000000.0 as value,
    rules.bound,
    concat(meldingen.journey_id, '|', meldingen.event_id) as evidence,
    [meldingen.closing_event_id, meldingen.event_id] as event_ids
from meldingen
inner join rules on rules.kind = 'hermelding'
inner join spans on meldingen.journey_id = spans.journey_id
where
    meldingen.class = 'hermelding'
    and epoch_us(meldingen.reported_at) - epoch_us(meldingen.closed_at)
    <= rules.bound * 86400000000
