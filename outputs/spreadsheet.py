"""CSV and workbooks that a Dutch spreadsheet opens as they are meant, and never runs."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FORMULA: Final = r"^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])"
"""What begins as a formula, also after blanks, or as one that has its apostrophe already."""

_FORMULA: Final = re.compile(FORMULA)

MOST_ROWS: Final = 1_048_575
"""As many rows as a sheet of Excel has under its header."""


class Sheet(NamedTuple):
    """A table in a workbook: at most `MOST_ROWS` rows, each with a value for each column."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


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


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook of Excel, row by row, whose header stays in sight and filters.

    The same sheets give the same bytes. A text that a spreadsheet would take for a formula gets an apostrophe
    in front, since a sheet may be saved as CSV.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - no run waits for it
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415 - likewise

    with Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": datetime(1980, 1, 1)})  # noqa: DTZ001 - Excel knows no zones
        heading = book.add_format({"bold": True})
        day, moment = (
            book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
        )
        for name, columns, rows in sheets:
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, map(harmless, columns), heading)
            n = 0
            for n, row in enumerate(rows, 1):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(n, place, harmless(value))
                    elif isinstance(value, date):
                        form = moment if isinstance(value, datetime) else day
                        page.write_datetime(n, place, value, form)
                    elif value is not None:
                        page.write(n, place, value)
            page.autofilter(0, 0, n, len(columns) - 1)
            book.define_name(name, f"={name}!{xl_range_abs(0, 0, n, len(columns) - 1)}")


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
