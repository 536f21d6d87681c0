-- One row per event and member of a family with a melding, in the order of the family's events.
-- Definition: nth counts rows of sources: what one row says of several members has one number. member is the
-- client, also where one event concerns several (shared_events); null: the row names none.
with heard as (
    select distinct family
    from families
    where kind = 'melding'
)

select
    families.family,
    dense_rank() over (
        partition by families.family
        order by
            families.started_at,
            families.rank,
            families.ended_at,
            families.source,
            families.source_file,
            families.source_row
    ) as nth,
    families.event_id,
    coalesce(shared_events.client_id, families.client_id) as member,
    families.kind,
    families.partner,
    families.referred_to,
    families.source,
    families.case_id,
    families.kind = 'afsluiting' or closing.activity is not null as is_closing,
    epoch_us(families.started_at) as start_us,
    epoch_us(families.ended_at) as end_us
from families
inner join heard on families.family = heard.family
left join shared_events on families.event_id = shared_events.event_id
left join closing on families.activity = closing.activity
