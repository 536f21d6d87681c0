"""The report's figures: one small query each, on a run's tables.

Every function takes a connection from `outputs.tables` and gives a small frame. Times are
in seconds, shares lie between 0 and 1. What a figure means stands in docs/definitions.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.tables import frame

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

GRAVEST_FIRST: Final = "case severity when 'hoog' then 1 when 'midden' then 2 else 3 end"


def event_totals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: events, partners that have one, and the first and the last moment of any up to as_of."""
    return frame(
        connection,
        """
        select
            count(*) as n_events,
            count(distinct partner) as n_partners,
            min(started_at) as first_at,
            max(least(ended_at, as_of)) as last_at
        from events
        cross join judged
        """,
    )


def journey_totals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: journeys, those that were handed over, by how many regisseurs they had, and waiting.

    Regisseurs are those in layer proces. n_unjudged_regisseur: journeys of which no source ever names a
    regisseur. Waiting leaves the time between contacts out.
    """
    return frame(
        connection,
        """
        with held as (
            select journey_id, count(distinct regisseur) as n_held
            from regie_spells
            where layer = 'proces'
            group by journey_id
        ),

        directed as (
            select distinct journey_id
            from events
            where source in (
                select source
                from rule_status
                where rule = 'regisseurs' and source is not null and because is null
            )
        )

        select
            count(*) as n_journeys,
            count(*) filter (where n_handovers > 0) as n_handed_over,
            count(*) filter (where n_held is null and directed.journey_id is not null)
                as n_without_regisseur,
            count(*) filter (where directed.journey_id is null) as n_unjudged_regisseur,
            count(*) filter (where n_held = 1) as n_one_regisseur,
            count(*) filter (where n_held > 1) as n_more_regisseurs,
            percentile_cont(0.5) within group (order by waiting_s - between_contacts_s)
                as median_waiting_s,
            percentile_cont(0.9) within group (order by waiting_s - between_contacts_s)
                as p90_waiting_s
        from journeys
        left join held on journeys.journey_id = held.journey_id
        left join directed on journeys.journey_id = directed.journey_id
        """,
    )


def throughput(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row for closed and one for open journeys: how many, and how long they took so far."""
    return frame(
        connection,
        """
        select
            closed,
            count(*) as n_journeys,
            percentile_cont(0.5) within group (order by duration_s) as median_duration_s,
            percentile_cont(0.9) within group (order by duration_s) as p90_duration_s
        from journeys
        group by closed
        order by closed desc
        """,
    )


def durations_with_open(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row, none without journeys: how long half of all take, and half of the closed ones alone."""
    return frame(
        connection,
        """
        select
            n_ended, n_open, median_days, median_low_days, median_high_days, naive_median_days
        from survival_medians
        where measure = 'closed' and group_kind = 'all'
        """,
    )


def handover_kinds(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per judgement of handovers: how many, of how many journeys, the returns, the median wait.

    The median is that of the n_waits handovers in which was waited, in n_wait_journeys.
    """
    return frame(
        connection,
        """
        select
            judgement as kind,
            count(*) as n,
            count(*) / sum(count(*)) over () as share,
            count(distinct handovers.journey_id) as n_journeys,
            count(*) filter (where "returns") as n_returns,
            count(distinct handovers.journey_id) filter (where "returns") as n_returning_journeys,
            count(wait_s) as n_waits,
            count(distinct handovers.journey_id) filter (where wait_s is not null) as n_wait_journeys,
            percentile_cont(0.5) within group (order by wait_s) as median_wait_s
        from handovers
        inner join step_waits
            on handovers.journey_id = step_waits.journey_id and handovers.seq = step_waits.seq
        group by judgement
        order by n desc, judgement
        """,
    )


def referral_outcomes(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per outcome: how many referrals, in how many journeys, and the median and p90 to an answer."""
    return frame(
        connection,
        """
        select
            outcome,
            count(*) as n,
            count(distinct journey_id) as n_journeys,
            count(*) / sum(count(*)) over () as share,
            percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
            percentile_cont(0.9) within group (order by wait_s) as p90_wait_s
        from referrals
        group by outcome
        order by n desc, outcome
        """,
    )


def regisseur_changes(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: the changes of regisseur in layer proces, and in how many journeys they were."""
    return frame(
        connection,
        """
        select count(*) as n_changes, count(distinct journey_id) as n_journeys
        from regie_changes
        where layer = 'proces'
        """,
    )


def wait_totals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: how many waits there were, the time between contacts left out."""
    return frame(connection, "select count(*) as n_waits from waits where not is_between_contacts")


def longest_waits(connection: duckdb.DuckDBPyConnection, limit: int = 10) -> pd.DataFrame:
    """One row per wait, the longest first."""
    return frame(
        connection,
        f"""
        select
            journey_id, from_activity, to_activity, from_partner, to_partner,
            from_at, to_at, idle_s
        from waits
        where not is_between_contacts
        order by idle_s desc, journey_id, seq
        limit {limit:d}
        """,
    )


def partner_pairs(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per pair of partners: the handovers, of how many journeys, and the median of their waits."""
    return frame(
        connection,
        """
        select from_partner, to_partner, n, n_journeys, n_waits, n_wait_journeys, median_wait_s
        from pair_waits
        order by n desc, from_partner, to_partner
        """,
    )


def dominant_routes(
    connection: duckdb.DuckDBPyConnection, limit: int = 10, smallest: int = 1
) -> pd.DataFrame:
    """One row per route, the most taken first, with its steps and the number of all routes.

    Those of fewer than `smallest` journeys are left out. Steps are counted in the journeys, since an
    activity's own name may hold ' > '.
    """
    return frame(
        connection,
        f"""
        with dominant as (
            select
                route_id, route, n_journeys, share,
                (select count(*) from routes) as n_routes
            from routes
            where n_journeys >= {smallest:d}
            order by n_journeys desc, route
            limit {limit:d}
        ),

        lengths as (
            select route_id, max(n_events) as n_steps
            from journeys
            where route_id in (select route_id from dominant)
            group by route_id
        )

        select dominant.route, dominant.n_journeys, dominant.share, dominant.n_routes, n_steps
        from dominant
        inner join lengths on dominant.route_id = lengths.route_id
        order by dominant.n_journeys desc, dominant.route
        """,
    )


def unmapped_terms(connection: duckdb.DuckDBPyConnection, limit: int = 10) -> pd.DataFrame:
    """One row per source's term that the vocabulary gives no meaning, the most used first.

    n_terms and n_events count them all, also those beyond the limit.
    """
    return frame(
        connection,
        f"""
        select
            source,
            activity_source as term,
            cast(sum(n) as bigint) as n,
            count(*) over () as n_terms,
            cast(sum(sum(n)) over () as bigint) as n_events
        from terms
        where not is_mapped
        group by source, activity_source
        order by n desc, source, term
        limit {limit:d}
        """,
    )


def worst_places(
    connection: duckdb.DuckDBPyConnection, limit: int = 5, smallest: int = 1
) -> pd.DataFrame:
    """One row per pair of partners between which journeys waited longest together, ranked.

    Those of fewer than `smallest` journeys are left out. n_places counts all pairs, n_small those with
    fewer.
    """
    return frame(
        connection,
        f"""
        select
            from_partner, to_partner, n_journeys, share, is_trend, trend,
            total_days * 86400 as total_s,
            median_days * 86400 as median_s,
            n_places, n_small
        from bottlenecks
        cross join (
            select
                count(*) as n_places,
                count(*) filter (where n_journeys < {smallest:d}) as n_small
            from bottlenecks
            where place_level = 'partner'
        ) as all_places
        where place_level = 'partner' and n_journeys >= {smallest:d}
        order by place_rank, from_partner, to_partner
        limit {limit:d}
        """,
    )


def signal_kinds(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per kind of signal, the gravest first: how many, of how many journeys or households."""
    return frame(
        connection,
        f"""
        select
            kind, severity,
            count(*) as n,
            count(distinct coalesce(journey_id, household_id)) as n_journeys
        from signals
        group by kind, severity
        order by {GRAVEST_FIRST}, n desc, kind
        """,
    )


def gravest_signals(connection: duckdb.DuckDBPyConnection, limit: int = 10) -> pd.DataFrame:
    """One row per signal: the gravest, and of those the latest first."""
    return frame(
        connection,
        f"""
        select journey_id, kind, explanation
        from signals
        order by {GRAVEST_FIRST}, coalesce(until, since) desc, signal_id
        limit {limit:d}
        """,
    )
