-- One row per measure, group and number of days: how many took so long, and how many have so far.
-- Definition: measure closed: from a journey's start to its end, if it was closed at as_of; else it is
-- censored at as_of. answered: from a referral to its answer; without one it is censored at as_of, or at
-- the end of a journey that was closed. Days are the difference of the local dates.
-- Trap: a refusal is an answer. To censor it would say that a refused client is accepted some day.
with moments as (
    select
        'closed' as measure,
        past_spans.journey_id,
        cast(null as varchar) as to_partner,
        past_spans.started_at as from_at,
        case when past_spans.closed then past_spans.ended_at end as done_at,
        judged.as_of as until_at
    from past_spans
    cross join judged
    union all
    select
        'answered' as measure,
        past_referrals.journey_id,
        past_referrals.to_partner,
        past_referrals.sent_at as from_at,
        past_referrals.answered_at as done_at,
        case when past_spans.closed then past_spans.ended_at else judged.as_of end as until_at
    from past_referrals
    inner join past_spans on past_referrals.journey_id = past_spans.journey_id
    cross join judged
),

counted as (
    select
        moments.measure,
        profiles.municipality,
        profiles."domain",
        profiles.first_partner,
        moments.to_partner,
        greatest(
            datediff(
                'day',
                cast(moments.from_at at time zone settings.timezone as date),
                cast(
                    coalesce(moments.done_at, moments.until_at) at time zone settings.timezone as date
                )
            ),
            0
        ) as days,
        count(moments.done_at) as n_events,
        count(*) - count(moments.done_at) as n_censored
    from moments
    inner join profiles on moments.journey_id = profiles.journey_id
    cross join settings
    group by all
),

grouped as (
    select measure, 'all' as group_kind, cast(null as varchar) as group_value, days, n_events, n_censored
    from counted
    union all
    select counted.measure, 'level', settings."level", counted.days, counted.n_events, counted.n_censored
    from counted
    cross join settings
    union all
    select measure, 'municipality', municipality, days, n_events, n_censored
    from counted
    union all
    select measure, 'domain', "domain", days, n_events, n_censored
    from counted
    union all
    select measure, 'first_partner', first_partner, days, n_events, n_censored
    from counted
    where measure = 'closed'
    union all
    select measure, 'to_partner', to_partner, days, n_events, n_censored
    from counted
    where measure = 'answered'
)

select
    measure,
    group_kind,
    group_value,
    days,
    cast(sum(n_events) as bigint) as n_events,
    cast(sum(n_censored) as bigint) as n_censored
from grouped
group by measure, group_kind, group_value, days
