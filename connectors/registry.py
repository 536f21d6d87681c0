"""The kinds of source: a new one is one file in this package and one line here."""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from connectors.delimited import open_delimited
from connectors.errors import ConnectorError
from connectors.parquet import open_parquet
from connectors.xes import open_xes
from connectors.xlsx import open_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.source import Reader

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {"csv": open_delimited, "xlsx": open_xlsx, "parquet": open_parquet, "xes": open_xes}
)


def reader(kind: str) -> Reader:
    """The reader of a kind of source.

    Raises:
        ConnectorError: there is none of that name.

    >>> reader("csv").__name__
    'open_delimited'
    """
    if kind not in READERS:
        close = difflib.get_close_matches(kind.lower(), READERS, n=1)
        raise ConnectorError(
            "no reader for this kind of source",
            expected=f"one of {', '.join(sorted(READERS))}",
            got=repr(kind),
            hint=f'did you mean kind = "{close[0]}"?' if close else "",
        )
    return READERS[kind]
