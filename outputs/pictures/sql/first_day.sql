-- One row: the local day on which the first journey began; null without journeys.
select cast(min(started_at) at time zone $zone as date) as day from journeys
