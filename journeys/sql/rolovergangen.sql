-- One row per rolovergang: another layer of the regie takes over in a journey.
-- Definition: the last spell of the earlier layer ends within 30 days of the start of the first spell of
-- the later one. The earlier layer began before the later one, and the later one goes on after it.
-- gap_days and overlap_days lie between that end and that start, at least 0.
-- Trap: two layers that both last until the journey's end are beside one another: nobody took over.
-- Layer onbekend takes over from nobody.
with edges as (
    select journey_id, layer, max(spell) as last_spell
    from regie_spells
    where layer <> 'onbekend'
    group by journey_id, layer
),

layers as (
    select
        edges.journey_id,
        edges.layer,
        firsts."role" as first_role,
        firsts.regisseur as first_regisseur,
        firsts.event_id,
        firsts.from_at,
        lasts."role" as last_role,
        lasts.regisseur as last_regisseur,
        lasts.until_at
    from edges
    inner join regie_spells as firsts
        on edges.journey_id = firsts.journey_id and edges.layer = firsts.layer and firsts.spell = 1
    inner join regie_spells as lasts
        on edges.journey_id = lasts.journey_id
        and edges.layer = lasts.layer
        and edges.last_spell = lasts.spell
)

select
    earlier.journey_id,
    earlier.layer as from_layer,
    later.layer as to_layer,
    earlier.last_role as from_role,
    later.first_role as to_role,
    earlier.last_regisseur as from_regisseur,
    later.first_regisseur as to_regisseur,
    earlier.until_at as given_up_at,
    later.from_at as "at",
    later.event_id,
    greatest(epoch_us(later.from_at) - epoch_us(earlier.until_at), 0) / 86400000000.0 as gap_days,
    greatest(epoch_us(earlier.until_at) - epoch_us(later.from_at), 0) / 86400000000.0
        as overlap_days
from layers as earlier
inner join layers as later
    on earlier.journey_id = later.journey_id
    and earlier.from_at < later.from_at
    and earlier.until_at < later.until_at
where abs(epoch_us(later.from_at) - epoch_us(earlier.until_at)) <= 30 * 86400000000
order by earlier.journey_id, earlier.layer, later.layer
