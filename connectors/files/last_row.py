"""The last row of a text file that ends without a line end: whole, or cut off while it was written?

Many programs end a file without a line end, so that alone says nothing. A last row is in doubt where its last
value is shorter than any other in that column, has a form that no other has, or begins another value that
stands there. A file that changed in the last hour and ends so is still being written (`FileUnfinishedError`):
another night reads it. An older one is read, and the row in doubt is rejected: no half of a row ever becomes
an event, and no file is left out for ever.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.errors import FileUnfinishedError

if TYPE_CHECKING:
    from pathlib import Path

FRESH_S: Final = 3600
"""Seconds after its last change for which a file may still be being written."""

CUT_OFF: Final = "a last row without a line end, whose last value may be cut off"
_MOST: Final = 10_000
"""Values of a column that are remembered."""

_FORMS: Final = 50
"""Forms of values up to which they say something of a column."""


def is_fresh(path: Path) -> bool:
    """Whether a file changed in the last hour, by the clock of this machine."""
    stat = path.stat()
    return time.time() - max(stat.st_mtime, stat.st_ctime) < FRESH_S


def unfinished(path: Path, got: str) -> FileUnfinishedError | None:
    """The error for a file that breaks off; None where it changed so long ago that nobody writes it."""
    if not is_fresh(path):
        return None
    return FileUnfinishedError(
        "is still being written",
        expected="a last row that is whole",
        got=got,
        hint="the next night reads it; where the copy broke off, export or copy the file again",
    )


@dataclass
class LastColumn:
    """The values of a file's last column, as far as they tell whether its last one is whole.

    >>> column = LastColumn()
    >>> for value in ("2024-01-15 09:00:00", "2024-01-16 10:30:00"):
    ...     column.add(value)
    >>> column.may_be_cut("2024-01-16"), column.may_be_cut("2024-01-17 08:00:00")
    (True, False)
    """

    n: int = 0
    shortest: int = 0
    longest: int = 0
    values: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    def add(self, value: str) -> None:
        """Takes the last value of a whole row."""
        n = len(value)
        self.shortest = min(self.shortest, n) if self.n else n
        self.longest = max(self.longest, n)
        self.n += 1
        if len(self.values) < _MOST and value not in self.values:
            self.values.add(value)
            if len(self.forms) <= _FORMS:
                self.forms.add(_form(value))

    def may_be_cut(self, value: str) -> bool:
        """Whether a last value without a line end may be the begin of a longer one."""
        if not self.n or value in self.values:
            return False
        if len(value) < self.shortest or any(other.startswith(value) for other in self.values):
            return True
        has_forms = len(self.forms) <= _FORMS and self.n > len(self.forms)
        return has_forms and len(value) < self.longest and _form(value) not in self.forms


def _form(value: str) -> str:
    """What a value looks like: its digits as 9, its letters as one x a word.

    >>> _form("12,50"), _form("Wijkteam Noord")
    ('99,99', 'x x')
    """
    return re.sub(r"[^\W\d_]+", "x", re.sub(r"\d", "9", value))
