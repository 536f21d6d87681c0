-- One row per stretch without contact that is longer than the colour of the case allows.
-- Definition: an activity that the rule's colours name sets the case's colour, from there on until
-- another does; contacts are events of kind contact. From a change of colour, or a contact, to the
-- next of them, or to ended_at where the journey is closed, else to as_of: more days than the
-- colour allows. Without colours in the config there is none: no source says what a colour is.
-- Trap: writing down the same colour again is no contact.
-- needs: colours
-- limit: none
-- unit: days
-- severity: midden
-- version: 2
-- explanation: Na {since} was er {value} geen contact. Bij {other} is de afspraak: uiterlijk na {limit}.
with marked as (
    select
        past_events.journey_id,
        past_events.seq,
        past_events.event_id,
        past_events.partner,
        past_events.started_at,
        past_events.kind = 'contact' as is_contact,
        case when colours.activity is not null then colours.activity end as colour,
        last_value(colours.activity ignore nulls) over (
            partition by past_events.journey_id
            order by past_events.seq
            rows between unbounded preceding and 1 preceding
        ) as colour_before
    from past_events
    left join colours on past_events.activity = colours.activity
    where
        (past_events.kind = 'contact' or colours.activity is not null)
        and exists (select 1 from colours)
),

points as (
    select
        journey_id,
        seq,
        event_id,
        partner,
        started_at,
        coalesce(colour, colour_before) as colour,
        lead(started_at) over timeline as next_at,
        lead(event_id) over timeline as next_event_id
    from marked
    where is_contact or colour is distinct from colour_before
    window timeline as (partition by journey_id order by seq)
),

judged_points as (
    select
        points.journey_id,
        past_spans.household_id,
        points.partner,
        points.colour,
        points.event_id,
        points.next_event_id,
        points.started_at as since,
        coalesce(points.next_at, case when past_spans.closed then past_spans.ended_at end) as until,
        (
            epoch_us(
                coalesce(
                    points.next_at, case when past_spans.closed then past_spans.ended_at else judged.as_of end
                )
            ) - epoch_us(points.started_at)
        ) / 86400000000.0 as value,
        colours.limit_days as bound
    from points
    inner join colours on points.colour = colours.activity
    inner join past_spans on points.journey_id = past_spans.journey_id
    cross join judged
)

select
    judged_points.journey_id,
    judged_points.household_id,
    judged_points.partner,
    judged_points.colour as other,
    judged_points.since,
    judged_points.until,
    judged_points.value,
    judged_points.bound,
    concat(judged_points.journey_id, '|', judged_points.event_id) as evidence,
    case
        when judged_points.next_event_id is not null
            then [judged_points.event_id, judged_points.next_event_id]
        else [judged_points.event_id]
    end as event_ids
from judged_points
inner join rules on rules.kind = 'contact_laat'
where judged_points.value > judged_points.bound
