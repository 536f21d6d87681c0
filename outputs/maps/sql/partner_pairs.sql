-- One row per pair of partners between whom journeys were handed over, those with most handovers first.
select from_partner, to_partner, n, n_journeys, n_returns, n_waits, n_wait_journeys, wait_us, median_wait_s
from pair_waits
order by n desc, from_partner, to_partner
