-- One row per melding that is the first one after an afsluiting of the same client, within the limit.
-- Definition: over all journeys, cases and partners of the client. A melding is after an afsluiting
-- that stands before it in the order of events and has ended when it starts; the latest such
-- afsluiting counts, and the limit from its ended_at.
-- Trap: a window over journeys would miss who came back after the split. A row that concerns several
-- clients is one event at level household (shared_events): one finding, with the latest afsluiting.
-- limit: 365 days
-- severity: hoog
-- version: 1
-- explanation: Op {until} kwam bij {partner} een nieuwe melding binnen, {value} na de afsluiting bij {other} op {since}.
with listed as (
    select
        coalesce(shared_events.client_id, events.client_id) as client_id,
        events.journey_id,
        events.event_id,
        events.kind,
        events.partner,
        case
            when events.kind = 'afsluiting' then events.ended_at else events.started_at
        end as moment,
        row_number() over (
            partition by coalesce(shared_events.client_id, events.client_id)
            order by
                events.started_at,
                events.rank,
                events.ended_at,
                events.source,
                events.source_file,
                events.source_row
        ) as nth
    from events
    left join shared_events on events.event_id = shared_events.event_id
    where
        events.kind in ('melding', 'afsluiting')
        and coalesce(shared_events.client_id, events.client_id) is not null
),

followed as (
    select
        journey_id,
        event_id,
        kind,
        partner,
        moment,
        lag(kind) over timeline as earlier_kind,
        lag(event_id) over timeline as earlier_event_id,
        lag(partner) over timeline as earlier_partner,
        lag(moment) over timeline as earlier_moment
    from listed
    window timeline as (partition by client_id order by moment, nth)
),

returned as (
    select
        journey_id,
        event_id,
        partner,
        moment,
        earlier_event_id,
        earlier_partner,
        earlier_moment,
        row_number() over (
            partition by event_id
            order by earlier_moment desc, earlier_event_id
        ) as nth_client
    from followed
    where kind = 'melding' and earlier_kind = 'afsluiting'
)

select
    returned.journey_id,
    spans.household_id,
    returned.partner,
    returned.earlier_partner as other,
    returned.earlier_moment as since,
    returned.moment as until,
    (epoch_us(returned.moment) - epoch_us(returned.earlier_moment)) / 86400000000.0 as value,
    rules.bound,
    concat(returned.journey_id, '|', returned.event_id) as evidence,
    [returned.earlier_event_id, returned.event_id] as event_ids
from returned
inner join rules on rules.kind = 'hermelding'
inner join spans on returned.journey_id = spans.journey_id
where
    returned.nth_client = 1
    and epoch_us(returned.moment) - epoch_us(returned.earlier_moment) <= rules.bound * 86400000000
