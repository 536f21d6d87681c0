-- One row per pair of partners between which waiting became longer or shorter, and not by chance.
select
    from_partner, to_partner, least(n_journeys_last, n_journeys_before) as n_journeys,
    n_journeys_last, n_journeys_before, trend > 0.5 as is_longer,
    median_last_days * 86400 as median_last_s,
    median_before_days * 86400 as median_before_s
from bottlenecks
where
    place_level = 'partner' and is_trend
    and least(n_journeys_last, n_journeys_before) >= $smallest
order by total_last_days desc, from_partner nulls last, to_partner nulls last
limit $limit
