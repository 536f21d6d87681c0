"""The live map: laid out here, and brought to life in the page.

`prepare` works out once what the levels of a report share; `write` writes one level's page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outputs.report.live.prepare import Live, prepare
from outputs.report.live.write import write

if TYPE_CHECKING:
    from outputs.report.build import Build

__all__ = ["Live", "prepare", "write", "write_live_map"]


def write_live_map(build: Build) -> None:
    """Write the live map of one level alone; a report of several levels prepares once."""
    live = prepare(
        build.connection,
        options=build.options,
        about=build.about,
        maps=build.maps,
        previous=build.previous,
    )
    write(live, build)
