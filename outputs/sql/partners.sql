-- One row per partner: in how many journeys it was active.
select partner, count(*) as n, count(distinct journey_id) as n_journeys
from events
where partner is not null
group by partner
order by n_journeys desc, partner
