-- One row per partner, null included: how much happened there, in how many journeys, how long nobody
-- was active before it and after it together, and how many handovers came in or went out.
-- mean_seq tells early partners from late ones.
-- Trap: a step within a partner counts its waiting once.
with busy as (
    select
        partner,
        count(*) as n,
        count(distinct journey_id) as n_journeys,
        sum(seq) / count(*) as mean_seq
    from events
    group by partner
),

sides as (
    select to_partner as partner, wait_us from step_waits
    union all
    select from_partner as partner, wait_us
    from step_waits
    where from_partner is distinct from to_partner
),

waited as (
    select partner, cast(sum(wait_us) as bigint) as wait_us
    from sides
    group by partner
),

handing as (
    select from_partner as partner from handovers
    union all
    select to_partner as partner from handovers
),

handed as (
    select partner, count(*) as n_handovers
    from handing
    group by partner
)

select
    busy.partner,
    busy.n,
    busy.n_journeys,
    busy.mean_seq,
    coalesce(waited.wait_us, 0) as wait_us,
    coalesce(handed.n_handovers, 0) as n_handovers
from busy
left join waited on busy.partner is not distinct from waited.partner
left join handed on busy.partner is not distinct from handed.partner
order by busy.n desc, busy.partner nulls last
