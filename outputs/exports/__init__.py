"""The rebuilt journeys for other programs: XES, OCEL 2.0, BPMN 2.0, and tables with their relations.

    xes      klantreizen.xes.gz        a trace per journey: ProM, Disco, Celonis, pm4py
    ocel     klantreizen.jsonocel,     events and the klantreizen, cliënten, huishoudens, partners,
             klantreizen.ocel.sqlite   regisseurs and zaken that they concern: ProM, pm4py
    bpmn     klantreizen.bpmn          the dominant routes, to be read and changed: Camunda, Signavio, ProM
    parquet  tabellen/                 a data model, a file for each table: Power BI, R, Python
    xlsx     klantreizen.xlsx          the same, a sheet for each table: Excel, Power BI

The same tables give the same bytes. The first three hold the pseudonyms of the tables, so they are for the
same people; the last two hold numbers in their place, unless pseudonyms are asked for.
"""

from __future__ import annotations

import difflib
from dataclasses import replace as with_changes
from typing import TYPE_CHECKING, Final, NamedTuple

from journeys.errors import said
from outputs.errors import OutputError
from outputs.exports import bpmn, data_model, ocel_json, ocel_sqlite, parquet, xes, xlsx
from outputs.exports.data_model import DataModel
from outputs.run_tables import open_tables, timezone_of
from outputs.words import DUTCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.exports.ocel import Contents
    from outputs.reader import Reader


class Format(NamedTuple):
    """The files that a format makes, and the run's tables that they are made of."""

    files: tuple[str, ...]
    tables: tuple[str, ...]


_EVENTS: Final = ("events", "journeys", "shared_events")
_MODEL: Final = tuple(name for name in data_model.TABLES if name != data_model.PARTNERS)

FORMATS: Final = {
    "xes": Format((xes.FILE,), _EVENTS),
    "ocel": Format((ocel_json.FILE, ocel_sqlite.FILE), _EVENTS),
    "bpmn": Format((bpmn.FILE,), _EVENTS),
    "parquet": Format(parquet.FILES, _MODEL),
    "xlsx": Format((xlsx.FILE,), _MODEL),
}

MEMORY: Final = "256MB"


def export_run(
    tables: Path,
    folder: Path,
    formats: Iterable[str] = FORMATS,
    *,
    coverage: float = bpmn.COVERAGE,
    replace: bool = False,
    with_pseudonyms: bool = False,
    reader: Reader = DUTCH,
) -> dict[str, str]:
    """Write a run's journeys in these formats.

    Args:
        tables: the run's tables, NAME.parquet each.
        folder: gets the files; it is made where it is not there, and what else is in it stays.
        formats: of `FORMATS`.
        coverage: the share of the journeys that should fit in the BPMN model, 0 … 1.
        replace: whether files of the same names may be replaced.
        with_pseudonyms: whether parquet and xlsx hold them too.
        reader: of what is said of them.

    Returns:
        Each file's name, and what it holds.

    Raises:
        OutputError: no such format, a file that is there already, or a table that is not.
    """
    chosen = _chosen(formats, coverage)
    needed = dict.fromkeys(table for form in chosen for table in FORMATS[form].tables)
    reader = with_changes(reader, timezone=timezone_of(tables))
    with open_tables(tables, needed, memory=MEMORY) as connection:
        return export_tables(
            connection,
            folder,
            chosen,
            coverage=coverage,
            replace=replace,
            with_pseudonyms=with_pseudonyms,
            reader=reader,
        )


def export_tables(
    connection: Engine,
    folder: Path,
    formats: Iterable[str] = FORMATS,
    *,
    coverage: float = bpmn.COVERAGE,
    replace: bool = False,
    with_pseudonyms: bool = False,
    reader: Reader = DUTCH,
) -> dict[str, str]:
    """The same, of tables that are open already; moments are told in the zone of the reader."""
    names = [name for form in _chosen(formats, coverage) for name in FORMATS[form].files]
    if not replace:
        _must_be_new(folder, names)
    model = DataModel(connection, reader.timezone, with_pseudonyms=with_pseudonyms)
    lacking = {parquet.file_of(name) for name in data_model.TABLES if name not in model.tables}
    written = {}
    for name in (name for name in names if name not in lacking):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written[name] = _write(model, path, coverage, reader)
    return written


def _write(  # noqa: PLR0911 - a file each
    model: DataModel, path: Path, coverage: float, reader: Reader
) -> str:
    """Write one file, and say what it holds."""
    connection = model.connection
    match path.name:
        case xes.FILE:
            log = xes.write_xes(connection, path)
            journeys = reader.plural("{n} klantreis", "{n} klantreizen", log.n_traces)
            return f"{journeys}, {_events(log.n_events, reader)}"
        case ocel_json.FILE:
            return _contents(ocel_json.write_ocel_json(connection, path), reader)
        case ocel_sqlite.FILE:
            return _contents(ocel_sqlite.write_ocel_sqlite(connection, path), reader)
        case bpmn.FILE:
            return bpmn.coverage_words(bpmn.write_bpmn(connection, path, coverage=coverage), reader)
        case xlsx.FILE:
            return _sheets(xlsx.write_xlsx(model, path), reader)
        case parquet.DESCRIPTION:
            n = parquet.write_description(model, path)
            return reader.sentence(said("{n} relations between these tables", n=n))
    return reader.plural("{n} rij", "{n} rijen", parquet.write_table(model, path.stem, path))


def _sheets(too_long: Sequence[str], reader: Reader) -> str:
    """What a workbook holds."""
    tables = ", ".join(too_long)
    return reader.sentence(
        said(
            "a sheet for each table but {tables}: more rows than Excel holds, so take --format parquet",
            tables=tables,
        )
        if tables
        else said("a sheet for each table, and one of their relations")
    )


def _events(n: int, reader: Reader) -> str:
    return reader.plural("{n} gebeurtenis", "{n} gebeurtenissen", n)


def _contents(contents: Contents, reader: Reader) -> str:
    events, n = _events(contents.n_events, reader), reader.number(contents.n_objects)
    return reader.sentence(
        said("{events} about {n} object", events=events, n=n)
        if contents.n_objects == 1
        else said("{events} about {n} objects", events=events, n=n)
    )


def _chosen(formats: Iterable[str], coverage: float) -> list[str]:
    """The formats, each once.

    Raises:
        OutputError: there is none, or no such one; or the coverage is no share.
    """
    chosen = list(dict.fromkeys(formats))
    for name in chosen:
        if name not in FORMATS:
            close = difflib.get_close_matches(name, FORMATS, n=1)
            raise OutputError(
                "no such format to export to",
                expected=", ".join(FORMATS),
                got=repr(name),
                hint=said("did you mean {close}?", close=close[0]) if close else "",
            )
    if not chosen:
        raise OutputError("no format to export to", expected=", ".join(FORMATS), got="nothing")
    if not 0 <= coverage <= 1:
        raise OutputError(
            "coverage is a share", expected="a number from 0 to 1", got=f"{coverage:g}"
        )
    return chosen


def _must_be_new(folder: Path, names: Sequence[str]) -> None:
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise OutputError(
            "an export is there already",
            expected="a folder without it, or leave to replace it",
            got=", ".join(there),
            hint="give another folder, or replace it: --replace, in Python replace=True",
        )
