-- One row: how many waits there were, the time between contacts left out.
select count(*) as n_waits from waits where not is_between_contacts
