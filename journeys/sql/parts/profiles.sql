-- One row per journey that began by as_of: what groups are made of.
-- Definition: municipality, domain and first_partner are of its first event that names one, last_partner of
-- its last event that does, last_source the source of its last event; mix is its stratum of the case mix: the
-- domain, and whether 1, 2 or 3, or more partners took part. What begins after as_of says nothing.
with named as (
    select
        journey_id,
        min_by(municipality, seq) filter (where municipality is not null) as municipality,
        min_by("domain", seq) filter (where "domain" is not null) as "domain",
        min_by(partner, seq) filter (where partner is not null) as first_partner,
        max_by(partner, seq) filter (where partner is not null) as last_partner,
        max_by(source, seq) as last_source,
        count(distinct partner) as n_partners
    from past_events
    group by journey_id
)

select
    journey_id,
    municipality,
    "domain",
    first_partner,
    last_partner,
    last_source,
    concat(
        coalesce("domain", ''),
        case when n_partners <= 1 then '|1' when n_partners <= 3 then '|2-3' else '|4+' end
    ) as mix
from named
