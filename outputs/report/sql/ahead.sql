-- One row: the events that begin or end after as_of, of how many journeys, and as_of.
select count(*) as n, count(distinct journey_id) as n_journeys, any_value(as_of) as as_of
from ahead
cross join judged
