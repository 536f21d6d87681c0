-- One row per event of kind melding and member: which melding it belongs to.
-- Definition: the first meldingen of the members in one case are one, and so are their second ones; after an
-- afsluiting of the case they are counted anew. turn says which it is, first_nth where it begins.
-- Trap: a row of a source that concerns several members is one, at each level.
with turned as (
    select
        partner_cases.*,
        dense_rank() over (
            partition by family, partner, source, case_id, n_closed, member
            order by nth
        ) as own_turn
    from partner_cases
    where kind = 'melding'
),

joined as (
    select
        turned.*,
        max(own_turn) over (partition by family, partner, source, case_id, n_closed, nth) as turn
    from turned
)

select
    joined.*,
    min(nth) over (partition by family, partner, source, case_id, n_closed, turn) as first_nth
from joined
