-- One row per event that names a regisseur: in which role and in which layer of the regie.
-- Definition: the role of the config ([[regie.roles]]) that regisseur_role names, by its name or an alias;
-- of a row without one the role of its source. A role that no configured role is stands in layer onbekend,
-- as it is written. Without configured roles every row is of layer proces.
-- Trap: onbekend is no layer that any signal reads: an unknown role is no procesregisseur.
with configured as (
    select count(*) as n
    from roles
)

select
    events.journey_id,
    events.seq,
    events.event_id,
    events.source,
    events.regisseur,
    events.regisseur_role,
    events.started_at,
    case when events.kind = 'regie_einde' then events.ended_at end as given_up_at,
    coalesce(roles.role, events.regisseur_role) as "role",
    case when configured.n = 0 then 'proces' else coalesce(roles.layer, 'onbekend') end as layer,
    roles.role is not null or configured.n = 0 as is_known
from events
cross join configured
left join roles
    on lower(trim(coalesce(events.regisseur_role, ''))) = roles.term
    and case when events.regisseur_role is null then events.source else '' end = roles.source
where events.regisseur is not null
