-- One row per team and its partner, the longest waited for first: its journeys, waits and signals.
-- Definition: a wait counts at the team of the event that ends it, a signal at each team of an event that shows it.
-- Trap: waits leave the time between contacts out; sums go over whole microseconds.
with teams as (
    select team, partner, count(distinct journey_id) as n_journeys
    from events
    where team is not null
    group by team, partner
),

waited as (
    select
        events.team,
        events.partner,
        count(*) as n_waits,
        median(waits.idle_s) as median_s,
        sum(cast(round(waits.idle_s * 1000000) as bigint)) / 1000000 as total_s
    from waits
    inner join events
        on waits.to_event_id = events.event_id and not waits.is_between_contacts
    where events.team is not null
    group by events.team, events.partner
),

signalled as (
    select
        events.team,
        events.partner,
        count(distinct signals.signal_id) as n_signals,
        count(distinct signals.signal_id) filter (where severity = 'hoog') as n_grave
    from signals
    inner join signal_sources on signals.signal_id = signal_sources.signal_id
    inner join events on signal_sources.event_id = events.event_id
    where events.team is not null
    group by events.team, events.partner
)

select
    teams.team,
    teams.partner,
    teams.n_journeys,
    coalesce(n_waits, 0) as n_waits,
    median_s,
    coalesce(total_s, 0) as total_s,
    coalesce(n_signals, 0) as n_signals,
    coalesce(n_grave, 0) as n_grave
from teams
left join waited
    on teams.team = waited.team and teams.partner is not distinct from waited.partner
left join signalled
    on teams.team = signalled.team and teams.partner is not distinct from signalled.partner
order by total_s desc, teams.team, teams.partner
