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
    """One row per kind of signal of this night or the last one, and one for all (kind null).

    How many are new, still there, gone; and of how many journeys (or families, where a signal is about
    several journeys) the first two are. What is gone has no journey any more.
    """
    return frame(
        connection,
        """
        select
            changes.kind,
            count(*) filter (where status = 'new') as n_new,
            count(*) filter (where status = 'still') as n_still,
            count(*) filter (where status = 'gone') as n_gone,
            count(distinct coalesce(journey_id, household_id)) filter (where status = 'new')
                as n_new_journeys,
            count(distinct coalesce(journey_id, household_id)) filter (where status = 'still')
                as n_still_journeys
        from signal_changes as changes
        left join signals on changes.signal_id = signals.signal_id
        group by grouping sets ((changes.kind), ())
        order by changes.kind is null desc, n_new + n_gone desc, changes.kind
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


def compared(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: of how many pairs of partners both of the last two periods hold enough journeys to compare."""
    return frame(
        connection,
        "select count(*) as n from bottlenecks where place_level = 'partner' and is_compared",
    )


def worst_places(
    connection: duckdb.DuckDBPyConnection, smallest: int, limit: int = 5
) -> pd.DataFrame:
    """One row per pair of activities at partners between which journeys waited longest together.

    is_return: every wait there runs from a closing to a new melding (docs/definitions.md, bottlenecks);
    the longest of those and of the others are given, `limit` of each. Beside each row, of all places
    that are returns or are not, as the row is: n_places, and n_large of at least `smallest` journeys.
    """
    return frame(
        connection,
        f"""
        with closing as (
            select distinct events.activity
            from events
            inner join journeys
                on events.journey_id = journeys.journey_id and events.seq = journeys.n_events
            where journeys.closed
        ),

        told_return as (
            select
                waits.from_partner,
                waits.from_activity,
                waits.to_partner,
                waits.to_activity,
                bool_and(
                    (closes.kind = 'afsluiting' or closing.activity is not null)
                    and opens.kind = 'melding'
                ) as is_return
            from waits
            inner join events as closes on waits.from_event_id = closes.event_id
            inner join events as opens on waits.to_event_id = opens.event_id
            left join closing on waits.from_activity = closing.activity
            group by
                waits.from_partner, waits.from_activity, waits.to_partner, waits.to_activity
        ),

        ranked as (
            select
                places.*,
                is_return,
                count(*) over (partition by is_return) as n_places,
                count(*) filter (where n_journeys >= {smallest:d}) over (partition by is_return)
                    as n_large,
                row_number() over (
                    partition by is_return, n_journeys >= {smallest:d}
                    order by
                        place_rank, places.from_partner nulls last, places.from_activity,
                        places.to_partner nulls last, places.to_activity
                ) as nth
            from bottlenecks as places
            inner join told_return
                on places.from_partner is not distinct from told_return.from_partner
                and places.from_activity = told_return.from_activity
                and places.to_partner is not distinct from told_return.to_partner
                and places.to_activity = told_return.to_activity
            where place_level = 'activity'
        )

        select
            from_partner, from_activity, to_partner, to_activity, n_journeys, share, is_trend, trend,
            is_return, n_places, n_large,
            total_days * 86400 as total_s,
            median_days * 86400 as median_s
        from ranked
        where n_journeys >= {smallest:d} and nth <= {limit:d}
        order by is_return, nth
        """,
    )


def regie(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: the changes of regisseur, the gaps between two, and who had none or several at once.

    All of layer proces. Of how many journeys each is: n_journeys, n_gap_journeys, n_late; n_double are
    families.
    """
    return frame(
        connection,
        """
        with changed as (
            select
                count(*) as n_changes,
                count(distinct journey_id) as n_journeys,
                count(*) filter (where gap_days > 0) as n_gaps,
                count(distinct journey_id) filter (where gap_days > 0) as n_gap_journeys,
                percentile_cont(0.5) within group (order by gap_days)
                    filter (where gap_days > 0) * 86400 as median_gap_s
            from regie_changes
            where layer = 'proces'
        ),

        found as (
            select
                count(distinct journey_id) filter (where kind = 'geen_regisseur') as n_late,
                count(distinct household_id) filter (where kind = 'meer_regisseurs') as n_double
            from signals
        )

        select * from changed, found
        """,
    )


def layers(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: whether the regie has layers, and the events and journeys whose role is in none.

    n_outside counts the events in another layer than proces.
    """
    return frame(
        connection,
        """
        select
            coalesce(cast(sum(n_events) filter (where layer <> 'proces') as bigint), 0)
                as n_outside,
            coalesce(cast(sum(n_events) filter (where not is_known) as bigint), 0) as n_unknown,
            coalesce(max(n_journeys) filter (where not is_known), 0) as n_journeys
        from role_layers
        """,
    )


def weak_regie(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per partner whose event brought in another regisseur: how often, and with a gap."""
    return frame(
        connection,
        """
        select
            events.partner,
            count(*) as n_changes,
            count(distinct changes.journey_id) as n_journeys,
            count(*) filter (where changes.gap_days > 0) as n_gaps,
            count(distinct changes.journey_id) filter (where changes.gap_days > 0)
                as n_gap_journeys,
            percentile_cont(0.5) within group (order by changes.gap_days)
                filter (where changes.gap_days > 0) * 86400 as median_gap_s
        from regie_changes as changes
        inner join events
            on changes.journey_id = events.journey_id and changes.event_id = events.event_id
        where changes.layer = 'proces'
        group by events.partner
        order by n_changes desc, events.partner nulls last
        """,
    )


def links_by_rule(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per rule: the cases whose client was recognised by it, of how many, and the mean probability.

    n_journeys counts the clients: one has one journey or more.
    """
    return frame(
        connection,
        """
        select
            rule,
            count(*) as n,
            count(distinct client_id) as n_journeys,
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


def families(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: journeys, and the different clients and households that have one."""
    return frame(
        connection,
        """
        select
            count(*) as n_journeys,
            count(distinct client_id) as n_clients,
            count(distinct household_id) as n_households
        from journeys
        """,
    )


def between_contacts(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: the time between contacts of all idle time, of how many journeys, and the handovers.

    share is 0 where nobody was ever idle; sources are those with time between contacts. n_unknown of
    the n_handovers cannot be judged.
    """
    return frame(
        connection,
        """
        with idle as (
            select
                coalesce(
                    sum(idle_s) filter (where is_between_contacts) / nullif(sum(idle_s), 0), 0
                ) as share,
                count(*) filter (where is_between_contacts) as n_contacts,
                count(distinct journey_id) filter (where is_between_contacts) as n_journeys,
                coalesce(
                    list(distinct source order by source) filter (where is_between_contacts), []
                ) as sources
            from waits
        ),

        handed as (
            select
                count(*) as n_handovers,
                count(*) filter (where judgement = 'unknown') as n_unknown,
                count(distinct journey_id) filter (where judgement = 'unknown')
                    as n_unknown_journeys,
                coalesce(
                    list(distinct source order by source) filter (where judgement = 'unknown'), []
                ) as silent_sources
            from handovers
        )

        select * from idle, handed
        """,
    )


def ahead(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row: the events that begin or end after as_of, of how many journeys, and as_of."""
    return frame(
        connection,
        """
        select count(*) as n, count(distinct journey_id) as n_journeys, any_value(as_of) as as_of
        from ahead
        cross join judged
        """,
    )


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
