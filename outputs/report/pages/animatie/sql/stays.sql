-- One row per event: from when its journey stands at the event's place, and when its next event starts.
-- Definition: where help overlaps, a journey stands where the latest of its events began. place and move
-- are numbers of the map (null: not told apart there); the move is the one by which the journey came,
-- and comes_from the place where it came from. journey is a number of this run alone.
-- Trap: a step to the place where the journey already stands is no move.
with numbered as (
    select
        events.journey_id,
        events.seq,
        places.number as place,
        events.started_at,
        lag(places.number) over timeline as comes_from,
        lag(events.started_at) over timeline as before_at,
        lead(events.started_at) over timeline as next_at
    from events
    left join animated_places as places
        on events.partner is not distinct from places.partner
        and events.activity is not distinct from places.activity
    window timeline as (partition by events.journey_id order by events.seq)
),

-- handovers says of the step with which an event is reached what kind of handover it is
reached as (
    select
        numbered.*,
        coalesce(handovers.kind, 'step') as kind
    from numbered
    left join handovers
        on numbered.journey_id = handovers.journey_id and numbered.seq = handovers.seq + 1
)

select
    reached.journey_id,
    reached.seq,
    reached.place,
    reached.comes_from,
    moves.number as move,
    reached.started_at as arrived_at,
    reached.before_at,
    reached.next_at
from reached
left join animated_moves as moves
    on reached.comes_from = moves.from_place
    and reached.place = moves.to_place
    and reached.kind = moves.kind
