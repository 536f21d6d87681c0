-- One row: the moment from which the data is judged, and the source and file that it comes from.
-- Definition: the configured as_of (then no source and no file), else the latest time that is not later
-- than the moment at which its file was first read, so that a typing error sets nothing; where every time
-- is later, that moment itself; null without records.
-- What is running has no end yet, so only its start counts.
-- Trap: a file of which that moment is not known has no limit.
with limited as (
    select
        records.source,
        records.source_file,
        max(
            case when coalesce(records.started_at <= readings.read_at, true) then records.started_at end
        ) as started_at,
        max(
            case when coalesce(records.ended_at <= readings.read_at, true) then records.ended_at end
        ) as ended_at,
        max(readings.read_at) as read_at
    from records
    left join readings
        on records.source = readings.source and records.source_file = readings.source_file
    group by records.source, records.source_file
),

latest as (
    select
        source,
        source_file,
        case
            when started_at is null then read_at
            when ended_at > started_at then ended_at
            else started_at
        end as latest_at,
        started_at is not null as is_seen
    from limited
),

chosen as (
    select
        latest_at,
        source,
        source_file,
        row_number() over (order by is_seen desc, latest_at desc, source, source_file) as place
    from latest
)

select
    coalesce(settings.as_of, chosen.latest_at) as as_of,
    case when settings.as_of is null then chosen.source end as as_of_source,
    case when settings.as_of is null then chosen.source_file end as as_of_file
from settings
left join chosen on chosen.place = 1
