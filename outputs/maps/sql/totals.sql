-- One row: how much there is in all.
select
    (select count(*) from events) as n_events,
    (select count(distinct journey_id) from events) as n_journeys,
    (select count(distinct journey_id) from regisseurs) as n_with_regisseur,
    (select count(distinct regisseur) from regisseurs) as n_regisseurs,
    (select count(*) from regisseur_changes) as n_changes
