-- One row per signal, item that it touches and event with which it touches it. A signal touches the
-- places of its events, the partner that it is about (all of its events' where it is about none), and
-- the moves and pairs of each step of which it holds both events.
with numbered as (
    select
        row_number() over (order by signal_id) as signal,
        kind,
        severity,
        partner,
        value,
        event_ids
    from signals
),

listed as (
    select signal, unnest(event_ids) as event_id from numbered
),

touched as (
    select
        listed.signal,
        live_events.journey,
        live_events.seq,
        live_events.place_item,
        live_events.partner_item,
        live_events.period,
        live_events.day
    from listed
    inner join live_events on listed.event_id = live_events.event_id
),

crossed as (
    select
        later.signal,
        later.journey,
        later.period,
        later.day,
        live_steps.move_item,
        live_steps.pair_item
    from touched as later
    inner join touched as earlier
        on later.signal = earlier.signal
        and later.journey = earlier.journey
        and later.seq = earlier.seq + 1
    inner join live_steps
        on earlier.journey = live_steps.journey and earlier.seq = live_steps.seq
),

placed as (
    select signal, journey, period, day, place_item as item from touched
    union all
    select touched.signal, touched.journey, touched.period, touched.day, touched.partner_item as item
    from touched
    inner join numbered on touched.signal = numbered.signal
    inner join live_partners on touched.partner_item = live_partners.item
    where numbered.partner is null or numbered.partner = live_partners.partner
    union all
    select signal, journey, period, day, unnest([move_item, pair_item]) as item from crossed
)

select distinct
    placed.signal,
    numbered.kind as signal_kind,
    numbered.severity,
    numbered.value,
    placed.journey,
    placed.period,
    placed.day,
    placed.item
from placed
inner join numbered on placed.signal = numbered.signal
inner join live_detailed on placed.item = live_detailed.item
