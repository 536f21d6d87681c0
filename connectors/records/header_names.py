"""Which of the configured names a file's header has, and how it writes them."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ColumnMissingError
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
        ColumnMissingError: none of a column's names is there. The message shows no cell of a line that may
            be data: of a file without a header the first row is.

    >>> from connectors.source import Source
    >>> source = Source("a", "csv", {"case_id": ("Zaak nummer", "Zaak")}, key=("Zaak nummer",))
    >>> as_in_header(source, ["Zaak\u00a0nummer", "Datum"]).key
    ('Zaak\xa0nummer',)
    """
    if header is None:
        return source
    real = {spelled(name): name for name in reversed(header)} | {name: name for name in header}
    columns = {}
    for column, names in {**source.columns, _KEY: source.key}.items():
        here = tuple(dict.fromkeys(at for name in names if (at := _real(name, real))))
        missing = [name for name in names if not _real(name, real)]
        if (names and not here) or (column == _KEY and missing):
            known = [name for names in (*source.columns.values(), source.key) for name in names]
            raise _missing(column, missing, header, is_header=any(_real(n, real) for n in known))
        columns[column] = here
    key = columns.pop(_KEY)
    formats = {_real(name, real) or name: formats for name, formats in source.formats.items()}
    rules = tuple(
        {_real(name, real) or name: texts for name, texts in rule.items()}
        for rule in source.skip_rows_where
    )
    return replace(
        source,
        columns=columns,
        key=key,
        formats={**source.formats, **formats},
        skip_rows_where=rules,
    )


def _real(name: str, real: Mapping[str, str]) -> str:
    """How the header writes a configured name; empty where it has none."""
    return real.get(name) or real.get(spelled(name), "")


def _missing(
    column: str, missing: Sequence[str], header: Sequence[str], *, is_header: bool
) -> ColumnMissingError:
    """The error for a column that a header does not have.

    Args:
        column: the canonical one.
        missing: its configured names.
        header: the line's cells.
        is_header: another configured name stands in the line, so it is no row of data. Then cells are shown
            that are like a missing name; those with a digit never, unless the name has the same digits.
    """
    near = sorted(
        {
            like
            for name in missing
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
    return ColumnMissingError(
        said("column for {column} is missing", column=column),
        expected=" or ".join(repr(name) for name in missing),
        got=said("{got}; nearest: {near}", got=got, near=", ".join(near)) if near else got,
        hint=hint,
    )
