-- One row per event, journey by journey in its order: what the event log says of it, as text.
-- Times are UTC, with microseconds only where there are any: some programs read three digits.
select
    events.journey_id,
    events.seq,
    journeys.client_id as journey_client,
    journeys.household_id as journey_household,
    journeys.municipality as journey_municipality,
    cast(journeys.closed as varchar) as journey_closed,
    journeys.route_id as journey_route,
    events.activity,
    events.event_id,
    events.partner,
    events.worker,
    events.kind,
    events.domain,
    events.municipality,
    events.team,
    events.regisseur,
    events.regisseur_role,
    events.referred_to,
    events.case_id,
    events.client_id,
    events.household_id,
    events.activity_source,
    events.source,
    events.source_file,
    cast(events.source_row as varchar) as source_row,
    cast(events.rank as varchar) as event_rank,
    events.precision,
    cast(events.cost_eur as varchar) as cost_eur,
    epoch_us(events.started_at) as began,
    case when not events.is_running then epoch_us(events.ended_at) end as ended,
    case when epoch_us(events.started_at) % 1000 = 0
            then strftime(events.started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%g+00:00')
        else strftime(events.started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%f+00:00')
    end as began_text,
    case when epoch_us(events.ended_at) % 1000 = 0
            then strftime(events.ended_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%g+00:00')
        else strftime(events.ended_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%f+00:00')
    end as ended_text
from events
left join journeys on events.journey_id = journeys.journey_id
order by events.journey_id, events.seq
