-- One row per signal and journey (findings), of the journeys from $low to below $high.
select *
from journey_findings
where journey_id >= $low and journey_id < $high
