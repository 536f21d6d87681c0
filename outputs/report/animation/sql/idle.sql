-- One row per stretch in which nobody is active in a journey; until is null where it still goes on.
-- Definition: the waits, and after the last event of a journey that is not closed the time since its
-- end, unless somebody is active at as_of.
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
)

select journey_id, since, until
from begun
where since < $as_of
union all
select
    journey_id,
    ended_at as since,
    cast(null as timestamptz) as until
from journeys
where not closed and ended_at < $as_of
