-- One row per regisseur and month in which the regisseur held the regie of a journey.
-- Definition: journeys with a spell of the regisseur (table regisseurs) that touches the month, local,
-- from from_at to until_at, both included, and to the journey's end so far (past_spans) where that lies
-- after as_of. month is its first day.
-- needs: regisseur
with held as (
    select
        regisseurs.regisseur,
        regisseurs.journey_id,
        regisseurs.from_at,
        case
            when regisseurs.until_at > judged.as_of
                then greatest(regisseurs.from_at, past_spans.ended_at)
            else regisseurs.until_at
        end as until_at
    from regisseurs
    cross join judged
    inner join past_spans on regisseurs.journey_id = past_spans.journey_id
    where regisseurs.from_at <= judged.as_of
),

spread as (
    select
        held.regisseur,
        held.journey_id,
        unnest(generate_series(
            12 * year(held.from_at at time zone settings.timezone)
            + month(held.from_at at time zone settings.timezone) - 1,
            12 * year(held.until_at at time zone settings.timezone)
            + month(held.until_at at time zone settings.timezone) - 1
        )) as month_n
    from held
    cross join settings
)

select
    spread.regisseur,
    make_date(spread.month_n // 12, spread.month_n % 12 + 1, 1) as "month",
    count(distinct spread.journey_id) as n_journeys,
    count(distinct spans.household_id) as n_households
from spread
inner join spans on spread.journey_id = spans.journey_id
group by spread.regisseur, spread.month_n
order by spread.regisseur, "month"
