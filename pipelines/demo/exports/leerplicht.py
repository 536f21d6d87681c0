"""Leerplicht: a gzipped XES log, in which what takes time has a start and a complete."""

from __future__ import annotations

import gzip
from dataclasses import replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipelines.demo.clock import ZONE
from pipelines.demo.exports.extract import BadCell, Export, ExportFile
from pipelines.demo.partners import LEERPLICHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipelines.demo.exports.extract import Columns, ExportRow
    from pipelines.demo.story import Event

CASE: Final = "case:concept:name"
BEGIN: Final = "start_timestamp"
END: Final = "time:timestamp"
TRACE_ATTRIBUTES: Final = {
    CASE: "concept:name",
    "case:klantnummer": "klantnummer",
    "case:huishouden": "huishouden",
}
EVENT_ATTRIBUTES: Final = ("concept:name", "org:resource", "verwezen_naar")
EXTENSIONS: Final = (
    ("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)  # fmt: skip


COLUMNS: Final[Columns] = {
    CASE: lambda event: event.case,
    "case:klantnummer": lambda event: event.client.key,
    "case:huishouden": lambda event: event.client.household.key,
    "concept:name": lambda event: event.term,
    "org:resource": lambda event: event.worker,
    "verwezen_naar": lambda event: event.referred_to,
    BEGIN: lambda event: _iso(event.started_at) if _ended_at(event) > event.started_at else "",
    END: lambda event: _iso(_ended_at(event)),
}
"""Of an activity instance: the names are those that XES readers give."""


def _ended_at(event: Event) -> datetime:
    return event.ended_at or event.started_at


def _iso(instant: datetime) -> str:
    return instant.astimezone(ZONE).isoformat(timespec="milliseconds")


def extracts(lines: Sequence[ExportRow]) -> list[ExportFile]:
    """One log, case by case; what has lost its case number stands at the end.

    A line's row is the number of the XES event that completes it: its start has one as well.
    """
    cases: dict[object, list[ExportRow]] = {}
    for line in lines:
        export_row = _without_start(line) if line.fault == END else line
        cases.setdefault(line.cells[CASE], []).append(export_row)
    orphans = cases.pop("", [])
    in_order = [*(line for case in cases.values() for line in case), *orphans]
    numbers = list(accumulate(2 if line.cells[BEGIN] else 1 for line in in_order))
    return [ExportFile("verzuim.xes.gz", COLUMNS, in_order, row_numbers=numbers)]


def _without_start(line: ExportRow) -> ExportRow:
    """A line whose only time is the faulty one: a log has an event for each time."""
    return replace(line, cells={**line.cells, BEGIN: ""})


def write(path: Path, extract: ExportFile) -> None:
    """Writes the log; the gzip header holds neither a name nor a time."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
        etree.xmlfile(packed, encoding="UTF-8") as xml,
    ):
        xml.write_declaration()
        with xml.element("log", {"xes.version": "1.0", "xes.features": ""}):
            for name, prefix in EXTENSIONS:
                uri = f"http://www.xes-standard.org/{prefix}.xesext"
                xml.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            for _, lines in groupby(extract.lines, key=_trace):
                xml.write("\n", _trace_element(list(lines)))


def _trace(line: ExportRow) -> tuple[object, ...]:
    return tuple(line.cells[column] for column in TRACE_ATTRIBUTES)


def _trace_element(lines: Sequence[ExportRow]) -> etree._Element:
    trace = etree.Element("trace")
    for column, key in TRACE_ATTRIBUTES.items():
        _attribute(trace, "string", key, lines[0].cells[column])
    for line in lines:
        trace.extend(_events(line))
    return trace


def _events(line: ExportRow) -> Iterator[etree._Element]:
    """The complete, and a start before it where the activity took time."""
    for moment, transition in ((BEGIN, "start"), (END, "complete")):
        if line.cells[moment]:
            event = etree.Element("event")
            for key in EVENT_ATTRIBUTES:
                _attribute(event, "string", key, line.cells[key])
            _attribute(event, "date", "time:timestamp", line.cells[moment])
            _attribute(event, "string", "lifecycle:transition", transition)
            yield event


def _attribute(element: etree._Element, kind: str, key: str, value: object) -> None:
    if value:
        etree.SubElement(element, kind, key=key, value=str(value))


EXPORT: Final = Export(
    partner=LEERPLICHT,
    columns=COLUMNS,
    faults=(BadCell(END, "2024-02-31T10:15:00.000+01:00"), BadCell(CASE, "")),
    extracts=extracts,
    write=write,
)
