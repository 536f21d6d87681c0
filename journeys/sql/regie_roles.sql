-- One row per spell in one role: procesregisseur, casusregisseur, ICR, MDA++ … each apart.
-- Definition: as regisseurs, among the journey's events of one regisseur_role; rows that name no role
-- are a role of their own (null). until_at is the latest end of the spell's regie_einde events; else
-- the role's next spell's from_at; for its last spell the journey's end (past_spans). What begins after
-- as_of begins no spell.
with named as (
    select
        journey_id,
        coalesce(regisseur_role, '') as role_key,
        seq,
        event_id,
        regisseur,
        started_at,
        case when kind = 'regie_einde' then ended_at end as given_up_at,
        lag(regisseur) over timeline as previous
    from past_events
    where regisseur is not null
    window timeline as (partition by journey_id, coalesce(regisseur_role, '') order by seq)
),

numbered as (
    select
        journey_id,
        role_key,
        seq,
        event_id,
        regisseur,
        started_at,
        given_up_at,
        sum(case when previous = regisseur then 0 else 1 end) over (
            partition by journey_id, role_key
            order by seq
            rows between unbounded preceding and current row
        ) as spell
    from named
),

spells as (
    select
        journey_id,
        role_key,
        spell,
        min(regisseur) as regisseur,
        min_by(event_id, seq) as event_id,
        min(started_at) as from_at,
        max(given_up_at) as given_up_at,
        count(*) as n_events
    from numbered
    group by journey_id, role_key, spell
)

select
    spells.journey_id,
    case when spells.role_key <> '' then spells.role_key end as regisseur_role,
    cast(spells.spell as bigint) as spell,
    spells.regisseur,
    spells.event_id,
    spells.from_at,
    coalesce(
        spells.given_up_at,
        lead(spells.from_at) over (
            partition by spells.journey_id, spells.role_key
            order by spells.spell
        ),
        past_spans.ended_at
    ) as until_at,
    spells.n_events
from spells
inner join past_spans on spells.journey_id = past_spans.journey_id
order by spells.journey_id, regisseur_role, spells.spell
