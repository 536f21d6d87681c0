-- One row per kind of signal of this night or the last one, and one for all (kind null), that one first.
-- Definition: n_ is how many signals are new, still there and gone; n_..._journeys is what they are about:
-- a journey, or the household of a signal about several journeys.
-- Trap: of a signal that is gone no journey is known any more, so each counts as one of its own.
select
    changes.kind,
    count(*) filter (where status = 'new') as n_new,
    count(*) filter (where status = 'still') as n_still,
    count(*) filter (where status = 'gone') as n_gone,
    count(distinct coalesce(journey_id, household_id, changes.signal_id)) filter (where status = 'new')
        as n_new_journeys,
    count(distinct coalesce(journey_id, household_id, changes.signal_id)) filter (where status = 'still')
        as n_still_journeys,
    count(distinct coalesce(journey_id, household_id, changes.signal_id)) filter (where status = 'gone')
        as n_gone_journeys,
    max(n_nights) as most_nights
from signal_changes as changes
left join signals on changes.signal_id = signals.signal_id
group by grouping sets ((changes.kind), ())
order by changes.kind is null desc, n_new + n_gone desc, changes.kind
