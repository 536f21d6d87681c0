-- One row per activity: the types of events of an object-centric log.
select distinct activity from events order by activity
