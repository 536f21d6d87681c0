-- One row per journey.
-- Definition: duration_s from the first start to the latest end; calendar_days is the difference of
-- the two local dates; working_days counts the working days after the first local date up to and
-- including the last; waiting_s is the sum of idle_s, of which between_contacts_s is time between
-- contacts (waits.is_between_contacts): nobody knows whether that was waiting.
-- was_closed: closed at as_of, whatever is still ahead (past_spans).
-- Trap: the first start is not always the first event's partner's, and the last event in order is
-- not always the one that ends last.
with handed as (
    select journey_id, count(*) as n_handovers
    from handovers
    group by journey_id
),

waited as (
    select
        journey_id,
        sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as waiting_s,
        sum(case when is_between_contacts then cast(round(idle_s * 1000000) as bigint) else 0 end)
        / 1000000.0 as between_contacts_s
    from waits
    group by journey_id
),

dated as (
    select
        spans.*,
        cast(spans.started_at at time zone settings.timezone as date) as first_day,
        cast(spans.ended_at at time zone settings.timezone as date) as last_day
    from spans
    cross join settings
)

select
    dated.journey_id,
    dated.client_id,
    dated.household_id,
    dated.municipality,
    dated.started_at,
    dated.ended_at,
    dated.closed,
    dated.n_events,
    dated.n_partners,
    coalesce(handed.n_handovers, 0) as n_handovers,
    dated.n_regisseurs,
    (epoch_us(dated.ended_at) - epoch_us(dated.started_at)) / 1000000.0 as duration_s,
    datediff('day', dated.first_day, dated.last_day) as calendar_days,
    upto_last.working_day_n - upto_first.working_day_n as working_days,
    coalesce(waited.waiting_s, 0.0) as waiting_s,
    route_texts.route_id,
    coalesce(waited.between_contacts_s, 0.0) as between_contacts_s,
    coalesce(past_spans.closed, false) as was_closed
from dated
inner join calendar as upto_first on dated.first_day = upto_first.day
inner join calendar as upto_last on dated.last_day = upto_last.day
inner join route_texts
    on dated.route_key = route_texts.route_key and dated.n_events = route_texts.n_events
left join past_spans on dated.journey_id = past_spans.journey_id
left join handed on dated.journey_id = handed.journey_id
left join waited on dated.journey_id = waited.journey_id
order by dated.journey_id
