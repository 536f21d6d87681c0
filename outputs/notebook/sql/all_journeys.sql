-- One row per journey of the run.
select journey_id from whole_journeys
