"""The rebuilt journeys for other programs: XES, OCEL 2.0 and BPMN 2.0.

    xes   klantreizen.xes.gz        a trace per journey: ProM, Disco, Celonis, pm4py
    ocel  klantreizen.jsonocel,     events and the klantreizen, cliënten, huishoudens, partners,
          klantreizen.ocel.sqlite   regisseurs and zaken that they concern: ProM, pm4py
    bpmn  klantreizen.bpmn          the dominant routes, to be read and changed: Camunda, Signavio, ProM

The same tables give the same bytes. They hold the pseudonyms of the tables, so they are for the same people.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from outputs.errors import OutputError
from outputs.exports import bpmn, ocel_json, ocel_sqlite, xes
from outputs.run_tables import open_tables
from outputs.words import DUTCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.exports.ocel import Contents
    from outputs.reader import Reader

FORMATS: Final = {
    "xes": (xes.FILE,),
    "ocel": (ocel_json.FILE, ocel_sqlite.FILE),
    "bpmn": (bpmn.FILE,),
}
"""Each format, and the files that it makes."""

TABLES: Final = ("events", "journeys", "shared_events")
MEMORY: Final = "256MB"


def export_run(
    tables: Path,
    folder: Path,
    formats: Iterable[str] = FORMATS,
    *,
    coverage: float = bpmn.COVERAGE,
    replace: bool = False,
    reader: Reader = DUTCH,
) -> dict[str, str]:
    """Write a run's journeys in these formats.

    Args:
        tables: the run's tables, NAME.parquet each.
        folder: gets the files; it is made where it is not there, and what else is in it stays.
        formats: of `FORMATS`.
        coverage: the share of the journeys that should fit in the BPMN model, 0 … 1.
        replace: whether files of the same names may be replaced.
        reader: of what is said of them.

    Returns:
        Each file's name, and what it holds.

    Raises:
        OutputError: no such format, a file that is there already, or a table that is not.
    """
    with open_tables(tables, TABLES, memory=MEMORY) as connection:
        return export_tables(
            connection, folder, formats, coverage=coverage, replace=replace, reader=reader
        )


def export_tables(
    connection: Engine,
    folder: Path,
    formats: Iterable[str] = FORMATS,
    *,
    coverage: float = bpmn.COVERAGE,
    replace: bool = False,
    reader: Reader = DUTCH,
) -> dict[str, str]:
    """The same, of tables that are open already."""
    chosen = list(dict.fromkeys(formats))
    _check(chosen, coverage)
    names = [name for form in chosen for name in FORMATS[form]]
    if not replace:
        _must_be_new(folder, names)
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _write(connection, folder / name, coverage, reader) for name in names}


def _write(connection: Engine, path: Path, coverage: float, reader: Reader) -> str:
    """Write one file, and say what it holds."""
    if path.name == xes.FILE:
        log = xes.write_xes(connection, path)
        journeys = reader.plural("{n} klantreis", "{n} klantreizen", log.n_traces)
        return f"{journeys}, {_events(log.n_events, reader)}"
    if path.name == ocel_json.FILE:
        return _contents(ocel_json.write_ocel_json(connection, path), reader)
    if path.name == ocel_sqlite.FILE:
        return _contents(ocel_sqlite.write_ocel_sqlite(connection, path), reader)
    return bpmn.coverage_words(bpmn.write_bpmn(connection, path, coverage=coverage), reader)


def _events(n: int, reader: Reader) -> str:
    return reader.plural("{n} gebeurtenis", "{n} gebeurtenissen", n)


def _contents(contents: Contents, reader: Reader) -> str:
    events, n = _events(contents.n_events, reader), reader.number(contents.n_objects)
    return reader.sentence(
        said("{events} about {n} object", events=events, n=n)
        if contents.n_objects == 1
        else said("{events} about {n} objects", events=events, n=n)
    )


def _check(formats: Sequence[str], coverage: float) -> None:
    for name in formats:
        if name not in FORMATS:
            close = difflib.get_close_matches(name, FORMATS, n=1)
            raise OutputError(
                "no such format to export to",
                expected=", ".join(FORMATS),
                got=repr(name),
                hint=said("did you mean {close}?", close=close[0]) if close else "",
            )
    if not formats:
        raise OutputError("no format to export to", expected=", ".join(FORMATS), got="nothing")
    if not 0 <= coverage <= 1:
        raise OutputError(
            "coverage is a share", expected="a number from 0 to 1", got=f"{coverage:g}"
        )


def _must_be_new(folder: Path, names: Sequence[str]) -> None:
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise OutputError(
            "an export is there already",
            expected="a folder without it, or leave to replace it",
            got=", ".join(there),
            hint="give another folder, or replace it: --replace, in Python replace=True",
        )
