-- One row per row of a table that is of an event of a chosen journey.
select * from each_table
where
    event_id in (
        select event_id from whole_events where journey_id in (select journey_id from chosen)
    )
