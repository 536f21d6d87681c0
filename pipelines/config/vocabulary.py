"""The begrippenkader: what each source's terms mean, in a CSV that a person keeps."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from journeys.contract import KINDS
from journeys.errors import said
from journeys.inputs import Term
from journeys.spelling import spelled
from outputs.spreadsheet import unguarded
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipelines.config.settings import Config

COLUMNS: Final = ("source", "partner", "term", "activity", "kind", "rank")
REQUIRED: Final = ("source", "term")


def read_vocabulary(path: Path) -> list[Term]:
    """The vocabulary in a CSV file: source, partner, term, activity, kind, rank; others are passed over.

    An empty source or partner (which may be left out) counts for every one, an empty activity is the
    term itself, an empty kind `overig`, an empty rank 0. A row with neither activity nor kind says
    nothing yet, and is no row. UTF-8 or cp1252, `,` or `;`.

    Raises:
        ConfigError: it is no such file, or a row of it is wrong; the row is named.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            said("vocabulary {name}: cannot be read", name=path.name), got=type(error).__name__
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    missing = set(REQUIRED) - set(rows.fieldnames or ())
    if missing:
        raise ConfigError(
            said("vocabulary {name}: columns are missing", name=path.name),
            expected=", ".join(COLUMNS),
            got=said("no {missing}", missing=", ".join(sorted(missing))),
        )
    terms: dict[tuple[str, str, str], Term] = {}
    for n, row in enumerate(rows, start=1):
        if not ((row.get("activity") or "").strip() or (row.get("kind") or "").strip()):
            continue
        term = _term(path.name, n, row)
        place = (term.source, term.partner, term.term)
        if terms.get(place, term) != term:
            raise ConfigError(
                said(
                    "vocabulary {name}, row {n}: the same term of the same source twice",
                    name=path.name,
                    n=n,
                ),
                hint="keep one of them",
            )
        terms[place] = term
    return list(terms.values())


def vocabulary_of(config: Config) -> list[Term]:
    """The vocabulary that a config names; nothing where it names none."""
    return read_vocabulary(config.folder / config.vocabulary.file) if config.vocabulary else []


def _term(name: str, n: int, row: Mapping[str, str | None]) -> Term:
    values = {column: spelled(unguarded(row.get(column) or "")) for column in COLUMNS}
    kind = values["kind"] or "overig"
    if kind not in KINDS:
        raise ConfigError(
            said("vocabulary {name}, row {n}: unknown kind", name=name, n=n),
            expected=", ".join(KINDS),
            got=repr(kind),
        )
    try:
        rank = int(values["rank"] or 0)
    except ValueError as error:
        raise ConfigError(
            said("vocabulary {name}, row {n}: rank is no whole number", name=name, n=n),
            got=repr(values["rank"]),
        ) from error
    return Term(
        values["source"],
        values["term"],
        values["activity"] or values["term"],
        kind,
        rank,
        values["partner"],
    )
