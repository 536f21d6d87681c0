-- One row per pair of activities at partners between which journeys waited longest together.
-- is_return: every wait there runs from a closing to a new melding (docs/definitions.md, bottlenecks); the
-- longest of those and of the others are given, $limit of each. Beside each row, of all places that are
-- returns or are not, as the row is: n_places, and n_large of at least $smallest journeys.
with closing as (
    select distinct events.activity
    from events
    inner join journeys
        on events.journey_id = journeys.journey_id and events.seq = journeys.n_events
    where journeys.closed
),

told_return as (
    select
        waits.from_partner,
        waits.from_activity,
        waits.to_partner,
        waits.to_activity,
        bool_and(
            (closes.kind = 'afsluiting' or closing.activity is not null)
            and opens.kind = 'melding'
        ) as is_return
    from waits
    inner join events as closes on waits.from_event_id = closes.event_id
    inner join events as opens on waits.to_event_id = opens.event_id
    left join closing on waits.from_activity = closing.activity
    group by
        waits.from_partner, waits.from_activity, waits.to_partner, waits.to_activity
),

ranked as (
    select
        places.*,
        is_return,
        count(*) over (partition by is_return) as n_places,
        count(*) filter (where n_journeys >= $smallest) over (partition by is_return)
            as n_large,
        row_number() over (
            partition by is_return, n_journeys >= $smallest
            order by
                place_rank, places.from_partner nulls last, places.from_activity,
                places.to_partner nulls last, places.to_activity
        ) as nth
    from bottlenecks as places
    inner join told_return
        on places.from_partner is not distinct from told_return.from_partner
        and places.from_activity = told_return.from_activity
        and places.to_partner is not distinct from told_return.to_partner
        and places.to_activity = told_return.to_activity
    where place_level = 'activity'
)

select
    from_partner, from_activity, to_partner, to_activity, n_journeys, share, is_trend, trend,
    is_return, n_places, n_large,
    total_days * 86400 as total_s,
    median_days * 86400 as median_s
from ranked
where n_journeys >= $smallest and nth <= $limit
order by is_return, nth
