-- One row per view of a kind and item with details: the journeys that waited longest there in all, the
-- longest first, each with how long and on which day the last of its waits ended.
-- Parameters: kind, of view; most, how many journeys.
with waited as (
    select
        live_items.view,
        live_items.item,
        live_items.journey,
        sum(live_items.idle_us) as idle_us,
        max(live_items.day) as day
    from live_items
    inner join live_detailed on live_items.item = live_detailed.item
    where live_items.kind = $kind and live_items.idle_us > 0
    group by live_items.view, live_items.item, live_items.journey
)

select
    view,
    item,
    max(
        { 'idle_us': cast(idle_us as bigint), 'earlier': -journey, 'day': day }, $most
    ) as journeys
from waited
group by view, item
order by view, item
