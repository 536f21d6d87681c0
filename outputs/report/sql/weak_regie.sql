-- One row per partner whose event brought in another regisseur: how often, and with a gap.
select
    events.partner,
    count(*) as n_changes,
    count(distinct changes.journey_id) as n_journeys,
    count(*) filter (where changes.gap_days > 0) as n_gaps,
    count(distinct changes.journey_id) filter (where changes.gap_days > 0)
        as n_gap_journeys,
    percentile_cont(0.5) within group (order by changes.gap_days)
    filter (where changes.gap_days > 0) * 86400 as median_gap_s
from regie_changes as changes
inner join events
    on changes.journey_id = events.journey_id and changes.event_id = events.event_id
where changes.layer = 'proces'
group by events.partner
order by n_changes desc, events.partner nulls last
