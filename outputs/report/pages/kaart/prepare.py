"""All that the levels of a report share: places, geometry and counts, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.report.pages.kaart.counts import count_views
from outputs.report.pages.kaart.facts import load_facts, load_views
from outputs.report.pages.kaart.geometry import place
from outputs.report.pages.kaart.levels import PARTNERS, choose_levels
from outputs.report.pages.kaart.memory import LevelMemory, Memory, recall
from outputs.report.pages.kaart.queries import QUERIES
from outputs.report.pages.kaart.things import read_things
from outputs.report.pages.kaart.trends import trends
from outputs.report.pages.kaart.views import MONTHS, find_views
from outputs.report.pages.kaart.wholes import wholes
from outputs.run_tables import lay_waits

if TYPE_CHECKING:
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.options import ReportOptions
    from outputs.report.about import About
    from outputs.report.pages.kaart.counts import Counted, Figures
    from outputs.report.pages.kaart.geometry import PlacedLevel
    from outputs.report.pages.kaart.levels import MapLevel
    from outputs.report.pages.kaart.things import Things
    from outputs.report.pages.kaart.trends import Trend

READABLE: Final = 0.75
"""Shown whole in a window, a map is readable from this size on: 1 is a pixel to a point."""

MOST_AT_START: Final = 24
"""With more activities than this, no map opens."""


@dataclass(frozen=True)
class Live:
    """The live map of a run.

    Attributes:
        things: everything that it can show.
        levels: what stands on each level.
        placed: where, for each of them.
        start: which level the page opens with.
        counted: each view's figures, by its number.
        detailed: the keys that have details, the most important first.
        journey_ids: by the number that the figures name them by.
        trends: how waiting changed, by key; of all journeys together.
        wholes: of a move that is one kind of several, all kinds together; of all journeys too.
        months: how many months a period has.
    """

    things: Things
    levels: tuple[MapLevel, ...]
    placed: tuple[PlacedLevel, ...]
    start: int
    counted: dict[int, Counted]
    detailed: tuple[str, ...]
    journey_ids: list[str]
    trends: dict[str, Trend]
    wholes: dict[str, Figures]
    months: int


def prepare_map(
    connection: Engine,
    *,
    options: ReportOptions,
    about: About,
    maps: Path,
    previous: Path | None = None,
) -> Live:
    """Lay the map out as it was last night, count every view, and remember tonight.

    Args:
        connection: with the tables of a run.
        options: which views there are.
        about: of the run.
        maps: the run's folder of maps; gets plaatsen.json.
        previous: the last run's folder, if any.

    Raises:
        OutputError: the tables are not those of docs/definitions.md, or a level cannot be laid out.
    """
    memory = recall(previous / "maps" if previous else None)
    lay_waits(connection)
    things = read_things(connection, memory)
    levels, order = choose_levels(things, memory)
    placed = tuple(place(level, things, memory.levels.get(level.name)) for level in levels)
    Memory(
        things.numbers,
        order,
        {
            level.name: LevelMemory(level.boxes, level.lines, level.begins, level.ends, vars(where))
            for level, where in zip(levels, placed, strict=True)
        },
    ).write(maps)
    months = MONTHS[options.period]
    load_facts(connection, things, timezone=about.timezone, months=months)
    views = find_views(connection, options.views, options.max_views)
    detailed = _detailed(levels, things)
    load_views(connection, views, detailed)
    return Live(
        things,
        levels,
        placed,
        _start(levels, placed),
        count_views(connection, views),
        detailed,
        QUERIES.table(connection, "ids")["journey_id"].to_pylist(),
        trends(connection, things),
        wholes(connection, things),
        months,
    )


def _detailed(levels: tuple[MapLevel, ...], things: Things) -> tuple[str, ...]:
    """The keys of all that stands on some level, that of few things first, and of every partner."""
    keys = [
        key
        for level in levels
        for key in (
            *(f"{level.box}{number}" for number in level.boxes),
            *(f"{level.line}{number}" for number in level.lines),
        )
    ]
    return tuple(dict.fromkeys([*keys, *(f"q{number}" for number in things.partners)]))


def _start(levels: tuple[MapLevel, ...], placed: tuple[PlacedLevel, ...]) -> int:
    """The level with most activities that is readable as a whole; else the one with fewest."""
    activities = [at for at, level in enumerate(levels) if level.name != PARTNERS]
    readable = [
        at
        for at in activities
        if placed[at].scale >= READABLE and len(levels[at].boxes) <= MOST_AT_START
    ]
    return max(readable, default=min(activities, default=0))
