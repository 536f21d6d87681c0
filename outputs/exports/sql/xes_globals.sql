-- One row: whether every event names a partner.
select coalesce(bool_and(partner is not null), false) as all_partners from events
