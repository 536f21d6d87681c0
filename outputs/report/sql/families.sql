-- One row: journeys, and the different clients and households that have one.
select
    count(*) as n_journeys,
    count(distinct client_id) as n_clients,
    count(distinct household_id) as n_households
from journeys
