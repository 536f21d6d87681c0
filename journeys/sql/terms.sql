-- One row per term that a partner wrote in a source: what it means, and how often it stands there.
-- Definition: docs/definitions.md, terms. A term of the vocabulary counts for its own source and partner,
-- before its source, before its partner, before all (source '', partner ''), and any of these before what comes
-- with klantreis (is_shipped). Matched in its one spelling (spellings: white space, unseen characters and loose
-- accents make no other term); a term that the vocabulary does not have means itself, of kind overig: is_mapped
-- false. likelihood is that of a proposal which nobody confirmed; null for all else. referred_to, where an event
-- with this term refers the client to when its row names no partner: never the partner that wrote it.
with written as (
    select source, partner, activity_source, count(*) as n
    from (
        select source, partner, activity_source from records
        union all
        select source, partner, activity_source from resident_records
    ) as said
    group by source, partner, activity_source
),

spelled as (
    select
        written.source,
        written.partner,
        written.activity_source,
        written.n,
        coalesce(spellings.activity, written.activity_source) as term
    from written
    left join spellings on written.activity_source = spellings.activity_source
),

matched as (
    select
        spelled.source,
        spelled.partner,
        spelled.activity_source,
        spelled.term,
        spelled.n,
        vocabulary.activity,
        vocabulary.kind,
        vocabulary.rank,
        vocabulary.likelihood,
        nullif(vocabulary.referred_to, spelled.partner) as referred_to,
        row_number() over (
            partition by spelled.source, spelled.partner, spelled.activity_source
            order by vocabulary.is_shipped, vocabulary.source = '', vocabulary.partner = ''
        ) as nth
    from spelled
    left join vocabulary
        on spelled.term = vocabulary.term
        and (vocabulary.source = '' or vocabulary.source = spelled.source)
        and (vocabulary.partner = '' or vocabulary.partner = spelled.partner)
)

select
    source,
    partner,
    activity_source,
    coalesce(activity, term) as activity,
    coalesce(kind, 'overig') as kind,
    coalesce(rank, 0) as rank,
    referred_to,
    likelihood,
    n,
    kind is not null as is_mapped
from matched
where nth = 1
order by source, partner, activity_source
