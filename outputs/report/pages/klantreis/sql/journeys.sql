-- One row per journey of the part: its facts. place is its number in the part, in the order of the pseudonyms.
-- waiting is without the time between contacts, which stands apart. names_regisseur: one of its sources names
-- a regisseur in some event, of this journey or another. n_later and n_longer count its events that begin and
-- that end after as_of.
with naming as (
    select distinct source
    from events
    where regisseur is not null
)

select
    journeys.journey_id,
    row_number() over (order by journeys.journey_id) - 1 as place,
    journeys.client_id as client,
    journeys.household_id as household,
    journeys.municipality,
    epoch_us(journeys.started_at) as started,
    epoch_us(journeys.ended_at) - epoch_us(journeys.started_at) as duration,
    cast(round((journeys.waiting_s - journeys.between_contacts_s) * 1000000) as bigint) as waiting,
    cast(round(journeys.between_contacts_s * 1000000) as bigint) as contacts,
    exists(
        select 1
        from events
        where events.journey_id = journeys.journey_id and events.source in (select source from naming)
    ) as names_regisseur,
    journeys.closed,
    journeys.n_events,
    journeys.n_partners,
    journeys.n_handovers,
    journeys.n_regisseurs,
    journeys.calendar_days,
    journeys.working_days,
    safety.n_incidents,
    safety.status as safety,
    (
        select count(*)
        from ahead
        where ahead.journey_id = journeys.journey_id and ahead.is_later
    ) as n_later,
    (
        select count(*)
        from ahead
        where ahead.journey_id = journeys.journey_id and not ahead.is_later
    ) as n_longer
from journeys
left join safety on journeys.journey_id = safety.journey_id
where journeys.journey_id >= $low and journeys.journey_id < $high
order by journeys.journey_id
