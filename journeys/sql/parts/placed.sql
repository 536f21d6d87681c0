-- One row per event: its place in its journey, and nothing else.
-- Definition: docs/definitions.md, journeys. A journey holds all events of one owner (level); with
-- split_after_s a new one starts at an event that follows so many idle seconds or more.
-- Trap: idle counts from the latest end of all earlier events, not from the previous event's.
-- Kept narrow, since sorting whole events twice costs more than finding them again by their id.
with ordered as (
    select
        event_id,
        owner,
        started_at,
        row_number() over timeline as n,
        max(ended_at) over (timeline rows between unbounded preceding and 1 preceding) as busy_until
    from owned
    window timeline as (
        partition by owner
        order by started_at, rank, ended_at, source, source_file, source_row
    )
),

cut as (
    select
        ordered.event_id,
        ordered.owner,
        ordered.n,
        ordered.n = 1 or coalesce(
            epoch_us(started_at) - epoch_us(busy_until) >= settings.split_after_s * 1000000, false
        ) as is_first
    from ordered
    cross join settings
),

numbered as (
    select
        event_id,
        owner,
        n,
        sum(case when is_first then 1 else 0 end) over so_far as part,
        max(case when is_first then n else 0 end) over so_far as first_n
    from cut
    window so_far as (
        partition by owner order by n rows between unbounded preceding and current row
    )
)

select
    event_id,
    substr(md5(concat(owner, '|', cast(part as varchar))), 1, 20) as journey_id,
    n - first_n + 1 as seq
from numbered
