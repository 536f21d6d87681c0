-- One row: how many journeys are there in a month, and how many of them move.
select count(*) as n, count(*) filter (where moves) as moving from animated_present
