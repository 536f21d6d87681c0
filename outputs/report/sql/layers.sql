-- One row: whether the regie has layers, and the events and journeys whose role is in none.
-- n_outside counts the events in another layer than proces.
select
    coalesce(cast(sum(n_events) filter (where layer <> 'proces') as bigint), 0)
        as n_outside,
    coalesce(cast(sum(n_events) filter (where not is_known) as bigint), 0) as n_unknown,
    coalesce(max(n_journeys) filter (where not is_known), 0) as n_journeys
from role_layers
