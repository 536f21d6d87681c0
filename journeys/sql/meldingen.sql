-- One row per melding: of a family at a partner, with its class.
-- Definition: an event of kind melding; co-reported members within one case are one (melding_rows). Classes
-- in this order: overgedragen, an open referral to the partner precedes it; eerste, the partner knew nobody
-- of the family in the lookback_days before; vervolgmelding, one of its cases of the family is open or was
-- closed less than a day before; else hermelding. closed_at is the afsluiting before a hermelding.
-- Source: CBS 85361NED counts the meldingen at Veilig Thuis so.
-- Trap: of a melding that names no partner nobody knows the class: it has none. Where a partner closes no
-- case, nobody can tell a hermelding from a vervolgmelding.
with kept as (
    select
        family,
        partner,
        source,
        case_id,
        n_closed,
        turn,
        min(case when nth = first_nth then event_id end) as event_id,
        min(case when nth = first_nth then start_us end) as start_us,
        max(case when nth = first_nth then busy_us end) as busy_us,
        coalesce(max(case when nth = first_nth then n_open end), 0) as n_open,
        max(case when nth = first_nth then closing_nth end) as closing_nth,
        case when min(member) = max(member) then min(member) end as client_id,
        count(distinct member) as n_clients,
        list_sort(array_agg(distinct event_id)) as event_ids
    from melding_rows
    group by family, partner, source, case_id, n_closed, turn
),

referred as (
    select
        melding_rows.family,
        melding_rows.partner,
        melding_rows.source,
        melding_rows.case_id,
        melding_rows.n_closed,
        melding_rows.turn,
        max(open_referrals.referral_nth) as referral_nth
    from melding_rows
    inner join open_referrals
        on melding_rows.family = open_referrals.family
        and melding_rows.event_id = open_referrals.event_id
    group by all
),

places as (
    select family, nth, min(event_id) as event_id, max(end_us) as end_us
    from family_places
    group by family, nth
),

looked as (
    select
        kept.*,
        kept.start_us - cast(settings.lookback_s * 1000000 as bigint) as since_us,
        sent.event_id as referral_event_id,
        sent.end_us as sent_us,
        closings.event_id as closing_event_id,
        closings.end_us as closed_us
    from kept
    cross join settings
    left join referred
        on kept.family = referred.family
        and kept.partner = referred.partner
        and kept.source = referred.source
        and kept.case_id = referred.case_id
        and kept.n_closed = referred.n_closed
        and kept.turn = referred.turn
    left join places as sent
        on referred.family = sent.family and referred.referral_nth = sent.nth
    left join places as closings
        on kept.family = closings.family and kept.closing_nth = closings.nth
),

judged_meldingen as (
    select
        looked.*,
        case
            when sent_us > since_us then 'overgedragen'
            when busy_us is null or busy_us <= since_us then 'eerste'
            when n_open > 0 or start_us - closed_us < 86400000000 then 'vervolgmelding'
            else 'hermelding'
        end as class
    from looked
),

nameless as (
    select event_id, family, client_id
    from families
    where kind = 'melding' and partner is null
),

every as (
    select
        event_id,
        family,
        client_id,
        n_clients,
        class,
        case when class = 'overgedragen' then referral_event_id end as referral_event_id,
        case when class = 'hermelding' then closing_event_id end as closing_event_id,
        event_ids
    from judged_meldingen
    union all
    select
        event_id,
        family,
        client_id,
        case when client_id is null then 0 else 1 end as n_clients,
        cast(null as varchar) as class,
        cast(null as varchar) as referral_event_id,
        cast(null as varchar) as closing_event_id,
        [event_id] as event_ids
    from nameless
)

select
    every.event_id,
    past_events.journey_id,
    case when substr(every.family, 1, 1) = 'h' then substr(every.family, 2) end as household_id,
    every.client_id,
    every.n_clients,
    past_events.partner,
    past_events.source,
    past_events.case_id,
    past_events.started_at as reported_at,
    every.class,
    every.referral_event_id,
    every.closing_event_id,
    closings.ended_at as closed_at,
    every.event_ids
from every
inner join past_events on every.event_id = past_events.event_id
left join past_events as closings on every.closing_event_id = closings.event_id
order by every.event_id
