-- inline
-- One row per event, with whether the client waits after it for what was said in it.
-- Definition: is_turn where it refers the client to a partner, or is of kind melding, verwijzing, acceptatie,
-- weigering, besluit or afsluiting, or of a closing activity: after such an event nobody helps yet, or any
-- more. Every other event may be a contact within help that goes on.
select
    events.*,
    events.referred_to is not null
    or events.kind in ('melding', 'verwijzing', 'acceptatie', 'weigering', 'besluit', 'afsluiting')
    or events.activity in (select activity from closing) as is_turn
from events
