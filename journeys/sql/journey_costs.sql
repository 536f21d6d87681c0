-- One row per journey of which any cost is known.
-- Definition: cost_eur is the sum of its events' costs, to the cent; n_costed says how many of its
-- n_events have one, so that a sum that is no more than a part is seen to be one. nth is 1 for the most
-- expensive journey; equal costs share a number.
-- Trap: sums are taken over whole cents, since the order in which doubles are added matters.
-- needs: cost
with summed as (
    select
        journey_id,
        count(*) as n_costed,
        sum(cast(round(cost_eur * 100) as bigint)) as cost_cents
    from events
    where cost_eur is not null
    group by journey_id
)

select
    summed.journey_id,
    spans.household_id,
    summed.n_costed,
    spans.n_events,
    summed.cost_cents / 100.0 as cost_eur,
    rank() over (order by summed.cost_cents desc) as nth
from summed
inner join spans on summed.journey_id = spans.journey_id
order by nth, summed.journey_id
