-- One row per view, step in it, and item that its waiting belongs to.
select
    kind,
    view,
    journey,
    period,
    day,
    idle_s,
    idle_us,
    wait_class,
    unnest([place_item, move_item, partner_item, pair_item]) as item
from live_seen
