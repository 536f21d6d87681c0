-- One row per pair of homes of regie: the changes of regisseur from one to the other.
-- Definition: homes as in regie_homes; gap_days as in regie_changes; n_gaps counts the changes
-- between which nobody held the regie; the median is of those alone, null where there are none.
with homes as (
    select
        regie_spells.journey_id,
        regie_spells.spell,
        events.partner,
        regie_spells."role"
    from regie_spells
    inner join events
        on regie_spells.journey_id = events.journey_id and regie_spells.event_id = events.event_id
    where regie_spells.layer = 'proces'
)

select
    earlier.partner as from_partner,
    earlier."role" as from_role,
    later.partner as to_partner,
    later."role" as to_role,
    count(*) as n,
    count(distinct changes.journey_id) as n_journeys,
    percentile_cont(0.5) within group (
        order by case when changes.gap_days > 0 then changes.gap_days end
    ) as median_gap_days,
    cast(sum(case when changes.gap_days > 0 then 1 else 0 end) as bigint) as n_gaps
from regie_changes as changes
inner join homes as later
    on changes.journey_id = later.journey_id and changes.spell = later.spell
inner join homes as earlier
    on changes.journey_id = earlier.journey_id and changes.spell = earlier.spell + 1
where changes.layer = 'proces'
group by all
order by n desc, from_partner nulls last, from_role nulls last, to_partner nulls last, to_role nulls last
