-- One row per period, the latest $most, in order. Its title is made of its number.
-- Definition: periods as in live_events.
with found as (
    select distinct period from live_events order by period desc limit $most
)

select period as value, cast(null as varchar) as title from found order by period
