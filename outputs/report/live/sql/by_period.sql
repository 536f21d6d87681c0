-- One row per view of a kind, item and period: how many steps, and the median of their waiting. Of
-- items without details only what the trend compares.
-- Parameters: kind, of view; last_period, the later of the two that are compared.
select
    live_items.view,
    live_items.item,
    live_items.period,
    count(*) as n,
    count(distinct live_items.journey) as n_journeys,
    quantile_cont(live_items.idle_s, 0.5) as median_s
from live_items
left join live_detailed on live_items.item = live_detailed.item
where
    live_items.kind = $kind
    and live_items.item is not null
    and (
        live_detailed.item is not null
        or live_items.period in ($last_period, $last_period - 1)
    )
group by live_items.view, live_items.item, live_items.period
order by live_items.view, live_items.item, live_items.period
