-- One row per quarter of $first_days: the journeys that ran in it, and their regie in layer proces.
-- Definition: an open journey runs until its quarter is over; a spell that is the last of an open journey too.
-- gap_s is the time without a regisseur at the changes of the quarter.
-- Trap: quarters are those of $zone; sums go over whole microseconds, so that no order of addition matters.
with periods as (select unnest(cast($first_days as date[])) as first_day),

lasted as (
    select
        cast(date_trunc('quarter', started_at at time zone $zone) as date) as first_quarter,
        case
            when closed then cast(date_trunc('quarter', ended_at at time zone $zone) as date)
        end as last_quarter,
        count(*) as n
    from journeys
    group by first_quarter, last_quarter
),

running as (
    select periods.first_day, cast(sum(lasted.n) as bigint) as n_journeys
    from periods
    inner join lasted
        on first_quarter <= periods.first_day
        and coalesce(last_quarter >= periods.first_day, true)
    group by periods.first_day
),

spells as (
    select
        regie_spells.journey_id,
        regie_spells.regisseur,
        cast(date_trunc('quarter', regie_spells.from_at at time zone $zone) as date) as first_quarter,
        case
            when regie_spells.until_at < journeys.ended_at or journeys.closed
                then cast(date_trunc('quarter', regie_spells.until_at at time zone $zone) as date)
        end as last_quarter
    from regie_spells
    inner join journeys on regie_spells.journey_id = journeys.journey_id
    where regie_spells.layer = 'proces'
),

holders as (
    select distinct periods.first_day, spells.journey_id, spells.regisseur
    from periods
    inner join spells
        on first_quarter <= periods.first_day
        and coalesce(last_quarter >= periods.first_day, true)
),

held as (
    select first_day, count(distinct journey_id) as n_with, count(*) as n_spells
    from holders
    group by first_day
),

changed as (
    select
        cast(date_trunc('quarter', "at" at time zone $zone) as date) as first_day,
        count(*) as n_changes,
        count(distinct journey_id) as n_changed,
        sum(cast(round(gap_days * 86400000000) as bigint)) / 1000000 as gap_s
    from regie_changes
    where layer = 'proces'
    group by first_day
)

select
    periods.first_day,
    coalesce(n_journeys, 0) as n_journeys,
    coalesce(n_with, 0) as n_with,
    coalesce(n_spells, 0) as n_spells,
    coalesce(n_changes, 0) as n_changes,
    coalesce(n_changed, 0) as n_changed,
    coalesce(gap_s, 0) as gap_s
from periods
left join running on periods.first_day = running.first_day
left join held on periods.first_day = held.first_day
left join changed on periods.first_day = changed.first_day
order by periods.first_day
