-- One row per journey that returns to the partner where it began.
-- Definition: a handover whose to_partner is the partner of the journey's first event that has one;
-- since is the first such handover, value how many there are.
-- needs: partners
-- limit: none
-- unit: times
-- severity: laag
-- version: 2
-- explanation: De klantreis begon bij {partner} en kwam daar {value} terug, voor het eerst op {since}.
with beginnings as (
    select journey_id, min_by(from_partner, seq) as first_partner, min_by(from_event_id, seq) as event_id
    from past_handovers
    group by journey_id
),

returned as (
    select
        past_handovers.journey_id,
        beginnings.first_partner,
        beginnings.event_id,
        min(past_handovers.to_at) as since,
        min_by(past_handovers.from_partner, past_handovers.seq) as other,
        min_by(past_handovers.to_event_id, past_handovers.seq) as to_event_id,
        count(*) as n
    from past_handovers
    inner join beginnings
        on past_handovers.journey_id = beginnings.journey_id
        and past_handovers.to_partner = beginnings.first_partner
    group by past_handovers.journey_id, beginnings.first_partner, beginnings.event_id
)

select
    returned.journey_id,
    spans.household_id,
    returned.first_partner as partner,
    returned.other,
    returned.since,
    returned.since as until,
    cast(returned.n as double) as value,
    rules.bound,
    concat(returned.journey_id, '|', returned.to_event_id) as evidence,
    [returned.event_id, returned.to_event_id] as event_ids
from returned
inner join rules on rules.kind = 'terug_bij_start'
inner join spans on returned.journey_id = spans.journey_id
