-- One row per journey that began by as_of: what its events up to then say of it.
-- Definition: as table journeys; where nothing of it is ahead, that very row. closed is was_closed; working_days
-- is null where something is ahead, since no table here counts them anew.
with reached as (
    select
        events.journey_id,
        max(events.ended_at) as ended_at,
        count(*) as n_events,
        count(distinct events.partner) as n_partners,
        count(distinct events.regisseur) as n_regisseurs,
        substr(md5(string_agg(events.activity, ' > ' order by events.seq)), 1, 16) as route_id
    from events
    where events.journey_id in (select journey_id from ahead)
    group by events.journey_id
),

handed as (
    select journey_id, count(*) as n
    from handovers
    where journey_id in (select journey_id from reached)
    group by journey_id
),

waited as (
    select
        journey_id,
        sum(cast(round(idle_s * 1000000) as bigint)) / 1000000.0 as waiting_s,
        sum(case when is_between_contacts then cast(round(idle_s * 1000000) as bigint) else 0 end)
        / 1000000.0 as between_contacts_s
    from waits
    where journey_id in (select journey_id from reached)
    group by journey_id
)

select
    journeys.* replace (
        coalesce(reached.ended_at, journeys.ended_at) as ended_at,
        journeys.was_closed as closed,
        coalesce(reached.n_events, journeys.n_events) as n_events,
        coalesce(reached.n_partners, journeys.n_partners) as n_partners,
        coalesce(reached.n_regisseurs, journeys.n_regisseurs) as n_regisseurs,
        case when reached.journey_id is null then journeys.n_handovers else coalesce(handed.n, 0) end
            as n_handovers,
        case
            when reached.journey_id is null then journeys.duration_s
            else (epoch_us(reached.ended_at) - epoch_us(journeys.started_at)) / 1000000.0
        end as duration_s,
        case
            when reached.journey_id is null then journeys.calendar_days
            else date_diff(
                    'day',
                    cast(journeys.started_at at time zone zone.timezone as date),
                    cast(reached.ended_at at time zone zone.timezone as date)
                )
        end as calendar_days,
        case when reached.journey_id is null then journeys.working_days end as working_days,
        case when reached.journey_id is null then journeys.waiting_s else coalesce(waited.waiting_s, 0) end
            as waiting_s,
        case
            when reached.journey_id is null then journeys.between_contacts_s
            else coalesce(waited.between_contacts_s, 0)
        end as between_contacts_s,
        coalesce(reached.route_id, journeys.route_id) as route_id
    )
from journeys
cross join judged
cross join zone
left join reached on journeys.journey_id = reached.journey_id
left join handed on journeys.journey_id = handed.journey_id
left join waited on journeys.journey_id = waited.journey_id
where journeys.started_at <= judged.as_of
