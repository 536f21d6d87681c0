-- One row per record that names a client and no household, at level household: the client's household then.
-- Definition: that of the client's latest record up to this one that has a household, else of the
-- first one after it. So who is in which household is known at every partner once one partner tells it.
-- Trap: a client may live in several households over the years (a move, foster care); time tells which.
with lived as (
    select
        attributed.event_id,
        attributed.household_id,
        last_value(attributed.household_id ignore nulls) over (
            partition by attributed.client_id order by attributed.started_at, attributed.event_id
            rows between unbounded preceding and current row
        ) as before,
        first_value(attributed.household_id ignore nulls) over (
            partition by attributed.client_id order by attributed.started_at, attributed.event_id
            rows between current row and unbounded following
        ) as after
    from attributed
    cross join settings
    where settings.level = 'household' and attributed.client_id is not null
)

select event_id, coalesce(before, after) as household_id
from lived
where household_id is null and coalesce(before, after) is not null
order by event_id
