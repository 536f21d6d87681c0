-- One row per journey: those with the most grave signals, then the most of the others.
with told as (
    select
        journey_id,
        count(*) as n_signals,
        count(*) filter (where gravity = 1) as n_high,
        count(*) filter (where gravity = 2) as n_middle
    from journey_findings
    group by journey_id
    order by n_high desc, n_middle desc, n_signals desc, journey_id
    limit $n
),

kinds as (
    select
        journey_id,
        kind,
        min(gravity) as gravity,
        count(*) as n
    from journey_findings
    where journey_id in (select journey_id from told)
    group by journey_id, kind
)

select
    told.journey_id,
    told.n_signals,
    told.n_high,
    journeys.closed,
    journeys.duration_s,
    journeys.waiting_s - journeys.between_contacts_s as waiting_s,
    journeys.n_partners,
    (
        select list(kinds.kind order by kinds.gravity, kinds.n desc, kinds.kind)
        from kinds
        where kinds.journey_id = told.journey_id
    ) as kinds
from told
inner join journeys on told.journey_id = journeys.journey_id
order by told.n_high desc, told.n_middle desc, told.n_signals desc, told.journey_id
