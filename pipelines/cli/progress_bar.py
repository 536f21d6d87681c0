"""A bar on the terminal while something long goes on: what is being done, how far it is, how long yet."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Final

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.text import Text

from journeys.errors import said, wording
from journeys.spelling import printable
from pipelines.cli.showing import console
from pipelines.log_form import is_json
from pipelines.night.onlooker import Onlooker, watched_by
from pipelines.night.progress import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

SURE_AFTER_S: Final = 2.0
SURE_FROM: Final = 0.05
"""How long it takes yet is said once it has gone on for so many seconds and is so far."""


class ProgressBar(Onlooker):
    """One bar over all parts that are ahead."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=16),
            TaskProgressColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
            refresh_per_second=4,
        )
        self._task = self._progress.add_task("", total=1.0, left="")
        self._weights: Mapping[str, float] = {}
        self._shares: dict[str, float] = {}
        self._doing: dict[str, str] = {}
        self._began, self._lock = perf_counter(), Lock()

    def plan(self, weights: Mapping[str, float]) -> None:
        """The whole is so much, and begins now."""
        self._weights, self._shares, self._doing = weights, {}, {}
        self._began = perf_counter()

    def see(self, part: str, share: float, doing: str = "") -> None:
        """Show what goes on; several parts may at once."""
        with self._lock:
            self._shares[part] = share
            self._doing.pop(part, None)
            if share < 1:
                text = named(part) + (f": {wording(doing)}" if doing else "")
                self._doing[part] = printable(text)
            done = self._done()
            self._progress.update(
                self._task,
                completed=done,
                description=fit("; ".join(self._doing.values()), console.width - 40),
                left=left(perf_counter() - self._began, done),
            )

    def _done(self) -> float:
        whole = sum(self._weights.values()) or 1.0
        return sum(self._shares.get(part, 0) * each for part, each in self._weights.items()) / whole

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the bar meanwhile, under the lines that are printed."""
        with self._progress, watched_by(self):
            yield


def bar() -> AbstractContextManager[None]:
    """A bar where a person looks at a terminal; else nothing, as in a log."""
    return ProgressBar().shown() if console.is_terminal and not is_json() else nullcontext()


def fit(text: str, width: int) -> str:
    """A text cut to a width, in signs of a terminal.

    >>> fit("ingest wijkteam: 1,000 rows", 12)
    'ingest wijk…'
    """
    shown = Text(text)
    shown.truncate(max(width, 1), overflow="ellipsis")
    return shown.plain


def left(seconds: float, done: float) -> str:
    """How long it takes yet, by how long it took so far; '' where that is not to be said.

    Args:
        seconds: since it began.
        done: the share that is done, 0–1.

    >>> left(30.0, 0.25), left(1.0, 0.5), left(100.0, 1.0)
    ('1:30 left', '', '')
    """
    if seconds < SURE_AFTER_S or not SURE_FROM <= done < 1:
        return ""
    minutes, rest = divmod(round(seconds / done - seconds), 60)
    return wording(said("{time} left", time=f"{minutes}:{rest:02}"))
