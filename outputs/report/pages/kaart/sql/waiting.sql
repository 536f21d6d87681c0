-- One row per view of a kind and item: the steps whose waiting belongs to it, those in which was waited,
-- and how long: percentiles over the waits alone, null where nobody waited.
-- Parameter: kind, of view.
select
    view,
    item,
    count(*) as n,
    count(distinct journey) as n_journeys,
    count(*) filter (where idle_s > 0) as n_waits,
    count(distinct journey) filter (where idle_s > 0) as n_waiting_journeys,
    quantile_cont(idle_s, [0.5, 0.9]) filter (where idle_s > 0) as quantiles_s,
    cast(sum(idle_us) as double) / 1000000 as total_s
from live_items
where kind = $kind and item is not null
group by view, item
order by view, item
