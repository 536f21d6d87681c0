"""The front page's figures: one small query each, on a run's tables.

As `outputs.report.figures`: a connection in, a small frame out; seconds, and shares from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outputs.tables import frame

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def changed_signals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per kind of signal of this night or the last one: how many are new, still there, gone."""
    return frame(
        connection,
        """
        select
            kind,
            count(*) filter (where status = 'new') as n_new,
            count(*) filter (where status = 'still') as n_still,
            count(*) filter (where status = 'gone') as n_gone
        from signal_changes
        group by kind
        order by n_new + n_gone desc, kind
        """,
    )


def signal_totals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: all signals, the grave ones, and the journeys that have any."""
    return frame(
        connection,
        """
        select
            count(*) as n,
            count(*) filter (where severity = 'hoog') as n_grave,
            count(distinct journey_id) as n_journeys
        from signals
        """,
    )


def trends(connection: duckdb.DuckDBPyConnection, smallest: int, limit: int = 5) -> pd.DataFrame:
    """One row per pair of partners between which waiting became longer or shorter, and not by chance."""
    return frame(
        connection,
        f"""
        select
            from_partner, to_partner, n_journeys_last, n_journeys_before, trend > 0.5 as is_longer,
            median_last_days * 86400 as median_last_s,
            median_before_days * 86400 as median_before_s
        from bottlenecks
        where
            place_level = 'partner' and is_trend
            and least(n_journeys_last, n_journeys_before) >= {smallest:d}
        order by total_last_days desc, from_partner nulls last, to_partner nulls last
        limit {limit:d}
        """,
    )


def worst_places(
    connection: duckdb.DuckDBPyConnection, smallest: int, limit: int = 5
) -> pd.DataFrame:
    """One row per pair of activities at partners between which journeys waited longest together."""
    return frame(
        connection,
        f"""
        select
            from_partner, from_activity, to_partner, to_activity, n, n_journeys, share, is_trend, trend,
            total_days * 86400 as total_s,
            median_days * 86400 as median_s,
            p90_days * 86400 as p90_s
        from bottlenecks
        where place_level = 'activity' and n_journeys >= {smallest:d}
        order by
            place_rank, from_partner nulls last, from_activity, to_partner nulls last, to_activity
        limit {limit:d}
        """,
    )


def small_places(connection: duckdb.DuckDBPyConnection, smallest: int) -> pd.DataFrame:
    """One row: all places where journeys waited, and those with too few to be told."""
    return frame(
        connection,
        f"""
        select
            count(*) as n_places,
            count(*) filter (where n_journeys < {smallest:d}) as n_small,
            coalesce(sum(share) filter (where n_journeys < {smallest:d}), 0) as small_share
        from bottlenecks
        where place_level = 'activity'
        """,
    )


def regie(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: journeys by how many regisseurs they had, the changes, and the gaps between two."""
    return frame(
        connection,
        """
        with had as (
            select
                count(*) as n_journeys,
                count(*) filter (where n_regisseurs = 0) as n_none,
                count(*) filter (where n_regisseurs = 1) as n_one,
                count(*) filter (where n_regisseurs > 1) as n_several
            from journeys
        ),

        changed as (
            select
                count(*) as n_changes,
                count(*) filter (where gap_days > 0) as n_gaps,
                percentile_cont(0.5) within group (order by gap_days)
                    filter (where gap_days > 0) * 86400 as median_gap_s
            from regisseur_changes
        ),

        found as (
            select
                count(distinct journey_id) filter (where kind = 'geen_regisseur') as n_late,
                count(distinct household_id) filter (where kind = 'meer_regisseurs') as n_double
            from signals
        )

        select * from had, changed, found
        """,
    )


def weak_regie(
    connection: duckdb.DuckDBPyConnection, smallest: int, limit: int = 5
) -> pd.DataFrame:
    """One row per partner whose event brought in another regisseur: how often, and with a gap."""
    return frame(
        connection,
        f"""
        select
            events.partner,
            count(*) as n_changes,
            count(distinct changes.journey_id) as n_journeys,
            count(*) filter (where changes.gap_days > 0) as n_gaps,
            percentile_cont(0.5) within group (order by changes.gap_days)
                filter (where changes.gap_days > 0) * 86400 as median_gap_s
        from regisseur_changes as changes
        inner join events
            on changes.journey_id = events.journey_id and changes.event_id = events.event_id
        group by events.partner
        having count(distinct changes.journey_id) >= {smallest:d}
        order by n_changes desc, events.partner nulls last
        limit {limit:d}
        """,
    )


def links_by_rule(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per rule: the cases whose client was recognised by it, and the mean probability."""
    return frame(
        connection,
        """
        select
            rule,
            count(*) as n,
            count(*) / sum(count(*)) over () as share,
            avg(probability) as mean_probability
        from links
        group by rule
        order by n desc, rule
        """,
    )


def review_questions(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: how many questions of who is who a person can answer."""
    return frame(connection, "select count(*) as n from review")


def filled(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: of all events, how many lack something that the figures stand on."""
    return frame(
        connection,
        """
        select
            count(*) as n_events,
            count(*) filter (where partner is null) as n_without_partner,
            count(*) filter (where "precision" = 'day') as n_days,
            count(*) filter (where is_running) as n_running,
            count(regisseur) as n_with_regisseur,
            count(referred_to) as n_with_referral,
            count(municipality) as n_with_municipality,
            count(domain) as n_with_domain
        from events
        """,
    )
