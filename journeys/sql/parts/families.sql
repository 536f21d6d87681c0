-- inline
-- One row per event: the family that it is about.
-- Definition: its household; else the only household of its client (client_homes); else its client; else its
-- case. The first letter of the key says which of these.
select
    events.*,
    case
        when events.household_id is not null then concat('h', events.household_id)
        when client_homes.household_id is not null then concat('h', client_homes.household_id)
        when events.client_id is not null then concat('c', events.client_id)
        else concat('s', events.source, '|', events.case_id)
    end as family
from events
left join client_homes on events.client_id = client_homes.client_id
