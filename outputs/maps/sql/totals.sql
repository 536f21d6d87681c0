-- One row: how much there is in all; of the regie, layer proces.
select
    (select count(*) from events) as n_events,
    (select count(distinct journey_id) from events) as n_journeys,
    (select count(distinct journey_id) from regie_spells where layer = 'proces') as n_with_regisseur,
    (select count(distinct regisseur) from regie_spells where layer = 'proces') as n_regisseurs,
    (select count(*) from regie_changes where layer = 'proces') as n_changes
