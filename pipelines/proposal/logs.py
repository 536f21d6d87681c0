"""Logs that say themselves what is what: XES, OCEL 2.0 and nested JSON."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any, Final

from connectors.formats.text import unreadable
from connectors.nested.reader import JsonOptions
from connectors.nested.stream import EXPECTED
from connectors.ocel.reader import open_ocel
from connectors.registry import XES_COLUMNS
from connectors.source import Source
from journeys.errors import said
from pipelines.proposal.files import is_json_lines
from pipelines.proposal.names import SURE, scores_of
from pipelines.proposal.partners import partner_of
from pipelines.proposal.settings import Setting, SourceProposal
from pipelines.proposal.sources import propose_source
from pipelines.proposal.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HEAD: Final = 4 * 1024 * 1024
_KEY: Final = re.compile(r"""<(?:string|date|int|float|boolean|id)\s[^>]*?key=["']([^"']+)["']""")
_TRACE: Final = re.compile(r"<trace\b.*?(?=<event\b)", re.DOTALL)
_EVENT: Final = re.compile(r"<event\b.*?</event>", re.DOTALL)
_OWN: Final = {"case_id", "activity", "started_at", "ended_at", "transition", "instance"}


def propose_xes(name: str, paths: Sequence[Path], path: str) -> list[SourceProposal]:
    """A log of the XES standard: its standard's attributes are read by themselves, others by their names."""
    opened = gzip.open if paths[0].suffix == ".gz" else open
    with opened(paths[0], "rb") as stream:
        begin = stream.read(HEAD).decode("utf-8", "replace")
    of_cases = {f"case:{key}" for trace in _TRACE.findall(begin) for key in _KEY.findall(trace)}
    of_events = {key for event in _EVENT.findall(begin) for key in _KEY.findall(event)}
    standard = {column for columns in XES_COLUMNS.values() for column in columns}
    columns, taken = [], set[str]()
    for key in sorted((of_cases | of_events) - standard):
        scores = {
            role: score
            for role, score in scores_of(key.removeprefix("case:")).items()
            if role not in _OWN | {"key", "version"}
        }
        role = max(scores, key=lambda role: scores[role], default="")
        if role and role not in taken:
            taken.add(role)
            columns.append(Setting(role, key, said("by its name"), is_doubtful=scores[role] < SURE))
    unused = sorted((of_cases | of_events) - standard - {setting.value for setting in columns})
    settings = [Setting("kind", "xes"), Setting("path", path)]
    if "partner" not in taken:
        settings += partner_of(paths, name)
    return [SourceProposal(name, settings, columns, unused=unused)]


_OBJECTS: Final = {
    "case": ("case_id",),
    "client": ("client", "bsn"),
    "household": ("household",),
    "worker": ("worker",),
    "partner": ("partner", "team"),
}


def propose_ocel(name: str, paths: Sequence[Path], path: str) -> list[SourceProposal]:
    """An object-centric log: its types of object, by their names."""
    types = list(open_ocel(paths[0], Source(name, "ocel", {})).log.types())
    options = []
    for option, roles in _OBJECTS.items():
        scores = {
            each: max((scores_of(each).get(role, 0.0) for role in roles), default=0.0)
            for each in types
        }
        best = max(scores, key=lambda each: scores[each], default="")
        if best and scores[best]:
            options.append(
                Setting(option, best, said("by its name"), is_doubtful=scores[best] < SURE)
            )
    settings = [Setting("kind", "ocel"), Setting("path", path)]
    names = {option.name for option in options}
    if "partner" not in names:
        settings += partner_of(paths, name)
    unused = [each for each in types if each not in {option.value for option in options}]
    fault = "" if names & {"case", "client"} else said("no type of object is a case or a client")
    return [SourceProposal(name, settings, tables={"options": options}, unused=unused, fault=fault)]


MOST_JSON: Final = 64 * 1024 * 1024
MOST_LINES: Final = 2_000


def propose_json(name: str, paths: Sequence[Path], path: str) -> list[SourceProposal]:
    """Nested JSON: the list whose elements say most of what an event is."""
    lines = is_json_lines(paths[-1])
    best: SourceProposal | None = None
    for rows, columns in _lists(_values(paths[-1], lines=lines), lines=lines):
        options = JsonOptions(rows=rows, lines=lines)
        source = Source(
            name,
            "json",
            {f"c{at}": (column,) for at, column in enumerate(columns)},
            options=options,
        )
        table = read_table(paths[-1], source)
        found = propose_source(name, "json", paths, path, [table])
        settings = [Setting("rows", rows), *([Setting("lines", True)] if lines else [])]  # noqa: FBT003 - a value
        found.tables["options"] = settings
        if best is None or (not found.fault, len(found.columns)) > (
            not best.fault,
            len(best.columns),
        ):
            best = found
    return [best] if best else [SourceProposal(name, [], fault=said("it holds no list of objects"))]


def _values(path: Path, *, lines: bool) -> list[Any]:
    """The value of a JSON file, or the first ones of a file with one on each line.

    Raises:
        FileUnreadableError: it is no JSON, or larger than what is looked at.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:
            content = stream.read(MOST_JSON)
        if lines:
            return [json.loads(line) for line in content.splitlines()[:MOST_LINES] if line.strip()]
        return [json.loads(content)]
    except ValueError:
        raise unreadable(expected=EXPECTED, got="a file that is none, or cut off") from None


def _lists(values: Sequence[Any], *, lines: bool) -> Iterator[tuple[str, list[str]]]:
    """The lists of objects in a file, each with the paths of what its elements and those around them hold."""
    found: dict[str, dict[str, None]] = {}
    for value in values:
        is_list = isinstance(value, list) and not lines
        _walk(value, "[]" if is_list else "", (), found)
    yield from (
        (rows, list(columns)) for rows, columns in found.items() if columns and (rows or lines)
    )


def _walk(value: Any, rows: str, above: Sequence[str], found: dict[str, dict[str, None]]) -> None:
    for element in (value if isinstance(value, list) else [value])[:MOST_ELEMENTS]:
        if not isinstance(element, dict):
            continue
        columns = found.setdefault(rows, {})
        columns |= dict.fromkeys([*_scalars(element, ""), *above])
        here = [f"/{rows}.{name}" if rows else f"/{name}" for name in _scalars(element, "")]
        for name, child in _children(element, ""):
            _walk(child, f"{rows}.{name}[]" if rows else f"{name}[]", [*above, *here], found)


MOST_ELEMENTS: Final = 500


def _scalars(element: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, value in element.items():
        if isinstance(value, dict):
            yield from _scalars(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            yield f"{prefix}{key}"


def _children(element: dict[str, Any], prefix: str) -> Iterator[tuple[str, list[Any]]]:
    for key, value in element.items():
        if isinstance(value, dict):
            yield from _children(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", value
