"""What comes after a night: it is looked after by itself, whether it came to its end or failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from deltalake.exceptions import DeltaError

from journeys.errors import KlantreisError, said
from pipelines.errors import text_of
from pipelines.night.progress import progress_of
from pipelines.upkeep.failures import forget_failure, note_failure
from pipelines.upkeep.last_night import LastNight, last_night
from pipelines.upkeep.metrics import write_metrics
from pipelines.upkeep.notifying import has_webhook, message, notify
from pipelines.upkeep.pruning import prune

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.config.settings import Config
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


def tell(
    config: Config, run_id: str, seconds: float, figures: Mapping[str, Any], error: str = ""
) -> None:
    """Tell who wants to hear of a night; it does not fail by it.

    Args:
        config: of the night.
        run_id: names it.
        seconds: that it took.
        figures: what it says of itself; empty where it failed as a whole.
        error: why it failed.
    """
    metrics, rules = config.upkeep.metrics, config.notify
    if not (metrics or rules.command or has_webhook(rules)):
        return
    progress = progress_of("notify")
    try:
        night = last_night(config, run_id, seconds, figures, error)
    except (KlantreisError, OSError) as fault:
        progress(text_of(fault))
        night = LastNight(run_id, figures.get("status", "failed"), seconds, [error])

    def send() -> None:
        if text := message(config, night):
            notify(config, text)
            progress(said("told of {why}", why=", ".join(text["reasons"])))

    def write() -> None:
        if metrics:
            write_metrics(config.folder / metrics, config, night)

    for deed in (write, send):
        try:
            deed()
        except (KlantreisError, OSError) as fault:
            progress(text_of(fault))


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
