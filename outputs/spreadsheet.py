"""CSV that a Dutch spreadsheet opens as it is meant, and never runs."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FORMULA: Final = r"^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])"
"""What begins as a formula, also after blanks, or as one that has its apostrophe already."""

_FORMULA: Final = re.compile(FORMULA)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows as UTF-8 with a byte order mark, semicolons and CRLF, as Dutch Excel expects.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, columns))
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=cmd()"), harmless(" ＋1"), harmless("GGZ")
    ("'=cmd()", "' ＋1", 'GGZ')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """A text as it was before `harmless`.

    >>> unguarded("'=cmd()"), unguarded("'t Gooi"), unguarded(harmless("'=a"))
    ('=cmd()', "'t Gooi", "'=a")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _cell(value: object) -> object:
    """A value as a cell: a fraction with a decimal comma, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return harmless(value) if isinstance(value, str) else value
