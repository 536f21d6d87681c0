-- One row per view of a kind, item with details and class of waiting: how many steps.
-- Parameter: kind, of view.
select
    live_items.view,
    live_items.item,
    live_items.wait_class,
    count(*) as n,
    count(distinct live_items.journey) as n_journeys
from live_items
inner join live_detailed on live_items.item = live_detailed.item
where live_items.kind = $kind and live_items.wait_class is not null
group by live_items.view, live_items.item, live_items.wait_class
order by live_items.view, live_items.item, live_items.wait_class
