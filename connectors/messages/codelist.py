"""A code list: which partner a code or number in a message stands for (option `partners`).

A CSV file with a header, separated by `,` or `;`: the code in a column `code`, the name in `name` or
`partner`. The official list of instances that goes with the StUF koppelvlak Jeugdzorg will do as it is,
saved as CSV: `IDINST` and `OINR` are its codes, `CORRNMINST`, `PRESNMINST` or `NMINST1` its names.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from journeys.errors import reason_of, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CODES: Final = ("code", "idinst", "oinr")
NAMES: Final = ("partner", "name", "corrnminst", "presnminst", "nminst1")


def folded(code: str) -> str:
    """A code as it is compared: without spaces around it, in small letters.

    >>> folded(" AR0040")
    'ar0040'
    """
    return code.strip().casefold()


def read_codes(path: Path) -> Mapping[str, str]:
    """The partner's name by each of its codes, folded; the first line of a code counts.

    Raises:
        ConnectorError: the file cannot be read, or has no column for the code or the name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, reason_of(error)) from None
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    columns = {folded(name): name for name in rows.fieldnames or ()}
    codes = [columns[name] for name in CODES if name in columns]
    names = [columns[name] for name in NAMES if name in columns]
    if not codes or not names:
        raise _wrong(
            path,
            said(
                "{n_columns} columns, none of them for the code or the name", n_columns=len(columns)
            ),
        )
    partners: dict[str, str] = {}
    for row in rows:
        name = next((text for column in names if (text := (row[column] or "").strip())), "")
        for column in codes:
            if name and (code := folded(row[column] or "")):
                partners.setdefault(code, name)
    return partners


def _wrong(path: Path, got: str) -> ConnectorError:
    return ConnectorError(
        said("the code list {name} cannot be used", name=path.name),
        expected="a CSV file in UTF-8 with the columns code and name",
        got=got,
        hint='partners = "..." is relative to the config file',
    )
