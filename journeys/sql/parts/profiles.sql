-- One row per journey: what groups are made of.
-- Definition: domain and first_partner are of its first event that names one, last_partner of its last
-- event that does, last_source the source of its last event, of those that began by as_of where any did; mix is its stratum of the case mix: the domain, and whether 1, 2 or 3, or more
-- partners took part.
with named as (
    select
        journey_id,
        min_by("domain", seq) filter (where "domain" is not null) as "domain",
        min_by(partner, seq) filter (where partner is not null) as first_partner,
        coalesce(
            max_by(partner, seq) filter (where partner is not null and started_at <= as_of),
            max_by(partner, seq) filter (where partner is not null)
        ) as last_partner,
        coalesce(
            max_by(source, seq) filter (where started_at <= as_of), max_by(source, seq)
        ) as last_source
    from events
    cross join judged
    group by journey_id
)

select
    named.journey_id,
    spans.municipality,
    named."domain",
    named.first_partner,
    named.last_partner,
    named.last_source,
    concat(
        coalesce(named."domain", ''),
        case when spans.n_partners <= 1 then '|1' when spans.n_partners <= 3 then '|2-3' else '|4+' end
    ) as mix
from named
inner join spans on named.journey_id = spans.journey_id
