"""What readers of files share: a file's kind by its first bytes, its text by lines, its header."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, TextIO

from connectors.errors import ConnectorError, FileUnreadableError
from journeys.errors import reason_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.source import Source

MAX_RECORD: Final = 128 * 1024
"""Characters that one record of a text file may hold: the csv module's own limit for a field."""

_HEAD: Final = 64 * 1024
_CHUNK: Final = 256 * 1024

OLE: Final = b"\xd0\xcf\x11\xe0"
GZIP: Final = b"\x1f\x8b"
PARQUET: Final = b"PAR1"
ZIP: Final = b"PK\x03\x04"

MAGIC: Final = {
    ZIP: "a zip or Excel file (.xlsx)",
    b"PK\x05\x06": "an empty zip file",
    PARQUET: "a Parquet file",
    b"PARE": "an encrypted Parquet file",
    GZIP: "a gzip file (.gz)",
    b"%PDF": "a PDF",
    OLE: "an old Excel file (.xls), or one with a password",
}
MARKUP: Final = {
    "<!doctype html": "a web page (HTML)",
    "<html": "a web page (HTML)",
    "<?xml": "an XML file",
    "<!doctype": "an XML file",
    "<log": "an XML file",
}
_BOMS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as UTF-16's mark does, so it is looked for first
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DAMAGED: Final = re.compile("[\\udc80-\\udcff]")
"""A byte that is no UTF-8, as `surrogateescape` carries it."""


def unreadable(*, expected: str, got: str, hint: str = "") -> FileUnreadableError:
    """The error for a file that is no file of its kind, in the words that all readers use.

    Which source and file it is says who opened it (`connectors.records.canonical`).
    """
    return FileUnreadableError("cannot be read", expected=expected, got=got, hint=hint)


def head_of(path: Path, expected: str) -> bytes:
    """The file's first bytes.

    Raises:
        FileUnreadableError: there is no such file, it cannot be opened, or nothing stands in it.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        got = reason_of(error)
        raise unreadable(expected=expected, got=got) from None
    if not head.strip():
        raise unreadable(expected=expected, got="an empty file")
    return head


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes, in words; empty where it may be any text.

    >>> kind_of(b"PAR1..."), kind_of(b" <!DOCTYPE html>"), kind_of(b"Zaaknummer;Datum")
    ('a Parquet file', 'a web page (HTML)', '')
    """
    for magic, name in MAGIC.items():
        if head.startswith(magic):
            return name
    text = head.decode(bom_of(head) or "latin-1", errors="ignore").lstrip("\ufeff \t\r\n").lower()
    return next((name for begin, name in MARKUP.items() if text.startswith(begin)), "")


def bom_of(head: bytes) -> str:
    """The encoding that a byte order mark tells; empty without one."""
    return next((name for bom, name in _BOMS.items() if head.startswith(bom)), "")


@dataclass(frozen=True)
class Encoding:
    """How a text file's bytes become characters.

    Attributes:
        name: Python's name of the encoding.
        damaged: some bytes are not in it; `is_damaged` tells the lines that hold them.
    """

    name: str
    damaged: bool = False

    def open(self, path: Path) -> TextIO:
        """The file as text, its line ends as they are."""
        errors = "surrogateescape" if self.damaged else "strict"
        return path.open(encoding=self.name, errors=errors, newline="")

    def is_damaged(self, line: str) -> bool:
        """Whether the line holds a byte that is not in the encoding."""
        return self.damaged and _DAMAGED.search(line) is not None


def encoding_of(path: Path, source: Source, head: bytes) -> Encoding:
    """The encoding of a text file: configured, or by its mark, or strict UTF-8, or cp1252.

    The whole file is decoded once, so nothing breaks halfway. A file that is UTF-8 but for a few
    bytes stays UTF-8 and its damaged lines cost their rows: read as cp1252 every accent in it
    would change without a word.

    Raises:
        ConnectorError: no encoding has the configured name.
        FileUnreadableError: the bytes are in none of these encodings.
    """
    known_name = _known(source) or bom_of(head)
    if known_name and (_decodes(path, known_name) < 0):
        return Encoding(known_name)
    if known_name in {"", "utf-8", "utf-8-sig"}:
        if not known_name and _decodes(path, "utf-8") < 0:
            return Encoding("utf-8")
        if _mostly_utf8(path):
            return Encoding(known_name or "utf-8", damaged=True)
        if not known_name and _decodes(path, "cp1252") < 0:
            return Encoding("cp1252")
    raise unreadable(
        expected=said("text in {value}", value=known_name or "utf-8 or cp1252"),
        got=said(
            "bytes that are none, the first in block {value} of {CHUNK:,} bytes",
            value=_decodes(path, known_name or "cp1252") + 1,
            CHUNK=_CHUNK,
        ),
        hint='say how the file is written: encoding = "..."',
    )


def _known(source: Source) -> str:
    """The configured encoding by Python's name for it; empty where none is configured."""
    if not source.encoding:
        return ""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=source.encoding)  # refuses a codec of no text
        return codecs.lookup(source.encoding).name
    except (LookupError, ValueError):
        raise ConnectorError(
            "unknown encoding",
            expected="the name of a text encoding",
            got=source.encoding,
            hint='mostly "utf-8", "cp1252" or "utf-16"',
        ) from None


def _decodes(path: Path, encoding: str) -> int:
    """The first block that does not decode strictly, from 0; -1 where all do."""
    decoder = codecs.getincrementaldecoder(encoding)()
    block = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                block += 1
        decoder.decode(b"", final=True)
    except UnicodeError:
        return block
    return -1


def _mostly_utf8(path: Path) -> bool:
    """Whether more characters beyond ASCII are whole UTF-8 than bytes are none."""
    whole = broken = 0
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                wrong = len(_DAMAGED.findall(chunk))
                broken += wrong
                whole += sum(char > "\x7f" for char in chunk) - wrong
    return whole > broken


def physical_lines(stream: IO[str]) -> Iterator[str]:
    r"""The lines of a text opened with `newline=""`, with their ends, in bounded memory.

    A line ends in LF, CR or CRLF. Of a line longer than `MAX_RECORD` the begin alone is kept, so
    its length tells that it is too long, and the rest of it is skipped.

    >>> list(physical_lines(io.StringIO("a\r\nb\rc", newline="")))
    ['a\r\n', 'b\r', 'c']
    """
    carry = ""
    while chunk := stream.read(_CHUNK):
        lines = list(io.StringIO(carry + chunk, newline=""))
        carry = lines.pop()  # it may go on in the next chunk, even a CR may become CRLF
        yield from lines
        if len(carry) > MAX_RECORD and carry[-1] not in "\r\n":
            carry = carry[: MAX_RECORD + 1]
    if carry:
        yield carry


def positions(columns: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    """Where the wanted names stand in a header; names that it lacks are left out.

    Raises:
        ConnectorError: a wanted name stands there more than once.

    >>> positions(["Zaak", "Datum"], ["Datum", "Einde"])
    {'Datum': 1}
    """
    for name in names:
        if (n := list(columns).count(name)) > 1:
            raise ConnectorError(
                said('the header holds column "{name}" more than once', name=name),
                expected="once",
                got=said("{n} times", n=n),
                hint="rename the columns in the export, or map another one",
            )
    return {name: columns.index(name) for name in names if name in columns}
