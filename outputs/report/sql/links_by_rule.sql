-- One row per rule: the cases whose client was recognised by it, of how many, and the mean probability.
-- n_journeys counts the clients: one has one journey or more.
select
    rule,
    count(*) as n,
    count(distinct client_id) as n_journeys,
    count(*) / sum(count(*)) over () as share,
    avg(probability) as mean_probability
from links
group by rule
order by n desc, rule
