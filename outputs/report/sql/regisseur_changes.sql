-- One row: the changes of regisseur in layer proces, and in how many journeys they were.
select count(*) as n_changes, count(distinct journey_id) as n_journeys
from regie_changes
where layer = 'proces'
