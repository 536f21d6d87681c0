-- One row per journey that was chosen so far and passes a filter: the values that are null do not filter.
-- Definition: of the journey its gemeente, route, beginning and id; of any of its events the domain and partner.
select whole.journey_id
from whole_journeys as whole
inner join chosen on whole.journey_id = chosen.journey_id
where
    ($municipality is null or whole.municipality in (select unnest(cast($municipality as varchar[]))))
    and ($route is null or whole.route_id in (select unnest(cast($route as varchar[]))))
    and ($journeys is null or whole.journey_id in (select unnest(cast($journeys as varchar[]))))
    and ($since is null or whole.started_at >= $since)
    and ($until is null or whole.started_at < $until)
    and (
        $domain is null
        or whole.journey_id in (
            select journey_id from whole_events where domain in (select unnest(cast($domain as varchar[])))
        )
    )
    and (
        $partner is null
        or whole.journey_id in (
            select journey_id from whole_events where partner in (select unnest(cast($partner as varchar[])))
        )
    )
