-- One row per record of a source row that concerns several clients of one household, at level household.
-- Definition: there such a row is one event; kept_event_id is the record that stands for it.
with grouped as (
    select
        housed.event_id,
        housed.client_id,
        first_value(housed.event_id) over one_row as kept_event_id,
        count(*) over (
            partition by housed.source, housed.source_file, housed.source_row, housed.household_id
        ) as n
    from housed
    cross join settings
    where settings.level = 'household' and housed.household_id is not null
    window one_row as (
        partition by housed.source, housed.source_file, housed.source_row, housed.household_id
        order by housed.event_id
    )
)

select event_id, kept_event_id, client_id
from grouped
where n > 1
order by event_id
