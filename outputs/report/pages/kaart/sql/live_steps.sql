-- One row per step, with the items that its waiting belongs to: the place and the partner that it leads
-- to, the move that it is, and the pair of partners if it is a handover. Period and day are those of
-- the event that it leads to: that is when the wait ended.
-- Definition: idle_s is what was waited (step_waits), 0 where nobody did, or between contacts.
-- wait_class is null between contacts, where nobody knows; 0 is no wait at all; then below 1, 7, 28 and 84
-- days, and longer.
select
    live_journeys.journey,
    cast(steps.seq as integer) as seq,
    later.place_item,
    live_moves.item as move_item,
    later.partner_item,
    live_pairs.item as pair_item,
    later.period,
    later.day,
    coalesce(steps.wait_s, 0) as idle_s,
    coalesce(steps.wait_us, 0) as idle_us,
    case
        when steps.is_between_contacts then null
        when steps.wait_s is null then 0
        when steps.idle_s < 86400 then 1
        when steps.idle_s < 604800 then 2
        when steps.idle_s < 2419200 then 3
        when steps.idle_s < 7257600 then 4
        else 5
    end as wait_class
from step_waits as steps
inner join live_journeys on steps.journey_id = live_journeys.journey_id
inner join live_events as earlier
    on live_journeys.journey = earlier.journey and steps.seq = earlier.seq
inner join live_events as later
    on live_journeys.journey = later.journey and steps.seq + 1 = later.seq
left join handovers on steps.journey_id = handovers.journey_id and steps.seq = handovers.seq
left join live_moves
    on earlier.place_item = live_moves.from_item
    and later.place_item = live_moves.to_item
    and coalesce(
        handovers.judgement, case when steps.is_between_contacts then 'contacts' else 'step' end
    ) = live_moves.kind
left join live_pairs
    on handovers.kind is not null
    and handovers.from_partner is not distinct from live_pairs.from_partner
    and handovers.to_partner is not distinct from live_pairs.to_partner
