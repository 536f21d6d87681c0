-- One row per wait, the longest first.
select
    journey_id, from_activity, to_activity, from_partner, to_partner,
    from_at, to_at, idle_s
from waits
where not is_between_contacts
order by idle_s desc, journey_id, seq
limit $limit
