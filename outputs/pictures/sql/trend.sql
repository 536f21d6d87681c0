-- One row per quarter of $first_days: journeys that began, and of those that were closed how they went.
-- Trap: quarters are those of $zone; waiting leaves the time between contacts out.
with periods as (select unnest(cast($first_days as date[])) as first_day),

started as (
    select
        cast(date_trunc('quarter', started_at at time zone $zone) as date) as first_day,
        count(*) as n_started
    from journeys
    group by first_day
),

ended as (
    select
        cast(date_trunc('quarter', ended_at at time zone $zone) as date) as first_day,
        count(*) as n_closed,
        median(duration_s) as median_duration_s,
        median(waiting_s - between_contacts_s) as median_waiting_s,
        avg(n_handovers) as mean_handovers
    from journeys
    where closed
    group by first_day
)

select
    periods.first_day,
    coalesce(n_started, 0) as n_started,
    coalesce(n_closed, 0) as n_closed,
    median_duration_s,
    median_waiting_s,
    mean_handovers
from periods
left join started on periods.first_day = started.first_day
left join ended on periods.first_day = ended.first_day
order by periods.first_day
