-- One row per domain, those of most journeys first; $most at most.
select domain as value, domain as title
from events
where domain is not null
group by domain
order by count(distinct journey_id) desc, domain
limit $most
