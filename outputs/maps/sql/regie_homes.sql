-- One row per home of regie: the partner and the role that a regisseur's spell starts in.
-- Definition: a spell's home is the partner and the regisseur_role of its first event.
-- Trap: that is the partner whose row first names the regisseur, which need not employ them.
select
    events.partner,
    events.regisseur_role as "role",
    count(*) as n_spells,
    count(distinct regisseurs.journey_id) as n_journeys,
    count(distinct regisseurs.regisseur) as n_regisseurs,
    sum(case when regisseurs.spell = 1 then 1 else 0 end) as n_first
from regisseurs
inner join events
    on regisseurs.journey_id = events.journey_id and regisseurs.event_id = events.event_id
group by events.partner, events.regisseur_role
order by n_spells desc, events.partner nulls last, "role" nulls last
