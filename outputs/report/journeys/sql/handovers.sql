-- One row per handover.
select
    part_journeys.place,
    handovers.seq,
    handovers.kind,
    handovers."returns" as is_return,
    handovers.from_partner,
    handovers.to_partner,
    cast(round(handovers.idle_s * 1000000) as bigint) as idle
from handovers
inner join part_journeys on handovers.journey_id = part_journeys.journey_id
where handovers.journey_id >= $low and handovers.journey_id < $high
order by part_journeys.place, handovers.seq
