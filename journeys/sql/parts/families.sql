-- inline
-- One row per event: the family that it is about.
-- Definition: its household; else the only household of its client (client_homes); else its client; else its
-- case. The first letter of the key says which of these.
select
    past_events.*,
    case
        when past_events.household_id is not null then concat('h', past_events.household_id)
        when client_homes.household_id is not null then concat('h', client_homes.household_id)
        when past_events.client_id is not null then concat('c', past_events.client_id)
        else concat('s', past_events.source, '|', past_events.case_id)
    end as family
from past_events
left join client_homes on past_events.client_id = client_homes.client_id
