-- One row per journey that returns to the partner where it began.
-- Definition: a handover whose to_partner is the partner of the journey's first event that has one;
-- since is the first such handover, value how many there are.
-- needs: partners
-- limit: none
-- unit: times
-- severity: laag
-- version: 1
-- explanation: De klantreis begon bij {partner} en kwam daar {value} terug, voor het eerst op {since}.
with beginnings as (
    select journey_id, min_by(from_partner, seq) as first_partner, min_by(from_event_id, seq) as event_id
    from handovers
    group by journey_id
),

returned as (
    select
        handovers.journey_id,
        beginnings.first_partner,
        beginnings.event_id,
        min(handovers.to_at) as since,
        min_by(handovers.from_partner, handovers.seq) as other,
        min_by(handovers.to_event_id, handovers.seq) as to_event_id,
        count(*) as n
    from handovers
    inner join beginnings
        on handovers.journey_id = beginnings.journey_id
        and handovers.to_partner = beginnings.first_partner
    group by handovers.journey_id, beginnings.first_partner, beginnings.event_id
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
