-- One row per municipality, those of most journeys first; $most at most.
select municipality as value, municipality as title
from live_journeys
where municipality is not null
group by municipality
order by count(*) desc, municipality
limit $most
