-- One row per melding that is the first one after an afsluiting of the same client, within the limit.
-- Definition: over all journeys, cases and partners of the client. A melding is after an afsluiting
-- that stands before it in the order of events and has ended when it starts; the latest such
-- afsluiting counts, and the limit from its ended_at.
-- Trap: a window over journeys would miss who came back after the split.
-- limit: 365 days
-- severity: hoog
-- version: 1
-- explanation: Op {until} kwam bij {partner} een nieuwe melding binnen, {value} na de afsluiting bij {other} op {since}.
with listed as (
    select
        client_id,
        journey_id,
        event_id,
        kind,
        partner,
        case when kind = 'afsluiting' then ended_at else started_at end as moment,
        row_number() over (
            partition by client_id
            order by started_at, rank, ended_at, source, source_file, source_row
        ) as nth
    from events
    where kind in ('melding', 'afsluiting') and client_id is not null
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
)

select
    followed.journey_id,
    spans.household_id,
    followed.partner,
    followed.earlier_partner as other,
    followed.earlier_moment as since,
    followed.moment as until,
    (epoch_us(followed.moment) - epoch_us(followed.earlier_moment)) / 86400000000.0 as value,
    rules.bound,
    concat(followed.journey_id, '|', followed.event_id) as evidence,
    [followed.earlier_event_id, followed.event_id] as event_ids
from followed
inner join rules on rules.kind = 'hermelding'
inner join spans on followed.journey_id = spans.journey_id
where
    followed.kind = 'melding'
    and followed.earlier_kind = 'afsluiting'
    and epoch_us(followed.moment) - epoch_us(followed.earlier_moment) <= rules.bound * 86400000000
