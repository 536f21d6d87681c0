-- One row: the time between contacts of all idle time, of how many journeys, and the handovers.
-- share is 0 where nobody was ever idle; sources are those with time between contacts. n_unknown of the
-- n_handovers cannot be judged.
with idle as (
    select
        coalesce(
            sum(idle_s) filter (where is_between_contacts) / nullif(sum(idle_s), 0), 0
        ) as share,
        count(*) filter (where is_between_contacts) as n_contacts,
        count(distinct journey_id) filter (where is_between_contacts) as n_journeys,
        coalesce(
            list(distinct source order by source) filter (where is_between_contacts), []
        ) as sources
    from waits
),

handed as (
    select
        count(*) as n_handovers,
        count(*) filter (where judgement = 'unknown') as n_unknown,
        count(distinct journey_id) filter (where judgement = 'unknown')
            as n_unknown_journeys,
        coalesce(
            list(distinct source order by source) filter (where judgement = 'unknown'), []
        ) as silent_sources
    from handovers
)

select * from idle, handed
