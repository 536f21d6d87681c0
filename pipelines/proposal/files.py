"""The files of which a config is proposed: what kind each is, and which are extracts of one source."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import zipfile
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.errors import FileUnreadableError
from connectors.formats import text
from connectors.values.date_texts import MONTHS
from journeys.errors import said
from pipelines.errors import ConfigError
from pipelines.night.found_files import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HEAD: Final = 64 * 1024
FOLDERS: Final = ("ijw", "iwmo", "corv")
"""Kinds of which a folder of files is one extract."""

_OWN: Final = (".toml", ".key", ".md", ".pdf", ".docx", ".py", ".sql", ".log")
_PART: Final = (
    rf"\d+|(?<![^\W\d_])(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![^\W\d_])"
)
VARYING: Final = re.compile(rf"(?:{_PART})(?:[-_. ]+(?:{_PART}))*", re.IGNORECASE)
"""What differs in the names of extracts of one source: numbers and months."""

_DATED: Final = re.compile(
    r"\D{0,12}((19|20)\d{2}[-_.]?\d{2}([-_.]?\d{2})?|\d{1,2}[-_.]\d{1,2}[-_.](19|20)\d{2})\D{0,4}"
)
_TABLES: Final = re.compile(r".*\.(csv|txt|tsv|dat|asc|dsv)(\.gz)?", re.IGNORECASE)


@dataclass(frozen=True)
class Extracts:
    """Files that are extracts of one source, in the order of their names.

    Attributes:
        kind: of source.
        paths: of the files.
    """

    kind: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class LeftOut:
    """A file that is none of an export.

    Attributes:
        path: of the file.
        reason: why it is left out.
    """

    path: Path
    reason: str


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files that are named, and those below the folders that are.

    Raises:
        ConfigError: one is not there, or a folder holds no file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise ConfigError(
                said("{name}: no such file or folder", name=path.name),
                expected="an export, or a folder of exports",
                hint="--to says where the config comes",
            )
        below = (
            sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        )
        here = [each for each in below if not _is_hidden(each, path)]
        if not here:
            raise ConfigError(
                said("{name}: a folder without a file", name=path.name),
                expected="at least one export",
            )
        found |= dict.fromkeys(here)
    return list(found)


def _is_hidden(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts if path != root else (path.name,)
    return any(part.startswith(UNFINISHED) for part in parts)


def extracts_of(files: Sequence[Path]) -> tuple[list[Extracts], list[LeftOut]]:
    """The files by the source that they are extracts of, and those that are left out.

    Files of one source lie in one folder, are of one kind and have names that differ in their digits alone;
    messages of one standard in one folder are one source whatever their names.
    """
    groups: dict[tuple[Path, str, str], list[Path]] = defaultdict(list)
    left_out = []
    for path in files:
        try:
            kind = kind_of_file(path)
        except FileUnreadableError as error:
            left_out.append(LeftOut(path, error.got or error.what))
            continue
        if not kind:
            left_out.append(LeftOut(path, said("it is no export of a kind that can be read")))
            continue
        stem = "" if kind in FOLDERS else VARYING.sub("#", path.name.casefold())
        folder = path.parent.parent if _is_dated(path.parent.name) else path.parent
        groups[folder, kind, stem].append(path)
    return [Extracts(kind, tuple(paths)) for (_, kind, _), paths in groups.items()], left_out


def _is_dated(name: str) -> bool:
    """Whether a folder is called after a day or a month, so that it holds one extract of several."""
    return bool(_DATED.fullmatch(name))


def kind_of_file(path: Path) -> str:
    """The kind of source of which a file is, by what stands in it; '' where it is none.

    Raises:
        FileUnreadableError: it is empty, or may not be read.
    """
    if path.suffix.lower() in _OWN:
        return ""
    head = text.head_of(path, "an export")
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind(path) if callable(kind) else kind
    if text.kind_of(head) in _NO_EXPORT:
        return ""
    return _kind_of_text(path, head)


def _kind_of_text(path: Path, head: bytes) -> str:
    """By the first sign of a text: markup, JSON, or a table."""
    begin = head.decode(text.bom_of(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if begin.startswith("<"):
        return _kind_of_xml(begin)
    if begin[:1] in "{[":
        return "ocel" if re.search('"(objectTypes|eventTypes)"', begin) else "json"
    has_nul = b"\0" in head and not text.bom_of(head)
    is_table = _TABLES.fullmatch(path.name) or re.search("[;,\t|]", begin)
    return "csv" if is_table and not has_nul else ""


def _kind_of_sqlite(path: Path) -> str:
    """A database holds tables, or an object-centric log."""
    try:
        return "ocel" if tables_of_sqlite(path) >= {"event", "object"} else "sqlite"
    except sqlite3.DatabaseError:
        return ""


def tables_of_sqlite(path: Path) -> set[str]:
    """The names of the tables in a file of SQLite.

    Raises:
        sqlite3.DatabaseError: it is none.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("select name from sqlite_master where type = 'table'")
        return {name for (name,) in rows}


def _kind_of_gzip(path: Path) -> str:
    """A log of XES may be packed."""
    try:
        with gzip.open(path) as file:
            return "xes" if b"<log" in file.read(HEAD) else ""
    except (OSError, EOFError):
        return ""


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xlsx" if "xl/workbook.xml" in archive.namelist() else ""
    except (zipfile.BadZipFile, OSError):
        return ""


def _kind_of_xml(begin: str) -> str:
    """By the root and the namespaces of an XML file."""
    if "istandaarden" in begin or re.search(r"<(\w+:)?Bericht\b", begin):
        return "iwmo" if re.search("iwmo|wmo3", begin, re.IGNORECASE) else "ijw"
    if re.search(r"koppelvlak/jeugdzorg|/jz\d{4}|jeugdzorg", begin, re.IGNORECASE):
        return "corv"
    if re.search("<(object-types|event-types|objects)", begin):
        return "ocel"
    return "xes" if re.search(r"<log\b", begin) else ""


def is_json_lines(path: Path) -> bool:
    """Whether a JSON file holds a value on each line."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        first, second = stream.readline(), stream.readline()
    try:
        return isinstance(json.loads(first), dict) and isinstance(json.loads(second), dict)
    except ValueError:
        return False


_MAGIC: Final[dict[bytes, str | Callable[[Path], str]]] = {
    text.PARQUET: "parquet",
    b"SQLite format 3\0": _kind_of_sqlite,
    text.ZIP: _kind_of_zip,
    text.GZIP: _kind_of_gzip,
    text.OLE: "",
}
"""How files begin that are no text, and of what kind they are, or what tells that."""

_NO_EXPORT: Final = {"a PDF", "a web page (HTML)"}
