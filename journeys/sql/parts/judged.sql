-- One row: the moment from which the data is judged.
-- Definition: the configured as_of, else the latest time that the sources hold; null without records.
-- What is running has no end yet, so only its start counts.
select coalesce(
    max(settings.as_of),
    greatest(max(records.started_at), max(coalesce(records.ended_at, records.started_at)))
) as as_of
from settings
left join records on true
