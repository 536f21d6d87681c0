"""The rebuilt journeys as an event log in XES (IEEE 1849): `klantreizen.xes.gz`.

A trace is a journey. An event that took time is a start and a complete of one `concept:instance`; one
that is running is a start alone, since nobody knows its end; a moment is a complete. Within a trace they
stand in the order of their time, and at one time in the order of the journey.

What a standard extension names has that name: `org:group` is the partner, `org:resource` the worker,
`cost:total` the costs, in euro. The rest is called `klantreis:…`. That is no declared extension, because
programs fetch an extension's definition from its address, and nothing here asks for the network.

The start of a pair says what, when and by whom; its complete says all. Costs are told once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.exports.files import gzipped, replacing, xml_text
from outputs.exports.queries import blocks, rows

if TYPE_CHECKING:
    import gzip
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.exports.queries import Block

FILE: Final = "klantreizen.xes.gz"
NO_TIME: Final = "1970-01-01T00:00:00.000+00:00"

EXTENSIONS: Final = (
    ("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org"),
    ("Cost", "cost"),
)  # fmt: skip

MORE: Final = (
    ("kind", "klantreis:kind"),
    ("domain", "klantreis:domain"),
    ("municipality", "klantreis:municipality"),
    ("team", "klantreis:team"),
    ("regisseur", "klantreis:regisseur"),
    ("regisseur_role", "klantreis:regisseur_role"),
    ("referred_to", "klantreis:referred_to"),
    ("case_id", "klantreis:case_id"),
    ("client_id", "klantreis:client_id"),
    ("household_id", "klantreis:household_id"),
    ("activity_source", "klantreis:activity_source"),
    ("precision", "klantreis:precision"),
    ("event_id", "klantreis:event_id"),
    ("source", "klantreis:source"),
    ("source_file", "klantreis:source_file"),
)
"""Column to key of what only the complete says, as text."""

OF_JOURNEY: Final = (
    ("journey_client", "klantreis:client_id"),
    ("journey_household", "klantreis:household_id"),
    ("journey_municipality", "klantreis:municipality"),
    ("journey_route", "klantreis:route_id"),
)


class Log(NamedTuple):
    """How much an event log holds: traces, and events (a pair is two)."""

    n_traces: int
    n_events: int


class _Part(NamedTuple):
    """A written event and where it stands in its trace: time, place in the journey, 1 for an end."""

    at: int
    seq: int
    is_end: int
    text: str


def write_xes(connection: Engine, path: Path) -> Log:
    """Write the journeys of a run; memory holds one block of events and one journey.

    Args:
        connection: with the run's `events` and `journeys` (`outputs.run_tables.open_tables`).
        path: of the log, `.xes.gz`. It is there when all of it is, and not before.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    n_traces = n_events = 0
    with replacing(path) as coming, gzipped(coming) as file:
        file.write(_head(connection))
        for n_parts, text in _traces(connection):
            n_traces += 1
            n_events += n_parts
            _write(file, text)
        _write(file, "</log>\n")
    return Log(n_traces, n_events)


def _write(file: gzip.GzipFile, text: str) -> None:
    file.write(text.encode("utf-8"))


def _head(connection: Engine) -> bytes:
    """What stands before the traces: extensions, globals and classifiers, in the standard's order.

    Partners make a classifier only where every event has one: its keys must be global.
    """
    (all_partners,) = next(rows(connection, "xes_globals"))
    everywhere = [
        _text("concept:name", "__INVALID__"),
        _text("concept:instance", "__INVALID__"),
        f'<date key="time:timestamp" value="{NO_TIME}"/>',
        _text("lifecycle:transition", "complete"),
    ]
    classifiers = {
        "Activiteit": "concept:name",
        "ActiviteitEnLevensloop": "concept:name lifecycle:transition",
    }
    if all_partners:
        everywhere.append(_text("org:group", "__INVALID__"))
        classifiers["ActiviteitBijPartner"] = "concept:name org:group"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">',
        *(
            f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
            for name, prefix in EXTENSIONS
        ),
        f'<global scope="trace">{_text("concept:name", "__INVALID__")}</global>',
        f'<global scope="event">{"".join(everywhere)}</global>',
        *(f'<classifier name="{name}" keys="{keys}"/>' for name, keys in classifiers.items()),
        _text("concept:name", "klantreizen"),
        _text("lifecycle:model", "standard"),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _traces(connection: Engine) -> Iterator[tuple[int, str]]:
    """Each trace, and how many events it has."""
    journey: str | None = None
    head = ""
    parts: list[_Part] = []
    for block in blocks(connection, "xes_events"):
        heads = _columns(block, OF_JOURNEY)
        for at, (journey_id, event) in enumerate(
            zip(block["journey_id"], _events(block), strict=True)
        ):
            if journey_id != journey:
                if parts:
                    yield _trace(head, parts)
                journey, parts = str(journey_id), []
                head = _text("concept:name", journey) + heads[at] + _closed(block, at)
            parts += event
    if parts:
        yield _trace(head, parts)


def _trace(head: str, parts: list[_Part]) -> tuple[int, str]:
    parts.sort(key=lambda part: part[:3])
    events = "\n".join(part.text for part in parts)
    return len(parts), f"<trace>\n{head}\n{events}\n</trace>\n"


def _closed(block: Block, at: int) -> str:
    closed = block["journey_closed"][at]
    return f'<boolean key="klantreis:closed" value="{closed}"/>' if closed else ""


def _events(block: Block) -> Iterator[list[_Part]]:
    """The events of each row: a start, a complete, or both."""
    wholes = zip(
        _columns(block, [("activity", "concept:name"), ("event_id", "concept:instance")]),
        _columns(block, [("partner", "org:group"), ("worker", "org:resource")]),
        _columns(block, MORE),
        block["source_row"],
        block["event_rank"],
        block["cost_eur"],
        block["began"],
        block["ended"],
        block["began_text"],
        block["ended_text"],
        block["seq"],
        strict=True,
    )
    for name, who, more, row, rank, cost, began, ended, began_at, ended_at, seq in wholes:
        rest = (
            f'{more}<int key="klantreis:source_row" value="{row}"/>'
            f'<int key="klantreis:rank" value="{rank}"/>'
        )
        if cost is not None:
            rest += (
                f'<float key="cost:total" value="{cost}"/><string key="cost:currency" value="EUR"/>'
            )
        parts = []
        if ended is None or ended != began:
            text = _event(name, "start", began_at, who + rest if ended is None else who)
            parts.append(_Part(int(began or 0), int(seq or 0), 0, text))
        if ended is not None:
            parts.append(
                _Part(int(ended), int(seq or 0), 1, _event(name, "complete", ended_at, who + rest))
            )
        yield parts


def _event(name: str, transition: str, at: object, more: str) -> str:
    return (
        f'<event>{name}<string key="lifecycle:transition" value="{transition}"/>'
        f'<date key="time:timestamp" value="{at}"/>{more}</event>'
    )


def _columns(
    block: Block,
    keys: Sequence[tuple[str, str]],
) -> list[str]:
    """The attributes of each row under these keys; what is null is left out."""
    written: dict[tuple[str, object], str] = {}
    columns = []
    for column, key in keys:
        texts = []
        for value in block[column]:
            if value is None:
                texts.append("")
                continue
            if (text := written.get((key, value))) is None:
                text = written[key, value] = _text(key, str(value))
            texts.append(text)
        columns.append(texts)
    return ["".join(parts) for parts in zip(*columns, strict=True)]


def _text(key: str, value: str) -> str:
    return f'<string key="{key}" value="{xml_text(value)}"/>'
