-- One row per event: its place and partner as items (see live.facts), and the local period and day
-- (counted from 1970) in which it started. A place that the page does not tell apart is null.
-- Parameters: timezone; months, the length of a period.
with dated as (
    select
        journey_id,
        seq,
        event_id,
        partner,
        activity,
        cast(started_at at time zone $timezone as date) as day,
        max(seq) over (partition by journey_id) as last_seq
    from events
)

select
    live_journeys.journey,
    cast(dated.seq as integer) as seq,
    dated.event_id,
    live_places.item as place_item,
    live_partners.item as partner_item,
    dated.seq = 1 as begins,
    dated.seq = dated.last_seq as ends,
    cast((year(dated.day) * 12 + month(dated.day) - 1) // $months as integer) as period,
    cast(dated.day - date '1970-01-01' as integer) as day
from dated
inner join live_journeys on dated.journey_id = live_journeys.journey_id
inner join live_partners on dated.partner is not distinct from live_partners.partner
left join live_places
    on dated.partner is not distinct from live_places.partner
    and dated.activity is not distinct from live_places.activity
