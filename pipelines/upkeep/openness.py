"""Where others may read or change what they should not; `klantreis doctor` says it and mends it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.store.damage import REPAIR, Damage
from pipelines.store.latest import WORK
from pipelines.store.modes import is_too_open, open_all_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.store.modes import OutputMode


def openings(config: Config) -> Iterator[Damage]:
    """The store, the key and the folders of runs where they are more open than they should be.

    What lies in a folder that others cannot enter is out of their reach, so folders are looked at, not files.
    """
    runs = sorted(path.parent for path in config.output.glob("*/manifest.json"))
    mode = config.project.output_mode
    places: list[tuple[Path, OutputMode]] = [
        (config.store, "private"),
        (config.key_file, "private"),
        (config.output / WORK, "private"),
        *((folder, mode) for folder in runs if not folder.is_symlink()),
    ]
    for path, allowed in places:
        if is_too_open(path, allowed):
            error = PipelineError(
                said("{name} is open to others", name=path.name),
                expected=said("open to: {mode}", mode=allowed),
                got=said("mode {mode:o}", mode=path.stat().st_mode & 0o777),
                hint=REPAIR,
            )
            yield Damage(error, partial(open_all_to, path, allowed))
