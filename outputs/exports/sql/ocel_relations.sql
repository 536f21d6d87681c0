-- One row per relation between two objects, in the order of source, target and qualifier: what the events
-- say belongs together.
with concerned as (
    select distinct
        events.journey_id,
        events.source,
        events.case_id,
        coalesce(events.client_id, shared_events.client_id) as client_id,
        events.household_id,
        events.partner,
        events.regisseur
    from events
    left join shared_events on events.event_id = shared_events.event_id
),

related as (
    select
        concat('klantreis:', journey_id) as source_id, concat('cliënt:', client_id) as target_id,
        'van' as qualifier
    from concerned
    where client_id is not null
    union all
    select concat('klantreis:', journey_id), concat('huishouden:', household_id), 'van'
    from concerned
    where household_id is not null
    union all
    select concat('klantreis:', journey_id), concat('zaak:', source, ':', case_id), 'omvat'
    from concerned
    where case_id is not null
    union all
    select concat('klantreis:', journey_id), concat('regisseur:', regisseur), 'geregisseerd door'
    from concerned
    where regisseur is not null
    union all
    select concat('cliënt:', client_id), concat('huishouden:', household_id), 'lid van'
    from concerned
    where client_id is not null and household_id is not null
    union all
    select concat('zaak:', source, ':', case_id), concat('cliënt:', client_id), 'van'
    from concerned
    where case_id is not null and client_id is not null
    union all
    select concat('zaak:', source, ':', case_id), concat('partner:', partner), 'bij'
    from concerned
    where case_id is not null and partner is not null
)

select distinct source_id, target_id, qualifier
from related
order by source_id, target_id, qualifier
