"""Which of the configured names a file's header has, and how it writes them."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnMissingError, raise_all
from connectors.records.row_rules import rule_columns
from journeys.errors import said
from journeys.spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.source import Source

_KEY: Final = "key"
_DIGIT: Final = re.compile(r"\d")


def as_in_header(source: Source, header: Sequence[str] | None) -> Source:
    r"""A source with the names of its columns, key and formats as a file's header writes them.

    Raises:
        ColumnMissingError: none of a column's names is there; `SeveralError` where it is so of several.

    >>> from connectors.source import Source
    >>> source = Source("a", "csv", {"case_id": ("Zaak nummer", "Zaak")}, key=("Zaak nummer",))
    >>> as_in_header(source, ["Zaak\u00a0nummer", "Datum"]).key
    ('Zaak\xa0nummer',)
    """
    here, missing = in_header(source, header)
    raise_all(missing)
    return here


def in_header(
    source: Source, header: Sequence[str] | None
) -> tuple[Source, list[ColumnMissingError]]:
    """What a header has of a source, in its own names; and an error for each column that it has not.

    An error shows no cell of a line that may be data: of a file without a header the first row is.
    """
    if header is None:
        return source, []
    real = {spelled(name): name for name in reversed(header)} | {name: name for name in header}
    columns: dict[str, tuple[str, ...]] = {}
    absent: dict[str, list[str]] = {}
    for column, names in {**source.columns, _KEY: source.key}.items():
        here = tuple(dict.fromkeys(at for name in names if (at := _real(name, real))))
        missing = [name for name in names if not _real(name, real)]
        if (names and not here) or (column == _KEY and missing):
            absent[column] = missing
        if here or column == _KEY:
            columns[column] = here
    key = columns.pop(_KEY)
    formats = {_real(name, real) or name: formats for name, formats in source.formats.items()}
    rules = tuple(
        {_real(name, real) or name: texts for name, texts in rule.items()}
        for rule in source.skip_rows_where
    )
    errors = [_missing(absent, header, is_header=any(columns.values()))] if absent else []
    if rule_names := sorted(rule_columns(rules) - set(header)):
        errors.append(_missing_in_rules(rule_names, header))
        rules = tuple(rule for rule in rules if rule.keys() <= set(header))
    return replace(
        source,
        columns=columns,
        key=key,
        formats={**source.formats, **formats},
        skip_rows_where=rules,
    ), errors


def _real(name: str, real: Mapping[str, str]) -> str:
    """How the header writes a configured name; empty where it has none."""
    return real.get(name) or real.get(spelled(name), "")


def _missing_in_rules(absent: Sequence[str], header: Sequence[str]) -> ColumnMissingError:
    return ColumnMissingError(
        "a column of skip_rows_where is missing",
        expected=" and ".join(map(repr, absent)),
        got=said("{n_header} columns", n_header=len(header)),
        hint="skip_rows_where names columns as the header does",
    )


def _missing(
    absent: Mapping[str, Sequence[str]], header: Sequence[str], *, is_header: bool
) -> ColumnMissingError:
    """The error for the columns that a header does not have.

    Args:
        absent: canonical column to its configured names.
        header: the line's cells.
        is_header: another configured name stands in the line, so it is no row of data. Then cells are shown
            that are like a missing name; those with a digit never, unless the name has the same digits.
    """
    near = sorted(
        {
            like
            for names in absent.values()
            for name in names
            for like in difflib.get_close_matches(name, header if is_header else (), n=2)
            if _DIGIT.findall(like) in ([], _DIGIT.findall(name))
        }
    )
    n_unnamed = sum(not name.strip() for name in header)
    got = said("{n_columns} columns", n_columns=len(header))
    if n_unnamed:
        got = said(
            "{n} columns, {n_unnamed} of them without a name", n=len(header), n_unnamed=n_unnamed
        )
    hint = "a column may list several names: every name that it has had in the exports"
    if n_unnamed and n_unnamed >= len(header) - 1 and not near:
        got = said(
            "{columns}: a title above the table, and no line below it that holds the configured columns",
            columns=got,
        )
        hint = "write the names under [sources.columns] as the line above the data has them"
    wanted = {column: " / ".join(map(repr, names)) for column, names in absent.items()}
    columns = ", ".join(absent)
    is_one = len(absent) == 1
    return ColumnMissingError(
        said("column for {columns} is missing", columns=columns)
        if is_one
        else said("columns for {columns} are missing", columns=columns),
        expected="; ".join(
            names if is_one else f"{column}: {names}" for column, names in wanted.items()
        ),
        got=said("{got}; nearest: {near}", got=got, near=", ".join(near)) if near else got,
        hint=hint,
    )
