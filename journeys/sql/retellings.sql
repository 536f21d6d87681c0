-- One row per journey with an intake: how often the story had to be told.
-- Definition: n_intakes are its events of kind intake, n_again all but the first, n_partners the
-- different partners that held one.
select
    past_events.journey_id,
    spans.household_id,
    count(*) as n_intakes,
    count(*) - 1 as n_again,
    count(distinct past_events.partner) as n_partners
from past_events
inner join spans on past_events.journey_id = spans.journey_id
where past_events.kind = 'intake'
group by past_events.journey_id, spans.household_id
order by past_events.journey_id
