-- One row per norm: the checks of each verdict, and in how many journeys (j_) they are.
-- Definition: table norm_checks.
select
    norm,
    count(distinct journey_id) as n_journeys,
    count(*) filter (where verdict = 'met') as met,
    count(distinct journey_id) filter (where verdict = 'met') as j_met,
    count(*) filter (where verdict = 'exceeded') as exceeded,
    count(distinct journey_id) filter (where verdict = 'exceeded') as j_exceeded,
    count(*) filter (where verdict = 'running') as running,
    count(distinct journey_id) filter (where verdict = 'running') as j_running,
    count(*) filter (where verdict = 'running_over') as running_over,
    count(distinct journey_id) filter (where verdict = 'running_over') as j_running_over
from norm_checks
group by norm
order by count(*) desc, norm
