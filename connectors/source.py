"""What a source is, and what a reader of one source kind gives: the contract of this package.

A reader is one file that knows one kind of source. It hands over what stands there, as text or as
the source's own types, with the number of each row; it knows nothing of time zones, vocabularies or
journeys. `connectors.records.canonical` makes canonical records of it, the same way for every kind.

There are three ways to take a source in (`connectors.registry.SourceKind.takes`):

    file      one file is one extract (csv, xlsx, parquet, xes); a changed file is read whole
    folder    all files that changed are one extract (messages: many, small, one thing each)
    remote    a database or a service is asked; what it answers tonight is one extract
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from connectors.ceilings import DEFAULTS, Ceilings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from pydantic import BaseModel

    from journeys.notes import Note

RowRules = tuple[dict[str, tuple[str, ...]], ...]
"""Which rows are no data: one rule must fit, with a text or several for every column that it names."""

IDENTITY: Final = (
    "client", "bsn", "family_name", "given_name", "birth_date", "sex", "postcode", "house_number",
)  # fmt: skip
"""The canonical columns that say who a row is about."""

PERSON_COLUMNS: Final = {
    "bsn": ("bsn",),
    "family_name": ("geslachtsnaam",),
    "given_name": ("voornamen",),
    "birth_date": ("geboortedatum",),
    "sex": ("geslacht",),
    "postcode": ("postcode",),
    "house_number": ("huisnummer",),
}
"""Canonical column to the column in which a reader of messages or of a service gives who they are about,
as the standards of the gemeenten call it."""


@dataclass(frozen=True)
class Source:
    """One configured source: where it is, what its columns mean, how its values are written.

    Attributes:
        name: what the config calls it; the lineage of every event.
        kind: the reader's name in `connectors.registry`.
        columns: canonical column to the names that it has had in the exports, first that holds a
            value wins.
        partner: the partner where no column says it; likewise domain and municipality.
        formats: canonical or source column to the strptime formats that it may have; inferred from
            the whole column where left out.
        missing: texts that mean "not filled in", beside the empty cell.
        transitions: what words of the column `transition` mean, in those of the XES standard
            (`connectors.records.lifecycle`); a word that is not in it means what it says.
        skip_rows_where: which rows are no data (`connectors.records.row_rules`).
        key: the source columns that identify a row; empty = all mapped values do.
        empty_end: `running` or `instant`: what an empty end means where there is a column for it.
        encoding: of a text file; found out where empty.
        delimiter: of a text file; found out where empty.
        sheet: of a workbook; the only one where empty.
        header_row: which line of a table its header is, from 1 as an editor or Excel counts; 0: found out.
        is_snapshot: its rows tell how its cases are, not what happened.
        ceilings: how much may come out of one file.
        options: what this kind alone is told (`[sources.options]`), checked by the kind's own model.
    """

    name: str
    kind: str
    columns: Mapping[str, tuple[str, ...]]
    partner: str = ""
    domain: str = ""
    municipality: str = ""
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    skip_rows_where: RowRules = ()
    transitions: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    empty_end: str = "running"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    is_snapshot: bool = False
    ceilings: Ceilings = DEFAULTS
    options: BaseModel | None = None


@dataclass(frozen=True)
class InputFile:
    """A file of a folder: where it is, and what lineage calls it (`source_file`)."""

    name: str
    path: Path


@dataclass(frozen=True)
class TableForm:
    """How a table is written, as its reader took it; '' and 0 of what its kind has not.

    Attributes:
        header_row: the line of its header, from 1 as an editor or Excel counts.
        encoding: Python's name of it.
        delimiter: between two fields.
        sheet: of a workbook.
    """

    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class BadRow:
    """A row that the reader could not take apart; `value` is raw here and masked by who stores it.

    Attributes:
        row: data row from 1, as the good rows are counted.
        column: the source column, empty where the whole row is at fault.
        reason: one sentence in English, without any of the row's values.
        value: the offending text, cut to 200 characters.
        file: the file of a folder that it stands in; empty where the extract is one file.
    """

    row: int
    column: str
    reason: str
    value: str
    file: str = ""


@dataclass(frozen=True)
class Batch:
    """A part of a file, in the file's order and of bounded size.

    Attributes:
        rows: `source_row` (int64, data row from 1) and then a column for each wanted source column
            that the file has: string, or a timestamp, date, number or boolean of the file's own.
            An empty cell is null or an empty string.
        bad: the rows among these that could not be taken apart.
        failed: for a source column, why the cell of each row failed; null where it could be read. A
            cell that failed is never an empty one: it costs its row, or, of an amount or a feature of
            a person, that value. What was written there, if anything, stands in `rows`.
        times: for a source column of text, the times among its cells that the source types as such
            (`connectors.values.cells.TIME`); null for the others.
        numbers: likewise the numbers (double).
    """

    rows: pa.Table
    bad: Sequence[BadRow] = ()
    failed: Mapping[str, pa.Array] = field(default_factory=dict)
    times: Mapping[str, pa.Array] = field(default_factory=dict)
    numbers: Mapping[str, pa.Array] = field(default_factory=dict)


class Extract(Protocol):
    """One opened file.

    Attributes:
        columns: the names in its header, in order; None where the kind has no header (XES: only
            the rows tell, and the reader itself raises at the end for a wanted name never seen).
        lineage: what lineage calls it, for a reader whose rows hang on that; told before they are read.
        notes: what there is to say beside the rows; complete once all batches are read.
    """

    columns: Sequence[str] | None
    lineage: str

    @property
    def notes(self) -> Sequence[Note]:
        """What there is to say beside the rows."""
        ...

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The file's rows, `wanted` source columns alone; every row stands in one batch once."""
        ...


def form_of(extract: Extract) -> TableForm:
    """How the table in an extract is written; nothing of a kind that is no table."""
    form: TableForm = getattr(extract, "form", TableForm())
    return form


def share_read(extract: Extract) -> float:
    """The share of a file that is read, 0–1; 0 of a kind that does not tell it."""
    share: float = getattr(extract, "share_read", 0.0)
    return share


class Pull(Extract, Protocol):
    """What a database or service answers tonight.

    Attributes:
        name: what lineage calls this extract (`source_file`): the same rows asked for again get the
            same name, and it holds no secret.
        cursor: how far it came, once all batches are read: what the next night is told as `since`;
            null where there is nothing to go on from.
    """

    name: str
    cursor: str | None


class FolderReader(Protocol):
    """Opens the files of a folder that changed, as one extract.

    A file that is no message is one rejected row (`BadRow`, row 1) with the reason, and the others
    are read: one partner's mistake keeps nobody's help out of sight.
    """

    def __call__(self, files: Sequence[InputFile], source: Source) -> Extract:
        """Open `files`, which `source` says how to understand."""
        ...


class RemoteReader(Protocol):
    """Asks a database or a service.

    Raises:
        SourceUnavailableError: it does not answer, or not whole; trying again may help.
        ConnectorError: it refuses: a wrong password, no such table, an answer of another form.
    """

    def __call__(self, source: Source, since: str | None) -> Pull:
        """Ask `source` for what came after `since` (a `Pull.cursor`); None: for all."""
        ...


class FileReader(Protocol):
    """Opens a file of one kind.

    Raises:
        FileUnreadableError: it is no such file: empty, truncated, of another kind.
    """

    def __call__(self, path: Path, source: Source) -> Extract:
        """Open the file at `path`, which `source` says how to understand."""
        ...
