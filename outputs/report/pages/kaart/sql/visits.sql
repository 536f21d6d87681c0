-- One row per view of a kind and place or partner: its events, and of how many journeys; and how many
-- journeys begin and end there.
-- Parameter: kind, of view.
with met as (
    select view, journey, begins, ends, unnest([place_item, partner_item]) as item
    from live_seen_events
    where kind = $kind
)

select
    view,
    item,
    count(*) as n,
    count(distinct journey) as n_journeys,
    count(*) filter (where begins) as n_begin,
    count(*) filter (where ends) as n_end
from met
where item is not null
group by view, item
order by view, item
