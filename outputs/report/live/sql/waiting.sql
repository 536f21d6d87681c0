-- One row per view of a kind and item: the steps whose waiting belongs to it, and how long that was.
-- Parameter: kind, of view.
select
    view,
    item,
    count(*) as n,
    count(distinct journey) as n_journeys,
    quantile_cont(idle_s, [0.5, 0.9]) as quantiles_s,
    cast(sum(idle_us) as double) / 1000000 as total_s
from live_items
where kind = $kind and item is not null
group by view, item
order by view, item
