-- One row per event that is registered as running for the limit or longer while nothing else happens.
-- Definition: is_running, begun the limit or more before as_of, and no later event of its journey at
-- its partner or of its case. A finding about the registration: it hides waits, since who is being
-- helped is not waiting.
-- needs: ends
-- limit: 365 days
-- severity: laag
-- version: 2
-- explanation: Bij {partner} staat hulp sinds {since} als lopend ({value}), terwijl daar verder niets is vastgelegd. Waarschijnlijk is zij nooit afgesloten.
with open_help as (
    select
        past_events.journey_id,
        past_events.seq,
        past_events.event_id,
        past_events.source,
        past_events.case_id,
        past_events.partner,
        past_events.started_at,
        (epoch_us(judged.as_of) - epoch_us(past_events.started_at)) / 86400000000.0 as value,
        rules.bound
    from past_events
    cross join judged
    inner join rules on rules.kind = 'nooit_afgesloten'
    where
        past_events.is_running
        and epoch_us(judged.as_of) - epoch_us(past_events.started_at) >= rules.bound * 86400000000
),

latest_at_partner as (
    select journey_id, partner, max(seq) as seq
    from past_events
    where journey_id in (select journey_id from open_help) and partner is not null
    group by journey_id, partner
),

latest_of_case as (
    select journey_id, source, case_id, max(seq) as seq
    from past_events
    where journey_id in (select journey_id from open_help)
    group by journey_id, source, case_id
)

select
    open_help.journey_id,
    spans.household_id,
    open_help.partner,
    cast(null as varchar) as other,
    open_help.started_at as since,
    cast(null as timestamp with time zone) as until,
    open_help.value,
    open_help.bound,
    concat(open_help.journey_id, '|', open_help.event_id) as evidence,
    [open_help.event_id] as event_ids
from open_help
inner join spans on open_help.journey_id = spans.journey_id
inner join latest_of_case
    on open_help.journey_id = latest_of_case.journey_id
    and open_help.source = latest_of_case.source
    and open_help.case_id = latest_of_case.case_id
    and open_help.seq = latest_of_case.seq
left join latest_at_partner
    on open_help.journey_id = latest_at_partner.journey_id
    and open_help.partner = latest_at_partner.partner
where coalesce(latest_at_partner.seq, open_help.seq) = open_help.seq
