-- One row per norm and event that is a milestone of it.
-- Definition: an event is a milestone where one of the milestone's selectors fits it: each column that
-- the selector names has that value. One event can be several milestones. happened_on is the local
-- date of its started_at.
-- Selectors are held against the few combinations that events have, not against each event.
with combinations as (
    select distinct kind, activity, partner, domain, municipality
    from past_events
),

matched as (
    select
        norm_selectors.norm,
        combinations.kind,
        combinations.activity,
        combinations.partner,
        combinations.domain,
        combinations.municipality,
        max(case when norm_selectors.milestone = 'from' then 1 else 0 end) as is_from,
        max(case when norm_selectors.milestone = 'to' then 1 else 0 end) as is_to,
        max(case when norm_selectors.milestone = 'suspend' then 1 else 0 end) as is_suspend,
        max(case when norm_selectors.milestone = 'resume' then 1 else 0 end) as is_resume
    from combinations
    inner join norm_selectors
        on coalesce(norm_selectors.kind = combinations.kind, norm_selectors.kind is null)
        and coalesce(norm_selectors.activity = combinations.activity, norm_selectors.activity is null)
        and coalesce(norm_selectors.partner = combinations.partner, norm_selectors.partner is null)
        and coalesce(norm_selectors.domain = combinations.domain, norm_selectors.domain is null)
        and coalesce(
            norm_selectors.municipality = combinations.municipality,
            norm_selectors.municipality is null
        )
    group by
        norm_selectors.norm,
        combinations.kind,
        combinations.activity,
        combinations.partner,
        combinations.domain,
        combinations.municipality
)

select
    matched.norm,
    past_events.journey_id,
    past_events.seq,
    past_events.event_id,
    cast(past_events.started_at at time zone settings.timezone as date) as happened_on,
    matched.is_from = 1 as is_from,
    matched.is_to = 1 as is_to,
    matched.is_suspend = 1 as is_suspend,
    matched.is_resume = 1 as is_resume
from past_events
cross join settings
inner join matched
    on past_events.kind = matched.kind
    and past_events.activity = matched.activity
    and past_events.partner is not distinct from matched.partner
    and past_events.domain is not distinct from matched.domain
    and past_events.municipality is not distinct from matched.municipality
