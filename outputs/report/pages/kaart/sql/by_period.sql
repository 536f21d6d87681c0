-- One row per view of a kind, item with details, and period: how many waits ended in it, and their median.
-- Parameter: kind, of view.
select
    live_items.view,
    live_items.item,
    live_items.period,
    count(*) as n,
    count(distinct live_items.journey) as n_journeys,
    quantile_cont(live_items.idle_s, 0.5) as median_s
from live_items
inner join live_detailed on live_items.item = live_detailed.item
where live_items.kind = $kind and live_items.idle_s > 0
group by live_items.view, live_items.item, live_items.period
order by live_items.view, live_items.item, live_items.period
