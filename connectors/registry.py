"""The kinds of source: a new one is one file in this package and one entry here."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from connectors.errors import ConnectorError
from connectors.files.delimited import open_delimited
from connectors.files.parquet import open_parquet
from connectors.files.xes import open_xes
from connectors.files.xlsx import open_xlsx
from connectors.messages.corv import CORV_COLUMNS, CORV_KEY, CorvOptions, open_corv
from connectors.messages.ijw import COLUMNS as MESSAGE_COLUMNS
from connectors.messages.ijw import KEY as MESSAGE_KEY
from connectors.messages.ijw import MessageOptions, open_ijw, open_iwmo
from connectors.messages.istandaard.meanings import TERMS as MESSAGE_TERMS
from connectors.messages.meanings import TERMS as CORV_TERMS
from connectors.nested.reader import JsonOptions, open_nested
from connectors.ocel.reader import OCEL_COLUMNS, OCEL_KEY, OcelOptions, open_ocel
from connectors.sql.options import SqlOptions
from connectors.zgw.events import TERMS as ZGW_TERMS
from connectors.zgw.options import ZGW_COLUMNS, ZGW_KEY, ZgwOptions
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from connectors.source import FileReader, FolderReader, Pull, RemoteReader, Source
    from journeys.inputs import Term


@dataclass(frozen=True)
class SourceKind:
    """A kind of source.

    Attributes:
        reader: opens it; a `FileReader`, `FolderReader` or `RemoteReader`, as `takes` says.
        takes: `file`, `folder` or `remote` (`connectors.source`).
        columns: canonical column to the reader's own columns, where the config says nothing else.
        key: the reader's columns that identify a row, where the config says nothing else.
        options: the model of `[sources.options]`; None: the kind has none.
        terms: the activities that the reader itself makes, with their kinds.
        has_header: it is a table whose header may stand in any line (`header_row`).
    """

    reader: FileReader | FolderReader | RemoteReader
    takes: Literal["file", "folder", "remote"] = "file"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    options: type[BaseModel] | None = None
    terms: tuple[Term, ...] = ()
    has_header: bool = False


def _ask_sql(source: Source, since: str | None) -> Pull:
    from connectors.sql.reader import open_sql  # noqa: PLC0415 - SQLAlchemy, for who asks a database alone

    return open_sql(source, since)


def _ask_zgw(source: Source, since: str | None) -> Pull:
    from connectors.zgw.reader import open_zgw  # noqa: PLC0415 - httpx and PyJWT, likewise

    return open_zgw(source, since)


XES_COLUMNS: Final = {
    "case_id": ("case:concept:name",),
    "activity": ("concept:name",),
    "started_at": ("start_timestamp",),
    "ended_at": ("time:timestamp",),
    "transition": ("lifecycle:transition",),
    "instance": ("concept:instance",),
}
"""What an XES log's columns are where the config says nothing else."""

KINDS: Final[Mapping[str, SourceKind]] = MappingProxyType(
    {
        "corv": SourceKind(open_corv, "folder", CORV_COLUMNS, CORV_KEY, CorvOptions, CORV_TERMS),
        "csv": SourceKind(open_delimited, has_header=True),
        "xlsx": SourceKind(open_xlsx, has_header=True),
        "parquet": SourceKind(open_parquet),
        "ocel": SourceKind(open_ocel, columns=OCEL_COLUMNS, key=OCEL_KEY, options=OcelOptions),
        "xes": SourceKind(open_xes, columns=XES_COLUMNS),
        "json": SourceKind(open_nested, options=JsonOptions),
        "zgw": SourceKind(_ask_zgw, "remote", ZGW_COLUMNS, ZGW_KEY, ZgwOptions, ZGW_TERMS),
        "ijw": SourceKind(
            open_ijw, "folder", MESSAGE_COLUMNS, MESSAGE_KEY, MessageOptions, MESSAGE_TERMS
        ),
        "iwmo": SourceKind(
            open_iwmo, "folder", MESSAGE_COLUMNS, MESSAGE_KEY, MessageOptions, MESSAGE_TERMS
        ),
        "sql": SourceKind(_ask_sql, "remote", options=SqlOptions),
    }
)


def kind_of(name: str) -> SourceKind:
    """The kind of source of that name.

    Raises:
        ConnectorError: there is none.

    >>> kind_of("csv").takes
    'file'
    """
    if name not in KINDS:
        close = difflib.get_close_matches(name.lower(), KINDS, n=1)
        raise ConnectorError(
            "no reader for this kind of source",
            expected=said("one of {KINDS}", KINDS=", ".join(sorted(KINDS))),
            got=repr(name),
            hint=said('did you mean kind = "{close}"?', close=close[0]) if close else "",
        )
    return KINDS[name]
