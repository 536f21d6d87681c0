"""The report: a folder of pages for each level, in Dutch and in English, that opens from disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.models import published
from outputs.options import ReportOptions
from outputs.report.build import Build
from outputs.report.pages.animatie import keys_of, prepare_animation, write_animation
from outputs.report.pages.beelden.page import write_pictures
from outputs.report.pages.cijfers.page import write_figures
from outputs.report.pages.index.page import write_front
from outputs.report.pages.kaart import prepare_map, write_map
from outputs.report.pages.klantreis import write_journeys
from outputs.report.pages.toegankelijkheid.page import write_statement
from outputs.run_tables import open_judged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outputs.report.about import About

REVIEW: Final = "review"
"""The questions that linking leaves: a table of a whole run, and not of the models."""


def write_report(
    tables: Path,
    maps: Path,
    folder: Path,
    *,
    about: About,
    options: ReportOptions | None = None,
    previous: Path | None = None,
    memory: str = "2GB",
    done: Callable[[float], None] = lambda _: None,
) -> Path:
    """Write the report of a run.

    Args:
        tables: the run's tables, NAME.parquet each.
        maps: the run's maps; one that is not there is left out, and the page says so.
        folder: gets the pages; it lies beside `maps` and `tables`, to which they link.
        about: what the run says of itself.
        options: what is shown, and for whom.
        previous: the folder of the last run, whose map keeps its places.
        memory: what the engine may use before it spills, as DuckDB writes it.
        done: told of the share that is written, 0–1.

    Returns:
        The front page. The same tables, maps, options and `about` give the same bytes.

    Raises:
        OutputError: a table is missing, or a map is no SVG.
    """
    options = options or ReportOptions()
    asked = (tables / f"{REVIEW}.parquet").exists()
    names = [*published(), *([REVIEW] if asked else [])]
    with open_judged(
        tables, names, as_of=about.as_of, timezone=about.timezone, memory=memory
    ) as connection:
        if not asked:
            connection.execute(f"create temp table {REVIEW} (question integer)")
        live = prepare_map(connection, options=options, about=about, maps=maps, previous=previous)
        moving = prepare_animation(connection, keys_of(live.things), about)
        writers = (
            Build.assets,
            write_front,
            lambda build: write_map(live, build),
            lambda build: write_animation(build, moving),
            write_pictures,
            write_journeys,
            write_figures,
            write_statement,
        )
        levels = options.all_levels()
        for at, level in enumerate(levels):
            build = Build(connection, folder / level.folder, level, options, about, maps)
            for n, write in enumerate(writers, start=1):
                write(build)
                done((at * len(writers) + n) / (len(levels) * len(writers)))
    return folder / "index.html"
