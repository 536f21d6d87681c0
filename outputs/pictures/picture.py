"""What a picture is: a drawing, and everything that is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

Kind = Literal["text", "number", "percent", "days", "date", "id"]

NOT_TOLD: Final = "–"
"""What stands in a drawing or a table where there is no figure, or one that is kept back."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: its name in the data.
        label: its heading, in the reader's language.
        kind: `text` (words), `number`, `percent` (a share from 0 to 1), `days` (a duration in
            seconds), `date` or `id`.
    """

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """What a picture says, as rows: a value for each column, as it is and not yet written out.

    None: there is no figure, or it is kept back.

    Attributes:
        columns: what each value of a row is.
        rows: of values.
        thing: what a row is about, where other pages tell it too (`outputs.report.marks`).
        n_names: how many of the first columns name it.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | float | date | None]]
    thing: str | None = None
    n_names: int = 0


@dataclass(frozen=True)
class Picture:
    """A drawing and what is said of it, in the reader's language.

    Attributes:
        name: of its files and of all ids in its drawing; letters, digits and hyphens.
        title: over it.
        meaning: what it measures, in one sentence.
        n_text: how many it is about.
        svg: the markup of one `<svg>`.
        table: everything that the drawing says.
        notes: what is left out, and other things to know; a sentence each.
    """

    name: str
    title: str
    meaning: str
    n_text: str
    svg: str
    table: Table
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Subject:
    """A picture that can be drawn.

    Attributes:
        name: of the picture.
        title: in Dutch, as the catalogue has it.
        make: draws it from a run's tables, for a reader and a level; None: there is nothing to draw.
        tells_teams: whether it is about teams, which not every level tells apart.
    """

    name: str
    title: str
    make: Callable[[duckdb.DuckDBPyConnection, Reader, Level], Picture | None]
    tells_teams: bool = False
