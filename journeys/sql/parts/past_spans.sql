-- One row per journey that began by as_of: what its events up to then say of it.
-- Definition: ended_at is the latest end, at most as_of. closed when the last of those events is of kind
-- afsluiting or its activity is a closing one; is_turn (turns) is that of the last.
-- Trap: journeys.closed and journeys.ended_at are of all events, also of those that are still ahead.
select
    turns.journey_id,
    case when min(turns.client_id) = max(turns.client_id) then min(turns.client_id) end as client_id,
    case
        when min(turns.household_id) = max(turns.household_id) then min(turns.household_id)
    end as household_id,
    min(turns.started_at) as started_at,
    max(case when turns.ended_at > judged.as_of then judged.as_of else turns.ended_at end)
        as ended_at,
    coalesce(
        max_by(turns.kind = 'afsluiting' or closing.activity is not null, turns.seq), false
    ) as closed,
    max_by(turns.is_turn, turns.seq) as is_turn
from turns
cross join judged
left join closing on turns.activity = closing.activity
where turns.started_at <= judged.as_of
group by turns.journey_id
order by turns.journey_id
