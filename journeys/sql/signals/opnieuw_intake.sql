-- One row per event of kind intake after the journey's first intake.
-- Definition: in the order of the journey; value says which intake of the journey it is: 2, 3 …
-- needs: intake
-- limit: none
-- unit: times
-- severity: laag
-- version: 2
-- explanation: Op {since} was er bij {partner} opnieuw een intake: nummer {n} van deze klantreis.
with intakes as (
    select
        journey_id,
        event_id,
        partner,
        started_at,
        ended_at,
        row_number() over timeline as nth,
        first_value(event_id) over timeline as first_event_id,
        lag(partner) over timeline as earlier_partner
    from past_events
    where kind = 'intake'
    window timeline as (partition by journey_id order by seq)
)

select
    intakes.journey_id,
    spans.household_id,
    intakes.partner,
    intakes.earlier_partner as other,
    intakes.started_at as since,
    intakes.ended_at as until,
    cast(intakes.nth as double) as value,
    rules.bound,
    concat(intakes.journey_id, '|', intakes.event_id) as evidence,
    [intakes.first_event_id, intakes.event_id] as event_ids
from intakes
inner join rules on rules.kind = 'opnieuw_intake'
inner join spans on intakes.journey_id = spans.journey_id
where intakes.nth > 1
