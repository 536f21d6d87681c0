"""Who is who: nodes with tokens in, clients, households and questions out."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from journeys.linking.cluster import agglomerate
from journeys.linking.comparisons import ADDRESS, BIRTH, FAMILY, GIVEN, SOURCE, level_of
from journeys.linking.households import household_ids
from journeys.linking.islands import NodeValues
from journeys.linking.outcome import links_table, people_table
from journeys.linking.pairs import scored_pairs
from journeys.linking.partners import APART, AWAY, NodeSources
from journeys.linking.records import lay_out
from journeys.linking.review import review_table
from journeys.linking.rules import by_rule, decided
from journeys.linking.scored import Pairs
from journeys.linking.settings import Decision, Linked, LinkSettings
from journeys.linking.sides import ADDRESSES, BIRTH_DATES, GIVEN_NAMES, SURNAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine


RECORDS: Final = "linking_records"
PAIRS: Final = "linking_pairs"


def link(
    connection: Engine,
    nodes: pa.Table | str,
    decisions: pa.Table | Sequence[Decision] = (),
    settings: LinkSettings | None = None,
) -> Linked:
    """Work out which nodes are one client, and which clients one household.

    In order of strength: what a reviewer decided; the same shared key; the same valid BSN (but where
    given name and birth date both clearly differ: that is asked); probability. The outcome depends on
    the nodes and decisions alone, not on their order, the machine, or earlier outcomes.

    Args:
        connection: an engine; temporary tables `linking_…` come and go in it.
        nodes: one row for each node: person (unique), source, first_at, last_at (timestamptz or null),
            household (a given household's pseudonym, or null; may be left out), and each feature of
            `SCALARS` (BIGINT) and `LISTS` (BIGINT[]); one that is left out is null. A table, or the
            name of a table or view in the connection.
        decisions: what reviewers said; in a table: person_a, person_b, is_same, the latest last.
        settings: the limits; None: the defaults.

    Raises:
        AnalysisError: the nodes have no column person, or a person stands there twice.
    """
    settings = settings or LinkSettings()
    lay_out(connection, nodes, RECORDS, settings)
    shown = connection.execute("select current_setting('enable_progress_bar')").fetchone()
    connection.execute("set enable_progress_bar = false")  # splink's queries would show one each
    try:
        return _linked(connection, _decisions(decisions), settings)
    finally:
        for name in (RECORDS, PAIRS):
            connection.execute(f"drop table if exists {name}")
        connection.execute(f"set enable_progress_bar = {bool(shown and shown[0])}")


def _linked(connection: Engine, decisions: Sequence[Decision], settings: LinkSettings) -> Linked:
    persons = connection.execute(f"select person from {RECORDS} order by n").to_arrow_table()
    place = {person: n for n, person in enumerate(persons["person"].to_pylist())}
    same, apart = decided(decisions, place)
    groups = by_rule(
        len(place),
        same,
        apart,
        [("key", _sharing(connection, "key")), ("bsn", _sharing(connection, "bsn"))],
        doubted := _doubted(connection),
    )
    model = scored_pairs(connection, RECORDS, PAIRS, settings)
    numbers = NodeValues(
        **{field.name: _codes(connection, field.name) for field in fields(NodeValues)}
    )
    pairs, partners = _pairs(connection, numbers.source), _partners(model, numbers.source)
    agglomerate(groups, pairs, numbers, partners, settings)
    people = people_table(connection, RECORDS, groups, pairs, same)
    review, n_beyond = review_table(
        connection,
        (RECORDS, PAIRS),
        groups,
        pairs,
        numbers,
        partners,
        doubted=doubted,
        settings=settings,
    )
    households = household_ids(connection, RECORDS, people, settings.max_household_clients)
    return Linked(
        people=people.add_column(2, "household_id", households),
        links=links_table(persons, groups),
        review=review,
        model={
            **model,
            "upper": settings.upper,
            "lower": settings.lower,
            "cohesion": settings.cohesion,
            "n_records": len(place),
            "n_clients": len(set(groups.of)),
            "n_decisions": len(same) + len(apart),
            "n_review": review.num_rows,
            "n_review_beyond_limit": n_beyond,
        },
    )


def _decisions(decisions: pa.Table | Sequence[Decision]) -> Sequence[Decision]:
    if isinstance(decisions, pa.Table):
        rows: list[dict[str, Any]] = decisions.select(
            ["person_a", "person_b", "is_same"]
        ).to_pylist()
        return [Decision(**row) for row in rows]
    return decisions


def _sharing(connection: Engine, column: str) -> list[list[int]]:
    """The nodes that share a value, value by value, in an order that is the nodes' own."""
    rows = connection.execute(
        f"select list(n order by n) as nodes from {RECORDS} where {column} is not null"
        f" group by {column} having count(*) > 1 order by nodes[1]"
    ).fetchall()
    return [nodes for (nodes,) in rows]


def _doubted(connection: Engine) -> list[tuple[int, int]]:
    """Pairs with one BSN that look like two people: of two things that both say, both clearly differ.

    So it is where a child's record has the BSN of its parent: given names and birth dates. Without a birth
    date it is given names and surnames; without a given name, surnames and birth dates.
    """
    numbers = (
        "(l.initial <> r.initial and not list_has_any(l.given_near, r.given_near)"
        " and l.given_root is distinct from r.given_root)"
    )
    family = (
        "(l.family <> r.family and l.family_sound <> r.family_sound"
        " and not list_has_any(l.family_near, r.family_near)"
        " and not list_has_any(l.family_parts, r.family_parts))"
    )
    birth = (
        "(l.birth_date <> r.birth_date and l.birth_unordered <> r.birth_unordered"
        " and not list_has_any(l.birth_near, r.birth_near)"
        " and (l.birth_year <> r.birth_year or (l.birth_by_year is null and r.birth_by_year is null)))"
    )
    return connection.execute(
        f"select l.n, r.n from {RECORDS} l join {RECORDS} r on l.bsn = r.bsn and l.n < r.n"
        f" where ({numbers} and {birth}"
        f" or {numbers} and {family} and (l.birth_date is null or r.birth_date is null)"
        f" or {family} and {birth} and (l.initial is null or r.initial is null))"
        " and (l.key is null or r.key is null or l.key <> r.key) order by all"
    ).fetchall()


def _codes(connection: Engine, column: str) -> np.ndarray[Any, Any]:
    """For each node the number of its value, −1 where it has none."""
    rows = connection.execute(
        f"select case when {column} is null then -1 else dense_rank() over (order by {column}) end as c"
        f" from {RECORDS} order by n"
    ).fetchnumpy()["c"]
    return np.asarray(rows, dtype=np.int64)


def _pairs(connection: Engine, sources: np.ndarray[Any, Any]) -> Pairs:
    """The scored pairs; those that are improbable can speak against."""
    moved = f"not is_home and address in ({level_of(ADDRESS, 'differs')}, {level_of(ADDRESS, 'region')})"
    rows = connection.execute(
        "select l, r, weight, blocked is null as may_link,"
        f" (given >= {level_of(GIVEN, 'called')})::int * {GIVEN_NAMES}"
        f" + (birth > {level_of(BIRTH, 'generation')})::int * {BIRTH_DATES}"
        f" + (family >= 0)::int * {SURNAMES} + (is_home or address >= 0)::int * {ADDRESSES} as tell,"
        f" (given between 0 and {level_of(GIVEN, 'same_initial')})::int * {GIVEN_NAMES}"
        f" + (birth between 0 and {level_of(BIRTH, 'generation')})::int * {BIRTH_DATES}"
        f" + (family = {level_of(FAMILY, 'differs')})::int * {SURNAMES}"
        f" + ({moved})::int * {ADDRESSES} as differ,"
        f" {moved} as is_away, source = {level_of(SOURCE, 'same')} as is_same_source"
        f" from {PAIRS} order by l, r"
    ).fetchnumpy()
    left = np.asarray(rows["l"], dtype=np.int64)
    twice = np.where(rows["is_same_source"], sources[left], APART)
    return Pairs(
        left,
        np.asarray(rows["r"], dtype=np.int64),
        np.asarray(rows["weight"], dtype=np.float64),
        np.asarray(rows["may_link"], dtype=np.bool_),
        np.asarray(rows["tell"], dtype=np.int8),
        np.asarray(rows["differ"], dtype=np.int8),
        np.where(rows["is_away"], AWAY, twice).astype(np.int64),
    )


def _partners(model: dict[str, Any], sources: np.ndarray[Any, Any]) -> NodeSources:
    """What the model learned of two records at one address: of one source, and of two."""
    levels = model["comparisons"]["source"]
    same, other = (
        math.log2(levels[name]["m_home"] / levels[name]["u_home"]) for name in ("same", "other")
    )
    return NodeSources(sources, same, other)
