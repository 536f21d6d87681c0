-- One row per journey with an intake: how often the story had to be told.
-- Definition: n_intakes are its events of kind intake, n_again all but the first, n_partners the
-- different partners that held one.
select
    events.journey_id,
    spans.household_id,
    count(*) as n_intakes,
    count(*) - 1 as n_again,
    count(distinct events.partner) as n_partners
from events
inner join spans on events.journey_id = spans.journey_id
where events.kind = 'intake'
group by events.journey_id, spans.household_id
order by events.journey_id
