-- One row per journey that had no regisseur for the limit or longer.
-- Definition: from started_at to its first spell; without a spell to ended_at where it is closed, else
-- to as_of.
-- limit: 14 days
-- severity: hoog
-- version: 1
-- explanation: De klantreis begon op {since}. Zij was {value} zonder regisseur. De grens is {limit}.
with firsts as (
    select journey_id, event_id, from_at
    from regisseurs
    where spell = 1
),

bare as (
    select
        spans.journey_id,
        spans.household_id,
        spans.started_at as since,
        coalesce(firsts.from_at, case when spans.closed then spans.ended_at end) as until,
        firsts.event_id as spell_event_id
    from spans
    left join firsts on spans.journey_id = firsts.journey_id
),

counted as (
    select
        bare.journey_id,
        bare.household_id,
        bare.since,
        bare.until,
        bare.spell_event_id,
        (epoch_us(coalesce(bare.until, judged.as_of)) - epoch_us(bare.since)) / 86400000000.0 as value,
        rules.bound
    from bare
    cross join judged
    inner join rules on rules.kind = 'geen_regisseur'
)

select
    counted.journey_id,
    counted.household_id,
    cast(null as varchar) as partner,
    cast(null as varchar) as other,
    counted.since,
    counted.until,
    counted.value,
    counted.bound,
    counted.journey_id as evidence,
    case
        when counted.spell_event_id <> events.event_id
            then [events.event_id, counted.spell_event_id]
        else [events.event_id]
    end as event_ids
from counted
inner join events on counted.journey_id = events.journey_id and events.seq = 1
where counted.value >= counted.bound
