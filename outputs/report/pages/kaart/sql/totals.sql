-- One row per view of a kind: how much there is in all, and how many steps the page does not tell apart.
-- Parameter: kind, of view.
with busy as (
    select
        view, count(*) as n_events, count(distinct journey) as n_journeys,
        count(*) filter (where place_item is null) as n_untold_events
    from live_seen_events
    where kind = $kind
    group by view
),

stepped as (
    select
        view, count(*) as n_steps, sum(idle_us) as idle_us,
        count(*) filter (where move_item is null) as n_untold_steps
    from live_seen
    where kind = $kind
    group by view
)

select
    busy.view,
    busy.n_journeys,
    busy.n_events,
    busy.n_untold_events,
    coalesce(stepped.n_steps, 0) as n_steps,
    coalesce(stepped.n_untold_steps, 0) as n_untold_steps,
    cast(coalesce(stepped.idle_us, 0) as double) / 1000000 as idle_s
from busy
left join stepped on busy.view = stepped.view
order by busy.view
