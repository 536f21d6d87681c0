-- One row per row of a table that is of a chosen journey.
select * from each_table
where journey_id in (select journey_id from chosen)
