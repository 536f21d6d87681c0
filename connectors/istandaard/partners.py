"""The code list: what a gemeente (4 digits) or an aanbieder (AGB, 8 digits) is called."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError

if TYPE_CHECKING:
    from pathlib import Path

GEMEENTE_DIGITS: Final = 4
AGB_DIGITS: Final = 8


class Partners:
    """Names by code; a code that is not listed stays itself, and is counted."""

    def __init__(self, names: dict[str, str] | None = None) -> None:
        self._names = names or {}
        self._unlisted: set[str] = set()

    @property
    def n_unlisted(self) -> int:
        """How many codes were asked for and are not listed."""
        return len(self._unlisted)

    def name(self, code: str) -> str:
        """What a code is called.

        >>> Partners({"0999": "Gemeente Noord"}).name("0999")
        'Gemeente Noord'
        """
        if code and code not in self._names:
            self._unlisted.add(code)
        return self._names.get(code, code)


def read_partners(path: Path) -> Partners:
    """The code list in a CSV file with the columns code and name; UTF-8 or cp1252, `,` or `;`.

    A code that a spreadsheet took the leading zeros of gets them back.

    Raises:
        ConnectorError: there is no such file, a column is missing, or a row is wrong; it is named.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _wrong("cannot be read", error.strerror or type(error).__name__) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if header.count(";") else ",")
    if not {"code", "name"} <= set(rows.fieldnames or ()):
        raise _wrong("a column is missing", f"a header of {len(rows.fieldnames or ())} columns")
    names: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        code, name = whole_code((row["code"] or "").strip()), (row["name"] or "").strip()
        if not code and not name:
            continue
        if not code or not name or names.get(code, name) != name:
            raise _wrong(f"row {number}: no code, no name, or a code that has another name", "it")
        names[code] = name
    return Partners(names)


def whole_code(code: str) -> str:
    """A code with the leading zeros that belong to it.

    >>> whole_code("384"), whole_code("1234567"), whole_code("elders")
    ('0384', '01234567', 'elders')
    """
    if not code.isdecimal():
        return code
    return code.zfill(GEMEENTE_DIGITS if len(code) <= GEMEENTE_DIGITS else AGB_DIGITS)


def _wrong(what: str, got: str) -> ConnectorError:
    return ConnectorError(
        f"options.partners: {what}",
        expected="a CSV file with the columns code and name, each code once",
        got=got,
        hint="the path is relative to the config file",
    )
