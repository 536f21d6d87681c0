-- One row per local month in which an event starts, up to as_of; the latest ones first.
-- Definition: the month of the local date on which the event starts.
select distinct date_trunc('month', cast(started_at at time zone $timezone as date)) as month
from events
where started_at <= $as_of
order by month desc
limit $most_months
