-- One row per step of a resident or of the resident's network beside a journey; it is in none of its events. term
-- is how the source wrote the activity, where that differs.
select
    part_journeys.place,
    epoch_us(resident_steps.started_at) as started,
    epoch_us(resident_steps.ended_at) - epoch_us(resident_steps.started_at) as duration,
    resident_steps.activity,
    case
        when resident_steps.activity_source <> resident_steps.activity
            then resident_steps.activity_source
    end as term,
    resident_steps.kind,
    resident_steps.actor,
    resident_steps.partner,
    resident_steps.is_running as running,
    resident_steps.precision,
    resident_steps.source,
    resident_steps.source_file as file,
    resident_steps.source_row as "row"
from resident_steps
inner join part_journeys on resident_steps.journey_id = part_journeys.journey_id
where resident_steps.journey_id >= $low and resident_steps.journey_id < $high
order by part_journeys.place, resident_steps.seq
