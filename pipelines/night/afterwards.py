"""What comes after a night: it is looked after by itself, whether it came to its end or failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any

from deltalake.exceptions import DeltaError

from journeys.errors import KlantreisError, said
from pipelines.errors import text_of
from pipelines.night.progress import progress_of
from pipelines.upkeep.failures import forget_failure, note_failure
from pipelines.upkeep.last_night import LastNight, new_signals, signal_ids
from pipelines.upkeep.metrics import write_metrics
from pipelines.upkeep.notifying import has_webhook, message, notify
from pipelines.upkeep.pruning import prune
from pipelines.upkeep.status import Status, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextmanager
def telling(config: Config, run_id: str) -> Iterator[dict[str, Any]]:
    """Tell who wants to hear of a night once it is over; it does not fail by it.

    Args:
        config: of the night.
        run_id: names it.

    Yields:
        what the night says of itself, to be filled; empty of one that fails as a whole.
    """
    figures: dict[str, Any] = {}
    if not (config.upkeep.metrics or config.notify.command or has_webhook(config.notify)):
        yield figures
        return
    began, known = perf_counter(), signal_ids(config.latest)
    try:
        yield figures
    except Exception as error:
        _tell(config, LastNight(run_id, "failed", perf_counter() - began, [text_of(error)]))
        raise
    signals = new_signals(config.latest, known) if figures["status"] == "complete" else None
    sources = {each["name"]: each for each in figures["sources"]}
    seconds = perf_counter() - began
    errors = figures["errors"]
    _tell(config, LastNight(run_id, figures["status"], seconds, errors, sources, signals))


def _tell(config: Config, night: LastNight) -> None:
    progress = progress_of("notify")

    def write() -> None:
        if config.upkeep.metrics:
            write_metrics(config.folder / config.upkeep.metrics, config, night, now)

    def send() -> None:
        if text := message(config, night, now):
            notify(config, text)
            progress(said("told of {why}", why=", ".join(text["reasons"])))

    try:
        now = status_of(config)
    except (KlantreisError, OSError) as error:
        progress(text_of(error))
        now = Status(is_running=False)
    for deed in (write, send):
        try:
            deed()
        except (KlantreisError, OSError) as error:
            progress(text_of(error))


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
