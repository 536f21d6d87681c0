-- One row per pair of partners between whom journeys were handed over, those with most handovers first.
-- Definition: as pair_waits; total_wait_s is wait_us in seconds.
select
    from_partner, to_partner, n, n_journeys, n_returns, n_waits, n_wait_journeys, median_wait_s,
    cast(wait_us as double) / 1000000 as total_wait_s,
    wait_us
from pair_waits
order by n desc, from_partner, to_partner
