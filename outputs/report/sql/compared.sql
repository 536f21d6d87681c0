-- One row: of how many pairs of partners both of the last two periods hold enough journeys to compare.
select count(*) as n from bottlenecks where place_level = 'partner' and is_compared
