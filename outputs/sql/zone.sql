-- One row: the time zone in which the days of a journey are counted.
select cast($timezone as varchar) as timezone
