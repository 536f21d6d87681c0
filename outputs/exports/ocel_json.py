"""OCEL 2.0 as JSON: `klantreizen.jsonocel`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from outputs.exports.files import replacing
from outputs.exports.ocel import (
    EVENT_ATTRIBUTES,
    NO_TIME,
    OBJECT_ATTRIBUTES,
    Contents,
    event_types,
    events,
    objects,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from journeys.engine import Engine
    from outputs.exports.ocel import ExportedEvent, ExportedObject, ExportedRelation

FILE: Final = "klantreizen.jsonocel"


def write_ocel_json(connection: Engine, path: Path) -> Contents:
    """Write the object-centric log of a run as JSON, one event or object at a time.

    Args:
        connection: with the run's `events`, `journeys` and `shared_events`.
        path: of the log. It is there when all of it is, and not before.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    kinds = event_types(connection)
    with replacing(path) as coming, coming.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"objectTypes":[\n')
        _write(file, (_type(name, attributes) for name, attributes in OBJECT_ATTRIBUTES.items()))
        file.write('\n],"eventTypes":[\n')
        _write(file, (_type(name, EVENT_ATTRIBUTES) for name in kinds))
        file.write('\n],"objects":[\n')
        n_objects = _write(file, map(_object, objects(connection)))
        file.write('\n],"events":[\n')
        n_events = _write(file, map(_event, events(connection)))
        file.write("\n]}\n")
    return Contents(n_events, n_objects)


def _write(file: TextIO, parts: Iterable[Mapping[str, Any]]) -> int:
    """Write the elements of a list, one a line, and say how many."""
    n = 0
    for n, line in enumerate(_lines(parts), start=1):
        file.write(f",\n{line}" if n > 1 else line)
    return n


def _lines(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return map(encode, parts)


def _type(name: str, attributes: Mapping[str, str]) -> dict[str, Any]:
    typed = [{"name": attribute, "type": kind} for attribute, kind in attributes.items()]
    return {"name": name, "attributes": typed}


def _object(thing: ExportedObject) -> dict[str, Any]:
    attributes = [{"name": name, "time": NO_TIME, "value": v} for name, v in thing.values.items()]
    return {
        "id": thing.id,
        "type": thing.type,
        "attributes": attributes,
        "relationships": _related(thing.related),
    }


def _event(event: ExportedEvent) -> dict[str, Any]:
    attributes = [{"name": name, "value": value} for name, value in event.values.items()]
    return {
        "id": event.id,
        "type": event.type,
        "time": event.at,
        "attributes": attributes,
        "relationships": _related(event.related),
    }


def _related(related: Iterable[ExportedRelation]) -> list[dict[str, str]]:
    return [{"objectId": thing.object_id, "qualifier": thing.qualifier} for thing in related]
