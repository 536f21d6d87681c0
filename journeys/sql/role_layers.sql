-- One row per source and role in which its events name a regisseur: in which layer of the regie that is.
-- Definition: as in regie_rows; a null regisseur_role: the rows name none. is_known says that the config has
-- the role, or has no roles at all.
select
    source,
    regisseur_role,
    "role",
    layer,
    is_known,
    count(*) as n_events,
    count(distinct journey_id) as n_journeys
from regie_rows
group by source, regisseur_role, "role", layer, is_known
order by source, regisseur_role nulls last
