-- One row: of all events, how many have a meaning that klantreis proposes and nobody confirmed, and how many
-- have a term without a meaning.
select
    count(*) as n_events,
    count(terms.likelihood) as n_proposed,
    count(*) filter (where not terms.is_mapped) as n_unknown
from events
left join terms
    on events.source = terms.source
    and events.partner is not distinct from terms.partner
    and events.activity_source = terms.activity_source
