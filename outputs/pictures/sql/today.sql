-- One row: the local date from which the run is judged; null without data.
select cast(as_of at time zone $zone as date) as today from judged
