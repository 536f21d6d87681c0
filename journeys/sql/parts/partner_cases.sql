-- One row per event and member at a partner of a family with a melding: how the partner knew the family.
-- Definition: busy_us is the latest end of the partner's earlier events for the family, n_open how many of its
-- cases are open then, closing_nth its latest earlier afsluiting. A case is open when its latest event is no
-- afsluiting. n_closed counts the afsluitingen of the event's own case before it.
with stated as (
    select
        family_places.*,
        coalesce(
            lag(is_closing) over (
                partition by family, partner, source, case_id
                order by nth, event_id, member
            ),
            true
        ) as was_closed
    from family_places
    where partner is not null
)

select
    family,
    partner,
    source,
    case_id,
    nth,
    event_id,
    member,
    kind,
    start_us,
    max(end_us) over there as busy_us,
    sum(
        case
            when not is_closing and was_closed then 1
            when is_closing and not was_closed then -1
            else 0
        end
    ) over there as n_open,
    max(case when is_closing then nth end) over there as closing_nth,
    coalesce(
        sum(case when is_closing then 1 else 0 end) over (
            partition by family, partner, source, case_id
            order by nth
            range between unbounded preceding and 1 preceding
        ),
        0
    ) as n_closed
from stated
window there as (
    partition by family, partner
    order by nth
    range between unbounded preceding and 1 preceding
)
