-- One row per object that an event concerns, in the order of object_id. An id begins with its type, so that
-- no two objects of an object-centric log share one.
with named as (
    select
        'klantreis' as object_type, concat('klantreis:', journey_id) as object_id, journey_id,
        cast(null as varchar) as source, cast(null as varchar) as name
    from journeys
    union all
    select distinct 'cliënt', concat('cliënt:', client_id), null, null, null
    from (select client_id from events union all select client_id from shared_events) as clients
    where client_id is not null
    union all
    select distinct 'huishouden', concat('huishouden:', household_id), null, null, null
    from events
    where household_id is not null
    union all
    select distinct 'zaak', concat('zaak:', source, ':', case_id), null, source, null
    from events
    where case_id is not null
    union all
    select distinct 'regisseur', concat('regisseur:', regisseur), null, null, null
    from events
    where regisseur is not null
    union all
    select distinct 'partner', concat('partner:', partner), null, null, partner
    from (select partner from events union all select referred_to from events) as partners
    where partner is not null
)

select
    named.object_id,
    named.object_type,
    named.name,
    named.source,
    journeys.municipality,
    strftime(journeys.started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as started_at,
    strftime(journeys.ended_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as ended_at,
    journeys.closed,
    journeys.n_events,
    journeys.duration_s,
    journeys.waiting_s
from named
left join journeys on named.journey_id = journeys.journey_id
order by named.object_id
