"""The begrippenkader: what each source's terms mean, in a CSV that a person keeps."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.registry import KINDS as KINDS_OF_SOURCE
from journeys.contract import KINDS, RANKS
from journeys.errors import reason_of, said
from journeys.inputs import Term
from journeys.spelling import spelled
from outputs.spreadsheet import unguarded
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipelines.config.settings import Config

COLUMNS: Final = ("source", "partner", "term", "activity", "kind", "rank", "referred_to")
PROPOSED: Final = ("proposed_activity", "proposed_kind", "proposed_referred_to", "likelihood")
"""What klantreis proposes: while a row says just this, and how likely it is, nobody confirmed it."""

REQUIRED: Final = ("source", "term")


def read_vocabulary(path: Path) -> list[Term]:
    """The vocabulary in a CSV file: the columns `COLUMNS` and `PROPOSED`; others are passed over.

    All but source and term may be left out. An empty source or partner counts for every one, an empty
    activity is the term itself, an empty kind `overig`, an empty rank 0. A row with neither activity nor
    kind says nothing yet, and is no row. UTF-8 or cp1252, `,` or `;`.

    Raises:
        ConfigError: it is no such file, or a row of it is wrong; the row is named.
    """
    terms: dict[tuple[str, str, str], Term] = {}
    for n, row in enumerate(rows_of(path), start=1):
        if says_nothing(row):
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


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a vocabulary's file, all columns, as a person wrote them.

    Raises:
        ConfigError: it is no such file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            said("vocabulary {name}: cannot be read", name=path.name), got=reason_of(error)
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, restval="")
    missing = set(REQUIRED) - set(rows.fieldnames or ())
    if missing:
        raise ConfigError(
            said("vocabulary {name}: columns are missing", name=path.name),
            expected=", ".join(COLUMNS),
            got=said("no {missing}", missing=", ".join(sorted(missing))),
        )
    return [
        {name: unguarded(text) for name, text in row.items() if isinstance(name, str)}
        for row in rows
    ]


def says_nothing(row: Mapping[str, str]) -> bool:
    """Whether a row says what a term means neither by its activity nor by its kind."""
    return not (row.get("activity", "").strip() or row.get("kind", "").strip())


def vocabulary_of(config: Config) -> list[Term]:
    """What terms mean: the vocabulary that a config names, and what comes with each of its sources' kinds."""
    return [*own_vocabulary(config), *shipped_vocabulary(config)]


def own_vocabulary(config: Config) -> list[Term]:
    """The vocabulary that a config names; nothing where it names none."""
    return read_vocabulary(config.folder / config.vocabulary.file) if config.vocabulary else []


def shipped_vocabulary(config: Config) -> list[Term]:
    """What the activities mean that the readers of the config's sources make themselves."""
    return [
        replace(term, source=source.name)
        for source in config.sources
        for term in KINDS_OF_SOURCE[source.kind].terms
    ]


def _term(name: str, n: int, row: Mapping[str, str]) -> Term:
    columns = (*COLUMNS, *PROPOSED)
    values = {column: spelled(row.get(column, "")) for column in columns}
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
    activity = values["activity"] or values["term"]
    is_proposal = (activity, kind, values["referred_to"], rank) == (
        values["proposed_activity"],
        values["proposed_kind"],
        values["proposed_referred_to"],
        RANKS[kind],
    )
    return Term(
        values["source"],
        values["term"],
        activity,
        kind,
        rank,
        values["partner"],
        values["referred_to"],
        _likelihood(name, n, values["likelihood"]) if is_proposal else None,
    )


def _likelihood(name: str, n: int, written: str) -> float | None:
    """How likely a proposal is; None where nothing is written: somebody confirmed it."""
    try:
        likelihood = float(written.replace(",", ".") or 0)
    except ValueError:
        likelihood = -1
    if not 0 <= likelihood <= 1 and written:
        raise ConfigError(
            said("vocabulary {name}, row {n}: likelihood is no number from 0 to 1", name=name, n=n),
            got=repr(written),
            hint="empty it where the row is as it should be",
        )
    return likelihood if written else None
