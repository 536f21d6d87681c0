-- One row per stretch in which nobody is active in a journey; until is null where it still goes on.
-- Definition: the waits but the time between contacts, and after the last event of a journey that is not
-- closed the time since its end, unless somebody is active at as_of, or the source of that event registers
-- no ends: then nobody can tell.
-- Trap: waits has no row for a wait that still goes on. A wait begins when the last busy partner had
-- ended, not at the end of the event before. Whoever is being helped at as_of is not waiting then, even
-- where a later event is known.
with begun as (
    select
        journey_id,
        to_at - to_microseconds(cast(round(idle_s * 1000000) as bigint)) as since,
        to_at as until
    from waits
    where not is_between_contacts
),

ending as (
    select distinct source
    from events
    where is_running or ended_at > started_at
),

lasts as (
    select journey_id, max_by(source, seq) as source
    from events
    group by journey_id
)

select journey_id, since, until
from begun
where since < $as_of
union all
select
    journeys.journey_id,
    journeys.ended_at as since,
    cast(null as timestamptz) as until
from journeys
inner join lasts on journeys.journey_id = lasts.journey_id
inner join ending on lasts.source = ending.source
where not journeys.closed and journeys.ended_at < $as_of
