-- One row: the changes of regisseur, the gaps between two, and who had none or several at once.
-- All of layer proces. Of how many journeys each is: n_journeys, n_gap_journeys, n_late; n_double are
-- families.
with changed as (
    select
        count(*) as n_changes,
        count(distinct journey_id) as n_journeys,
        count(*) filter (where gap_days > 0) as n_gaps,
        count(distinct journey_id) filter (where gap_days > 0) as n_gap_journeys,
        percentile_cont(0.5) within group (order by gap_days)
        filter (where gap_days > 0) * 86400 as median_gap_s
    from regie_changes
    where layer = 'proces'
),

found as (
    select
        count(distinct journey_id) filter (where kind = 'geen_regisseur') as n_late,
        count(distinct household_id) filter (where kind = 'meer_regisseurs') as n_double
    from signals
)

select * from changed, found
