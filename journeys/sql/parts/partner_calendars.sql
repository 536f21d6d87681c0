-- One row per partner of the log that has a working calendar: which one.
-- Definition: its own, else the one that is of every partner; without either there is no row, and
-- nobody can say how long that partner was open.
with partners as (
    select distinct partner
    from events
    where partner is not null
)

select
    partners.partner,
    coalesce(own.calendar, shared.calendar) as calendar
from partners
left join calendars as own on partners.partner = own.partner and own.worker = ''
left join calendars as shared on shared.partner = '' and shared.worker = ''
where coalesce(own.calendar, shared.calendar) is not null
