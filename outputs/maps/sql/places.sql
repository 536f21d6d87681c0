-- One row per activity at a partner: how often it happened, in how many journeys, and how many
-- journeys begin and end there. mean_seq tells early places from late ones.
-- Trap: an activity at two partners is two places; an event that names no partner is at a place of
-- its own, since who did it is not known.
with numbered as (
    select
        journey_id,
        partner,
        activity,
        seq,
        max(seq) over (partition by journey_id) as last_seq
    from events
)

select
    partner,
    activity,
    count(*) as n,
    count(distinct journey_id) as n_journeys,
    cast(sum(case when seq = 1 then 1 else 0 end) as bigint) as n_begin,
    cast(sum(case when seq = last_seq then 1 else 0 end) as bigint) as n_end,
    sum(seq) / count(*) as mean_seq
from numbered
group by partner, activity
order by n desc, partner nulls last, activity nulls last
