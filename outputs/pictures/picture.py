"""What a picture is: a named query, its figures as a level may know them, words, and a drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

from outputs.pictures.ask import Inquiry
from outputs.pictures.canvas import Caption

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from journeys.engine import Engine
    from outputs.options import Level
    from outputs.reader import Reader

F = TypeVar("F")
Kind = Literal["text", "number", "percent", "days", "date", "id"]
Row = tuple["str | float | date | None", ...]
"""A value for each column, as it is and not yet written out; None: there is no figure, or it is kept back."""

NOT_TOLD: Final = "–"
"""What stands in a drawing or a table where there is no figure, or one that is kept back."""


@dataclass(frozen=True)
class TableColumn:
    """A column of a table.

    Attributes:
        key: its name in the data.
        label: its heading.
        kind: `text` (words), `number`, `percent` (a share from 0 to 1), `days` (a duration in
            seconds), `date` or `id`.
    """

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """What a picture says, as rows.

    Attributes:
        columns: what each value of a row is.
        rows: of values.
        thing: what a row is about, where other pages tell it too (`outputs.report.marks`).
        n_names: how many of the first columns name it.
    """

    columns: Sequence[TableColumn]
    rows: Sequence[Row]
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
class Words:
    """What a picture's figures say in words: how many they are about, the table's rows, the notes."""

    n_text: str
    rows: Sequence[Row]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Subject(Generic[F]):
    """A picture that can be drawn: its words in Dutch, as the catalogue has them, and its three steps.

    Attributes:
        name: of the picture.
        title: over it.
        meaning: what it measures, in one sentence.
        columns: of its table.
        figures: a run's tables as far as the level may know them; None: there is nothing to draw.
        words: what the figures say.
        draw: the markup of the drawing.
        thing: as in `Table`.
        n_names: as in `Table`.
        tells_teams: whether it is about teams, which not every level tells apart.
    """

    name: str
    title: str
    meaning: str
    columns: Sequence[TableColumn]
    figures: Callable[[Inquiry], F | None]
    words: Callable[[F, Reader], Words]
    draw: Callable[[F, Caption], str]
    thing: str | None = None
    n_names: int = 0
    tells_teams: bool = False

    def make(self, connection: Engine, reader: Reader, level: Level) -> Picture | None:
        """The picture of a run for a reader at a level; None: there is nothing to draw."""
        figures = self.figures(Inquiry(connection, reader, level))
        if figures is None:
            return None
        words = self.words(figures, reader)
        caption = Caption(self.name, reader.text(self.title), reader)
        columns = [replace(column, label=reader.text(column.label)) for column in self.columns]
        return Picture(
            self.name,
            caption.title,
            reader.text(self.meaning),
            words.n_text,
            self.draw(figures, caption),
            Table(columns, words.rows, self.thing, self.n_names),
            words.notes,
        )
