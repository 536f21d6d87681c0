-- One row per melding and member before which a referral to its partner stood open.
-- Definition: somebody referred the member, or a member who is not named, to this partner, and nothing has
-- happened there since: for that member, or for a member who is not named. referral_nth is the latest such
-- referral in the order of the family's events (family_places).
-- Trap: an event at the partner for another member of the family answers no referral of this one, and a
-- row of a partner that refers to itself does not answer itself.
with touched as (
    select family, referred_to as place, member, nth, event_id, kind, false as is_visit
    from family_places
    where referred_to is not null
    union all
    select family, partner as place, member, nth, event_id, kind, true as is_visit
    from family_places
    where partner is not null
),

looked as (
    select
        touched.*,
        coalesce(max(case when is_visit then nth end) over there, 0) as any_visit,
        coalesce(max(case when is_visit and member is null then nth end) over there, 0)
            as nameless_visit,
        max(case when not is_visit then nth end) over there as any_sent,
        max(case when not is_visit and member is null then nth end) over there as nameless_sent,
        coalesce(max(case when is_visit then nth end) over mine, 0) as own_visit,
        max(case when not is_visit then nth end) over mine as own_sent
    from touched
    window
        there as (
            partition by family, place
            order by nth
            range between unbounded preceding and 1 preceding
        ),
        mine as (
            partition by family, place, member
            order by nth
            range between unbounded preceding and 1 preceding
        )
),

stood_open as (
    select
        family,
        event_id,
        case when member is null and any_sent >= any_visit then any_sent end as any_nth,
        case when nameless_sent >= any_visit then nameless_sent end as nameless_nth,
        case
            when
                member is not null
                and own_sent >= own_visit
                and own_sent >= nameless_visit
                then own_sent
        end as own_nth
    from looked
    where is_visit and kind = 'melding'
)

select
    family,
    event_id,
    greatest(coalesce(any_nth, 0), coalesce(nameless_nth, 0), coalesce(own_nth, 0)) as referral_nth
from stood_open
where any_nth is not null or nameless_nth is not null or own_nth is not null
