-- One row per wait, with the causes of its length.
select
    part_journeys.place,
    waits.seq,
    waits.is_between_contacts as between_contacts,
    cast(round(waits.idle_s * 1000000) as bigint) as idle,
    cast(round(waiting_causes.unknown_s * 1000000) as bigint) as unknown,
    waiting_causes.unknown_because as because,
    cast(round(waiting_causes.batching_s * 1000000) as bigint) as batching,
    cast(round(waiting_causes.contention_s * 1000000) as bigint) as contention,
    cast(round(waiting_causes.prioritisation_s * 1000000) as bigint) as prioritisation,
    cast(round(waiting_causes.unavailability_s * 1000000) as bigint) as unavailability,
    cast(round(waiting_causes.extraneous_s * 1000000) as bigint) as extraneous
from waits
inner join part_journeys on waits.journey_id = part_journeys.journey_id
left join waiting_causes
    on
    waits.journey_id = waiting_causes.journey_id
    and waits.seq = waiting_causes.seq
    and waiting_causes.journey_id >= $low
    and waiting_causes.journey_id < $high
where waits.journey_id >= $low and waits.journey_id < $high
order by part_journeys.place, waits.seq
