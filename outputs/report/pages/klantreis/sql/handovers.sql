-- One row per handover; how long nobody was active stands with the waits, under the same seq.
select
    part_journeys.place,
    handovers.seq,
    handovers.judgement as kind,
    handovers."returns" as is_return,
    handovers.from_partner,
    handovers.to_partner
from handovers
inner join part_journeys on handovers.journey_id = part_journeys.journey_id
where handovers.journey_id >= $low and handovers.journey_id < $high
order by part_journeys.place, handovers.seq
