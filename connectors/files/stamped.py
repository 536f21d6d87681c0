"""The moment of an extract that stands in its file's name, as a column beside those of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from connectors.errors import ConnectorError
from connectors.source import form_of
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.source import Batch, Extract, TableForm
    from journeys.notes import Note

TAKEN_AT: Final = "(bestandsnaam)"
"""What the column is called; no export's own column."""

_DIGITS: Final = {"Y": 4, "y": 2, "m": 2, "d": 2, "j": 3, "H": 2, "M": 2, "S": 2}
_DAYS: Final = ({"m", "d"}, {"j"})


def name_pattern(pattern: str) -> re.Pattern[str]:
    r"""What a moment looks like in a name.

    Args:
        pattern: with the signs %Y, %y, %m, %d, %j, %H, %M and %S of strptime, each once.

    Raises:
        ValueError: it holds another sign, one of them twice, or no whole day.

    >>> name_pattern("zaken_%Y%m%d").pattern
    'zaken_(\\d{4})(\\d{2})(\\d{2})(?!\\d)'
    >>> bool(name_pattern("%d-%m-%Y").search("stand 1-4-2024"))
    True
    """
    signs = re.findall("%(.)", pattern)
    if any(sign not in _DIGITS for sign in signs) or len(set(signs)) < len(signs):
        raise ValueError("holds %Y, %y, %m, %d, %j, %H, %M or %S, each of them once")
    if len({"Y", "y"} & set(signs)) != 1 or not any(days <= set(signs) for days in _DAYS):
        raise ValueError("tells no whole day, as %Y%m%d does")
    parts = re.split("(%.)", pattern)
    shape = "".join(
        _shape(parts, at) if part.startswith("%") else re.escape(part)
        for at, part in enumerate(parts)
    )
    begin = r"(?<!\d)" if pattern.startswith("%") else ""
    end = r"(?!\d)" if parts[-1] == "" else ""
    return re.compile(begin + shape + end)


def _shape(parts: Sequence[str], at: int) -> str:
    """How many digits a sign of a pattern has: its own, or one less for a day or month that stands apart."""
    sign, n = parts[at], _DIGITS[parts[at][1]]
    glued = (at > 1 and not parts[at - 1]) or (at < len(parts) - 2 and not parts[at + 1])
    return rf"(\d{{1,{n}}})" if sign in {"%d", "%m"} and not glued else rf"(\d{{{n}}})"


def moment_in(name: str, pattern: str) -> date | datetime:
    """The moment in a name: a date, or a local time where the pattern has an hour.

    Raises:
        ConnectorError: there is none, or there are several.

    >>> moment_in("2024/zaken_20240131.csv", "%Y%m%d")
    datetime.date(2024, 1, 31)
    """
    units = set()
    for match in name_pattern(pattern).finditer(name):
        try:
            units.add(datetime.strptime(match[0], pattern))  # noqa: DTZ007 - local, as times in a file are
        except ValueError:
            continue
    if len(units) != 1:
        raise ConnectorError(
            "its name does not say when it was taken",
            expected=said("one moment in it as {pattern}", pattern=pattern),
            got=said("{n_units} moments", n_units=len(units)) if units else "none",
            hint="[sources.snapshot] taken_at says how the moment is written in the name",
        )
    moment = units.pop()
    return moment if "%H" in pattern else moment.date()


@dataclass
class Stamped:
    """An extract with the column `TAKEN_AT` beside its own: a `connectors.source.Extract`."""

    extract: Extract
    moment: date | datetime
    columns: Sequence[str] | None = None
    lineage: str = ""

    def __post_init__(self) -> None:
        """Take over the columns of the extract."""
        own = self.extract.columns
        self.columns = None if own is None else [*own, TAKEN_AT]

    @property
    def form(self) -> TableForm:
        """How the extract is written."""
        return form_of(self.extract)

    @property
    def notes(self) -> Sequence[Note]:
        """What there is to say of the extract; complete once all batches are read."""
        return self.extract.notes

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The extract's rows, each with the moment."""
        self.extract.lineage = self.lineage
        is_clock = isinstance(self.moment, datetime)
        taken: Any = pa.scalar(self.moment, pa.timestamp("us") if is_clock else pa.date32())
        for batch in self.extract.batches([name for name in column_names if name != TAKEN_AT]):
            rows = batch.rows.append_column(TAKEN_AT, pa.repeat(taken, batch.rows.num_rows))
            yield replace(batch, rows=rows)
