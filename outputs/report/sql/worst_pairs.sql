-- One row per pair of partners between which journeys waited longest together, ranked.
-- Those of fewer than $smallest journeys are left out. n_places counts all pairs, n_small those with fewer.
select
    from_partner, to_partner, n_journeys, share, is_trend, trend,
    total_days * 86400 as total_s,
    median_days * 86400 as median_s,
    n_places, n_small
from bottlenecks
cross join (
    select
        count(*) as n_places,
        count(*) filter (where n_journeys < $smallest) as n_small
    from bottlenecks
    where place_level = 'partner'
) as all_places
where place_level = 'partner' and n_journeys >= $smallest
order by place_rank, from_partner, to_partner
limit $limit
