-- One row per row of a table that is of a chosen journey, or of no journey and of the household of a chosen one.
select * from each_table
where
    journey_id in (select journey_id from chosen)
    or (
        journey_id is null
        and household_id in (
            select household_id from whole_journeys where journey_id in (select journey_id from chosen)
        )
    )
