-- One row per regisseur and month in which the regisseur held the regie of a journey.
-- Definition: journeys with a spell of the regisseur (table regisseurs) that touches the month, local,
-- from from_at to until_at, both included. month is its first day.
-- needs: regisseur
with spread as (
    select
        regisseurs.regisseur,
        regisseurs.journey_id,
        unnest(generate_series(
            12 * year(regisseurs.from_at at time zone settings.timezone)
            + month(regisseurs.from_at at time zone settings.timezone) - 1,
            12 * year(regisseurs.until_at at time zone settings.timezone)
            + month(regisseurs.until_at at time zone settings.timezone) - 1
        )) as month_n
    from regisseurs
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
