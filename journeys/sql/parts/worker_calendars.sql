-- One row per worker whose working hours are known: by which calendar.
-- Definition: at each partner that the worker's events name, the worker's own calendar there, else the
-- worker's own anywhere, else the partner's, else that of every partner; one for all these partners.
-- Trap: a worker whose partners go by different calendars has none: nothing is guessed.
with places as (
    select distinct worker, worker_n, coalesce(partner, '') as partner
    from enabled
),

found as (
    select
        places.worker_n,
        coalesce(
            there.calendar,
            anywhere.calendar,
            at_partner.calendar,
            case when places.partner <> '' then shared.calendar end
        ) as calendar
    from places
    left join calendars as there on places.partner = there.partner and places.worker = there.worker
    left join (select worker, calendar from calendars where partner = '') as anywhere
        on places.worker = anywhere.worker
    left join (select partner, calendar from calendars where worker = '' and partner <> '') as at_partner
        on places.partner = at_partner.partner
    left join (select calendar from calendars where worker = '' and partner = '') as shared on true
)

select worker_n, min(calendar) as calendar
from found
group by worker_n
having min(calendar) = max(calendar) and count(calendar) = count(*)
