-- One row: of all events, how many lack something that the figures stand on.
select
    count(*) as n_events,
    count(*) filter (where partner is null) as n_without_partner,
    count(*) filter (where "precision" = 'day') as n_days,
    count(*) filter (where is_running) as n_running,
    count(regisseur) as n_with_regisseur,
    count(referred_to) as n_with_referral,
    count(municipality) as n_with_municipality,
    count(domain) as n_with_domain
from events
