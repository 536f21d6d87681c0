-- One row per journey: what its events alone say of it.
-- Definition: closed when the last event's kind is afsluiting or its activity is a closing one.
-- route_key tells routes apart without holding them: the sum of a 64-bit hash of (seq, activity).
-- An ordered string aggregate does not spill to disk; a sum does.
select
    events.journey_id,
    case when min(client_id) = max(client_id) then min(client_id) end as client_id,
    case when min(household_id) = max(household_id) then min(household_id) end as household_id,
    min_by(municipality, seq) filter (where municipality is not null) as municipality,
    min(started_at) as started_at,
    max(ended_at) as ended_at,
    coalesce(
        max_by(events.kind = 'afsluiting' or closing.activity is not null, seq), false
    ) as closed,
    count(*) as n_events,
    count(distinct partner) as n_partners,
    count(distinct regisseur) as n_regisseurs,
    sum(cast(hash(seq, events.activity) as hugeint)) as route_key
from events
left join closing on events.activity = closing.activity
group by events.journey_id
order by events.journey_id
