"""What the map of last night was like, so that people recognise tonight's: `maps/plaatsen.json`.

It holds a number for each thing on the map, and for each level which things were on it and where they
stood. What is no longer in the data is forgotten; its number is never given away again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE: Final = "plaatsen.json"
VERSION: Final = 1

Name = tuple[str | int | None, ...]


@dataclass(frozen=True)
class Numbers:
    """A number for each of some things, the same every night.

    Attributes:
        of: each thing's number.
        free: the first number that nothing ever had.
    """

    of: Mapping[Name, int] = field(default_factory=dict)
    free: int = 0

    def renewed(self, names: Iterable[Name]) -> Numbers:
        """The numbers of these things alone; those that are new get the next ones, in order.

        >>> Numbers({("a",): 0, ("b",): 1}, 2).renewed([("c",), ("b",)])
        Numbers(of={('c',): 2, ('b',): 1}, free=3)
        """
        numbers, free = {}, self.free
        for name in names:
            if name in self.of:
                numbers[name] = self.of[name]
            else:
                numbers[name] = free
                free += 1
        return Numbers(numbers, free)


@dataclass(frozen=True)
class LevelMemory:
    """What stood on one level, by the numbers of things, and where.

    Attributes:
        boxes: what stood there, early ones first.
        lines: the lines that were laid out.
        begins: the boxes that had a line from the begin.
        ends: the boxes that had a line to the end.
        placed: the geometry, as JSON has it.
    """

    boxes: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    placed: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Memory:
    """A whole night's memory.

    Attributes:
        numbers: of places, moves, partners and pairs.
        order: the places from early to late, as the layout took them.
        levels: by name.
    """

    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    levels: Mapping[str, LevelMemory] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write it for the next night; the same memory gives the same bytes."""
        value = {
            "version": VERSION,
            "numbers": {
                kind: {"free": all_.free, "of": [[n, *name] for name, n in all_.of.items()]}
                for kind, all_ in self.numbers.items()
            },
            "order": self.order,
            "levels": {name: vars(level) for name, level in self.levels.items()},
        }
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        return path


def recall(folder: Path | None) -> Memory:
    """The memory that a night left in its folder of maps; an empty one where there is none.

    A memory of another version, or one that is no memory, is none: the map is then laid out anew.
    """
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return Memory()
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["version"] != VERSION:
            return Memory()
        return Memory(
            {
                kind: Numbers({tuple(name): n for n, *name in all_["of"]}, all_["free"])
                for kind, all_ in value["numbers"].items()
            },
            tuple(value["order"]),
            {
                name: LevelMemory(
                    tuple(level["boxes"]),
                    tuple(level["lines"]),
                    tuple(level["begins"]),
                    tuple(level["ends"]),
                    level["placed"],
                )
                for name, level in value["levels"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Memory()
