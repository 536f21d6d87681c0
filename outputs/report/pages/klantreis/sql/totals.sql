-- One row: how many journeys there are, and how many of them have a signal.
select
    (select count(*) from journeys) as n_journeys,
    (select count(distinct journey_id) from journey_findings) as n_with_signals
