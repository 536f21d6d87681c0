-- One row per pair of partners between whom journeys were handed over, as partner_flows has it.
select
    from_partner,
    to_partner,
    n,
    n_journeys,
    n_returns,
    cast(round(total_idle_s * 1000000) as bigint) as idle_us,
    median_idle_s
from partner_flows
order by n desc, from_partner, to_partner
