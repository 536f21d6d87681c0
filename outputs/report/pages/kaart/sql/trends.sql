-- One row per move and per pair of partners of which both of the last periods hold enough journeys.
-- Definition: table bottlenecks; sign is 1 where waiting became longer, -1 shorter, 0 where it may be chance.
select
    from_partner, from_activity, to_partner, to_activity,
    case when not is_trend then 0 when trend > 0.5 then 1 else -1 end as sign,
    median_last_days * 86400 as median_last_s,
    median_before_days * 86400 as median_before_s,
    least(n_journeys_last, n_journeys_before) as n_journeys
from bottlenecks
where is_compared
