"""The packs: every journey of a run, some two hundred a file, written part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outputs.queries import Queries, lay_table
from outputs.report.pages.klantreis.buckets import Buckets
from outputs.report.pages.klantreis.columns import FACTS, SECTIONS, WordList, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from journeys.engine import Engine
    from outputs.report.pages.klantreis.buckets import Part
    from outputs.report.pages.klantreis.columns import Numbers

QUERIES: Final = Queries("outputs.report.pages.klantreis", "journey")
UNRANGED: Final = ("shared", "signals")
"""Sections that read what was already laid out of the part, and not the run's tables by pseudonym."""


def write_packs(connection: Engine, write: Callable[[str, object], object]) -> Buckets:
    """Write every journey, each in the file that the first bits of its pseudonym name.

    One part of the pseudonyms is read at a time, so that memory is bounded however many there are.

    Args:
        connection: the run's tables, and `journey_findings` (`lay_out_findings`).
        write: takes a file's name and its value.

    Returns:
        How they were dealt.
    """
    sizes = QUERIES.row(connection, "sizes")
    n_journeys = sizes["n_journeys"]
    buckets = Buckets.of(n_journeys, sizes["n_events"])
    if n_journeys:
        for part in buckets.parts():
            for number, pack in _packs(connection, part, buckets):
                write(f"reis-{number}", pack)
    return buckets


def lay_out_findings(connection: Engine) -> None:
    """The table `journey_findings`: a row per signal and journey, in the order of the journeys."""
    QUERIES.lay(connection, "findings", called="journey_findings")


def _packs(
    connection: Engine, part: Part, buckets: Buckets
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The files of one part, with their numbers; one without journeys too, so that each can be asked for."""
    ranged = {"low": part.low, "high": part.high}
    # The journeys, events and findings of one part are small tables that the other sections join.
    laid = {}
    for name in ("journeys", "events"):
        laid[name] = QUERIES.table(connection, name, **ranged)
        lay_table(connection, f"part_{name}", laid[name])
    QUERIES.lay(connection, "part_findings", ranged)
    journeys = laid["journeys"]
    sections = {
        name: laid["events"]
        if name == "events"
        else QUERIES.table(connection, name, **({} if name in UNRANGED else ranged))
        for name in SECTIONS
    }
    places = {name: table["place"].to_numpy() for name, table in sections.items()}
    numbers = np.asarray([buckets.number(each) for each in journeys["journey_id"].to_pylist()])
    for number in range(part.first, part.first + part.n):
        low, high = np.searchsorted(numbers, [number, number + 1]).tolist()
        chosen = {
            name: table.slice(*_slice(places[name], low, high)) for name, table in sections.items()
        }
        yield number, _pack(journeys.slice(low, high - low), chosen, low)


def _slice(places: Numbers, low: int, high: int) -> tuple[int, int]:
    """Where the rows of the journeys from `low` to `high` begin, and how many there are."""
    begin, end = np.searchsorted(places, [low, high]).tolist()
    return begin, end - begin


def _pack(journeys: pa.Table, sections: dict[str, pa.Table], low: int) -> dict[str, Any]:
    """One file: the journeys, and each section's rows of them all."""
    words = WordList()
    started = _array(journeys, "started").to_numpy()
    each, all_first = np.zeros(len(started), dtype=np.int64), np.arange(len(started))
    value: dict[str, Any] = {"ids": journeys["journey_id"].to_pylist()}
    value["facts"] = {
        name: written(_array(journeys, name), kind, words, each, all_first)
        for name, kind in FACTS.items()
    }
    for section, columns in SECTIONS.items():
        table = sections[section]
        places = _array(table, "place").to_numpy() - low
        counts = np.bincount(places, minlength=len(started))
        first = (np.cumsum(counts) - counts)[counts > 0]
        value[section] = {"n": counts.tolist()} | {
            name: written(_array(table, name), kind, words, started[places], first)
            for name, kind in columns.items()
        }
    value["words"] = words.texts
    return value


def _array(table: pa.Table, name: str) -> pa.Array:
    """A column in one piece."""
    return table[name].combine_chunks()
