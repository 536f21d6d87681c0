"""What a map shows, before anybody decides where it stands or how it is written.

A scene is plain data: boxes, frames around them, lines, and words. It is laid out by `draw`, written
for people by `svg` and for other tools by `dot`; neither knows what a klantreis is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from outputs.maps.text import LINE_PT, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Frame = Literal["none", "wait", "change"]
Stroke = Literal["solid", "dashed", "dashdot", "double", "thin"]
Head = Literal["filled", "open"]

PAD_PT = 5.0


@dataclass(frozen=True)
class Mark:
    """A few words on a line or in a box.

    Attributes:
        lines: the words.
        frame: `none`: bare words; `wait`: in a round frame; `change`: in a heavy square frame.
    """

    lines: tuple[str, ...]
    frame: Frame = "none"

    @cached_property
    def width(self) -> float:
        """In points, its frame included."""
        return max(width_of(line) for line in self.lines) + 2 * PAD_PT

    @property
    def height(self) -> float:
        """In points, its frame included."""
        return len(self.lines) * LINE_PT + (1 if self.frame == "none" else 4)


@dataclass(frozen=True)
class Node:
    """A box.

    Attributes:
        key: unique in its scene; never a name out of the data.
        title: the name, in bold, in lines.
        lines: what is said under it.
        cluster: the key of the frame that it stands in, if any.
        shape: `box`, or `end` for where journeys begin and end.
        marks: drawn under the lines.
        hint: the whole name, where the title had to be cut.
        order: early boxes have a lower one than late boxes; a line against it runs back.
    """

    key: str
    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    cluster: str | None = None
    shape: Literal["box", "end"] = "box"
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    order: float = 0.0

    @cached_property
    def width(self) -> float:
        """In points."""
        widths = [
            *(width_of(line, bold=True) for line in self.title),
            *(width_of(line) for line in self.lines),
            *(mark.width for mark in self.marks),
        ]
        return max(widths) + 2 * PAD_PT

    @property
    def height(self) -> float:
        """In points."""
        words = (len(self.title) + len(self.lines)) * LINE_PT
        return words + sum(mark.height + 2 for mark in self.marks) + 2 * PAD_PT


@dataclass(frozen=True)
class Cluster:
    """A frame around boxes: its key, its name and what is said beside it."""

    key: str
    title: str
    line: str = ""

    @property
    def width(self) -> float:
        """Of its words, in points."""
        return max(width_of(self.title, bold=True), width_of(self.line)) + PAD_PT

    @property
    def height(self) -> float:
        """Of its words, in points."""
        return LINE_PT * (2 if self.line else 1) + 2


@dataclass(frozen=True)
class Line:
    """How a line looks.

    Attributes:
        width: in points.
        colour: as #rrggbb.
        stroke: `solid`, `dashed`, `dashdot`, `double` (two lines), or `thin` for begin and end.
        head: `filled` or `open`.
    """

    width: float
    colour: str
    stroke: Stroke = "solid"
    head: Head = "filled"


@dataclass(frozen=True)
class Edge:
    """A line from one box to another.

    Attributes:
        source: the key of the box where it starts.
        target: the key of the box where it ends.
        n: how often it is taken; the layout keeps the busiest straight.
        line: how it looks.
        marks: what stands beside it.
        hint: the same in a sentence, with everything that is known of it.
    """

    source: str
    target: str
    n: int
    line: Line
    marks: tuple[Mark, ...] = ()
    hint: str = ""

    @cached_property
    def label_width(self) -> float:
        """Of its marks one under another, in points."""
        return max((mark.width for mark in self.marks), default=0.0)

    @cached_property
    def label_height(self) -> float:
        """Of its marks one under another, in points."""
        return sum(mark.height + 1 for mark in self.marks)


@dataclass(frozen=True)
class LegendItem:
    """A sample, a line or a mark, and what it means."""

    words: str
    line: Line | None = None
    mark: Mark | None = None


@dataclass(frozen=True)
class LegendGroup:
    """Legend items under one heading."""

    title: str
    items: tuple[LegendItem, ...]


@dataclass(frozen=True)
class Scene:
    """A whole map.

    Attributes:
        name: of its files, and in the key of everything in it.
        title: over the map.
        subtitle: what it is drawn from.
        summary: what a person who cannot see it should know.
        notes: what is not shown, in full sentences.
        message: shown where there is nothing to draw.
    """

    name: str
    title: str
    subtitle: str
    summary: str
    nodes: Sequence[Node] = ()
    edges: Sequence[Edge] = ()
    clusters: Sequence[Cluster] = ()
    legend: Sequence[LegendGroup] = ()
    notes: Sequence[str] = ()
    message: Sequence[str] = field(default=())
