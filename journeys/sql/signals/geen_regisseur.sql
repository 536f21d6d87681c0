-- One row per journey that had no regisseur in layer proces for the limit or longer.
-- Definition: from its first event of kind melding or incident (without one: from started_at) to its first
-- spell in layer proces (regie_spells); without a spell to ended_at where it is closed, else to as_of.
-- Trap: first is by seq. A spell that began before that event leaves no time without regisseur.
-- needs: regisseur
-- judges: journeys
-- limit: 14 days
-- severity: hoog
-- version: 3
-- explanation: Vanaf {since} was de klantreis {value} zonder regisseur. De grens is {limit}.
with firsts as (
    select journey_id, event_id, from_at
    from regie_spells
    where layer = 'proces' and spell = 1
),

heard as (
    select journey_id, min(seq) as seq
    from past_events
    where kind in ('melding', 'incident')
    group by journey_id
),

bare as (
    select
        past_spans.journey_id,
        past_spans.household_id,
        coalesce(heard.seq, 1) as seq,
        coalesce(firsts.from_at, case when past_spans.closed then past_spans.ended_at end) as until,
        firsts.event_id as spell_event_id
    from past_spans
    left join heard on past_spans.journey_id = heard.journey_id
    left join firsts on past_spans.journey_id = firsts.journey_id
),

counted as (
    select
        bare.journey_id,
        bare.household_id,
        past_events.event_id,
        past_events.started_at as since,
        bare.until,
        bare.spell_event_id,
        (epoch_us(coalesce(bare.until, judged.as_of)) - epoch_us(past_events.started_at)) / 86400000000.0
            as value,
        rules.bound
    from bare
    cross join judged
    inner join rules on rules.kind = 'geen_regisseur'
    inner join past_events on bare.journey_id = past_events.journey_id and bare.seq = past_events.seq
)

select
    journey_id,
    household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    since,
    until,
    value,
    bound,
    journey_id as evidence,
    case
        when spell_event_id <> event_id then [event_id, spell_event_id]
        else [event_id]
    end as event_ids
from counted
where value >= bound
