-- One row per source and input that a rule can read there, in the run as a whole.
-- Definition: what its events give (source_inputs); a kind that the vocabulary has for this source by
-- name, though no event is of it; closing: an afsluiting, or an activity that the config lists as one;
-- partners: it names a partner, and the run has two or more; and what the config gives all of them:
-- norms, calendars, colours.
with sources as (
    select distinct source
    from source_inputs
),

several as (
    select count(distinct partner) as n_partners
    from events
),

gathered as (
    select source, input
    from source_inputs
    union all
    select sources.source, vocabulary.kind as input
    from sources
    inner join vocabulary on sources.source = vocabulary.source
    union all
    select source, 'closing' as input
    from source_inputs
    where input = 'afsluiting'
    union all
    select events.source, 'closing' as input
    from events
    inner join closing on events.activity = closing.activity
    union all
    select source_inputs.source, 'partners' as input
    from source_inputs
    cross join several
    where source_inputs.input = 'partner' and several.n_partners > 1
    union all
    select source, 'norms' as input
    from sources
    where exists (select 1 from norms)
    union all
    select source, 'calendars' as input
    from sources
    where exists (select 1 from calendars)
    union all
    select source, 'colours' as input
    from sources
    where exists (select 1 from colours)
)

select distinct source, input
from gathered
