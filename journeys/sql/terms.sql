-- One row per term that a partner wrote in a source: what it means, and how often it stands there.
-- Definition: docs/definitions.md, terms. A term of the vocabulary counts for its own source and partner,
-- before its source, before its partner, before all (source '', partner ''). Matched without the white
-- space around it; a term that the vocabulary does not have means itself, of kind overig: is_mapped false.
with written as (
    select source, partner, activity_source, count(*) as n
    from (
        select source, partner, activity_source from records
        union all
        select source, partner, activity_source from resident_records
    ) as said
    group by source, partner, activity_source
),

matched as (
    select
        written.source,
        written.partner,
        written.activity_source,
        written.n,
        vocabulary.activity,
        vocabulary.kind,
        vocabulary.rank,
        row_number() over (
            partition by written.source, written.partner, written.activity_source
            order by vocabulary.source = '', vocabulary.partner = ''
        ) as nth
    from written
    left join vocabulary
        on trim(written.activity_source) = vocabulary.term
        and (vocabulary.source = '' or vocabulary.source = written.source)
        and (vocabulary.partner = '' or vocabulary.partner = written.partner)
)

select
    source,
    partner,
    activity_source,
    coalesce(activity, activity_source) as activity,
    coalesce(kind, 'overig') as kind,
    coalesce(rank, 0) as rank,
    n,
    kind is not null as is_mapped
from matched
where nth = 1
order by source, partner, activity_source
