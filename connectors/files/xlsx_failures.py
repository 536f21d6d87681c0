"""Cells of a workbook that failed: errors (`#N/A`), and formulas that nobody has calculated.

calamine gives both as empty cells, and refuses the whole workbook for an error of a newer Excel (`#SPILL!`).
So where the guard sees one, the sheets are handed to calamine with such a cell as a text behind a mark.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO, TYPE_CHECKING, Final

from connectors.values.cells import Failed
from connectors.values.spreadsheet_errors import WITHOUT_A_VALUE, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.ceilings import Ceilings

MARK: Final = "\ue0f0\ue0f1"
"""Begins the text of a cell that failed: characters that no standard gives a meaning."""

_VALUE: Final = rb"<(?:\w+:)?v(?:\s[^<>]*)?(?:/>|>([^<]*)</(?:\w+:)?v\s*>)"
_FORMULA: Final = rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|(?<!/)>[^<]*</(?:\w+:)?f\s*>)"
_ERROR: Final = re.compile(rb"""\bt\s*=\s*["']e["']""")
_UNCALCULATED: Final = re.compile(
    rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*"
    rb"(?:<(?:\w+:)?v(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?v\s*>)\s*)?</(?:\w+:)?c\s*>"
)
_SUSPECT: Final = re.compile(
    rb"<((?:\w+:)?c)\b((?:[^<>](?!/>))*?\bt\s*=\s*[\"']e[\"'][^<>]*?)(?:/>|>(.*?)</\1\s*>)"
    rb"|<((?:\w+:)?c)(\s[^<>]*[^<>/])?>(\s*"
    + _FORMULA
    + rb"\s*(?:"
    + _VALUE.replace(b"([^<]*)", rb"\s*")
    + rb"\s*)?)</\4\s*>",
    re.DOTALL,
)
_PLACE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+[0-9]+)["']""")
_TEXT: Final = re.compile(rb"""\bt\s*=\s*["']str["']""")
_READ: Final = 1024 * 1024


def may_have_failed(xml: bytes) -> bool:
    """Whether a part of a sheet may hold a cell that failed.

    >>> may_have_failed(b'<c t="e"><v>#N/A</v></c>'), may_have_failed(b"<c><f>NOW()</f><v>1</v></c>")
    (True, False)
    """
    return _ERROR.search(xml) is not None or _UNCALCULATED.search(xml) is not None


def with_marks(path: Path, ceilings: Ceilings) -> IO[bytes]:
    """The workbook with each cell that failed as a text that says so, in memory."""
    marked = io.BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(marked, "w") as copy:
        for entry in book.infolist():
            is_sheet = "worksheets/" in entry.filename.lower()
            info = zipfile.ZipInfo(entry.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            with book.open(entry) as file, copy.open(info, "w", force_zip64=True) as out:
                for part in _rows(file, ceilings):
                    out.write(_SUSPECT.sub(_marked, part) if is_sheet else part)
    marked.seek(0)
    return marked


def cell_of(text: str) -> str | Failed:
    """A cell's text, or that it failed.

    >>> cell_of("Intake"), cell_of(MARK + "#N/A").reason, cell_of(MARK + "=").reason
    ('Intake', 'an error of the spreadsheet (#N/A)', 'a formula without a value')
    """
    if not text.startswith(MARK):
        return text
    error = text.removeprefix(MARK)
    return Failed(WITHOUT_A_VALUE) if error == "=" else Failed(reason(error), error)


def _rows(file: IO[bytes], ceilings: Ceilings) -> Iterator[bytes]:
    """A sheet in parts that end where a row does."""
    rest = b""
    while chunk := file.read(_READ):
        window = rest + chunk
        cut = window.rfind(b"row>") + len(b"row>")
        if cut < len(b"row>"):
            cut = 0
        yield window[:cut]
        rest = window[cut:]
        ceilings.check("part", len(rest))
    yield rest


def _marked(match: re.Match[bytes]) -> bytes:
    """A cell that failed as a text; one that is an empty text stays as it is."""
    is_error = match[1] is not None
    name, attributes, content = match.groups()[:3] if is_error else match.groups()[3:6]
    value_match = re.search(_VALUE, content or b"")
    if is_error:
        said = ((value_match[1] if value_match else None) or b"#").strip()
    elif value_match and _TEXT.search(attributes or b""):
        return match[0]  # a formula that gives an empty text
    else:
        said = b"="
    place = _PLACE.search(attributes or b"")
    at = b' r="' + place[1] + b'"' if place else b""
    prefix = name[:-1]
    mark = MARK.encode()
    return b"".join(
        (
            b"<",
            name,
            at,
            b' t="str"><',
            prefix,
            b"v>",
            mark,
            said,
            b"</",
            prefix,
            b"v></",
            name,
            b">",
        )
    )
