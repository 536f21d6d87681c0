"""What comes after a night: it is looked after by itself, whether it came to its end or failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from deltalake.exceptions import DeltaError

from journeys.errors import KlantreisError, said
from pipelines.errors import text_of
from pipelines.night.progress import progress_of
from pipelines.upkeep.failures import forget_failure, note_failure
from pipelines.upkeep.pruning import prune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.night.begin import Night


@contextmanager
def looking_after(night: Night) -> Iterator[None]:
    """Look after the store and its runs once the night is over, and note one that fails as a whole."""
    try:
        yield
    except Exception as error:
        with suppress(OSError):  # the disk may be what failed
            note_failure(night.config, night.run_id, text_of(error))
        raise
    forget_failure(night.config)
    _tidy(night)


def _tidy(night: Night) -> None:
    """Remove what is old; a night that counts does not fail by it."""
    progress = progress_of("prune")
    try:
        pruning = prune(night.config, night.config.upkeep)
    except (KlantreisError, DeltaError, OSError) as error:
        progress(text_of(error))
        return
    if pruning.runs or pruning.n_files:
        n, n_files = len(pruning.runs), pruning.n_files
        progress(said("{n} run folders and {n_files} files of the store", n=n, n_files=n_files))
