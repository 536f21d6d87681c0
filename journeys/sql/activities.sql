-- One row per activity: how often it happened and in how many journeys.
select activity, count(*) as n, count(distinct journey_id) as n_journeys
from events
group by activity
order by n desc, activity
