-- One row per finding: what hurts, where, since when, and the events that show it.
-- Definition: docs/definitions.md, signals; each kind is one query in signals/. A rule (table rules)
-- can switch a kind off, change its limit and severity, or keep it to some partners. A kind says nothing
-- of a journey whose sources cannot tell (unjudged_journeys; rule_status says which and why).
-- signal_id is a hash of the kind and the evidence that makes it that finding, so that it is the same
-- every night, however long it lasts.
-- Trap: local dates are taken beside settings alone: after another join the zone is looked up for every
-- row.
with dated as (
    select
        findings.*,
        case
            when findings.since is null then 'onbekend'
            else strftime(findings.since at time zone settings.timezone, '%-d-%-m-%Y')
        end as since_text,
        case
            when findings.until is null then 'nu'
            else strftime(findings.until at time zone settings.timezone, '%-d-%-m-%Y')
        end as until_text
    from findings
    cross join settings
),

worded as (
    select
        dated.*,
        rules.rule,
        rules.version as rule_version,
        rules.severity,
        rules.unit,
        rules.template,
        coalesce(cast(cast(floor(dated.value) as bigint) as varchar), '') as n_text,
        -- As the pages round a duration: from whole seconds, tenths of a day below ten days, halves up.
        cast(floor(dated.value * 86400 + 0.5) as bigint) as whole_s,
        cast(floor(floor(dated.value * 86400 + 0.5) / 8640 + 0.5) as bigint) as tenths,
        cast(floor(floor(dated.value * 86400 + 0.5) / 86400 + 0.5) as bigint) as days,
        case
            when dated.bound = floor(dated.bound)
                then cast(cast(dated.bound as bigint) as varchar)
            else replace(cast(dated.bound as varchar), '.', ',')
        end as bound_text,
        case when floor(dated.value) = 1 then rules.one else rules.many end as value_word,
        case when dated.bound = 1 then rules.one else rules.many end as bound_word
    from dated
    inner join rules on dated.kind = rules.kind
    left join unjudged_journeys
        on dated.kind = unjudged_journeys.rule and dated.journey_id = unjudged_journeys.journey_id
    where
        unjudged_journeys.rule is null
        and rules.is_enabled
        and (rules.partners is null or list_contains(rules.partners, dated.partner))
),

measured as (
    select
        worded.*,
        case
            when unit <> 'days' or whole_s is null then concat(n_text, ' ', value_word)
            when whole_s < 84600 then 'minder dan 1 dag'
            when tenths = 10 then '1 dag'
            when whole_s >= 864000 and days >= 1000
                then concat(
                        cast(cast(floor(days / 1000) as bigint) as varchar), '.',
                        right(concat('000', cast(days % 1000 as varchar)), 3), ' dagen'
                    )
            when whole_s >= 864000 or tenths % 10 = 0
                then concat(cast(days as varchar), ' dagen')
            else concat(
                    cast(cast(floor(tenths / 10) as bigint) as varchar), ',',
                    cast(tenths % 10 as varchar), ' dagen'
                )
        end as value_text
    from worded
)

select
    substr(md5(concat(kind, '|', evidence)), 1, 20) as signal_id,
    kind,
    severity,
    journey_id,
    household_id,
    partner,
    since,
    until,
    value,
    bound as "limit",
    unit,
    rule,
    rule_version,
    event_ids,
    printf(
        template,
        since_text,
        until_text,
        value_text,
        n_text,
        concat(coalesce(bound_text, ''), ' ', bound_word),
        coalesce(partner, 'een onbekende partner'),
        coalesce(other, 'een onbekende partner')
    ) as explanation
from measured
order by kind, since, signal_id
