-- One row per home of regie: the partner and the role that a regisseur's spell starts in.
-- Definition: a spell in layer proces (regie_spells); its home is the partner of its first event, and its role.
-- Trap: that is the partner whose row first names the regisseur, which need not employ them.
select
    events.partner,
    regie_spells."role",
    count(*) as n_spells,
    count(distinct regie_spells.journey_id) as n_journeys,
    count(distinct regie_spells.regisseur) as n_regisseurs,
    cast(sum(case when regie_spells.spell = 1 then 1 else 0 end) as bigint) as n_first
from regie_spells
inner join events
    on regie_spells.journey_id = events.journey_id and regie_spells.event_id = events.event_id
where regie_spells.layer = 'proces'
group by events.partner, regie_spells."role"
order by n_spells desc, events.partner nulls last, regie_spells."role" nulls last
