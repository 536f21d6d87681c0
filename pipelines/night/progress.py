"""What a run says when something of it is done: lines of the logger `klantreis`, with nothing of a client.

The terminal listens to them, and Prefect shows them beside the run. A line says what was done and how long
that took; what goes on meanwhile is seen by who looks on (`pipelines.night.onlooker`).
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from time import perf_counter
from traceback import format_tb
from typing import TYPE_CHECKING, Final, TypeVar

from journeys.errors import KlantreisError, said, wording
from journeys.spelling import printable
from pipelines.errors import PipelineError
from pipelines.log_form import counts_in, json_line
from pipelines.night.onlooker import see

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

LOG: Final = logging.getLogger("klantreis")
LOG.setLevel(logging.INFO)

PARTS: Final = {
    "ingest": said("ingest"),
    "reconstruct": said("reconstruct"),
    "analyse": said("analyse"),
    "publish": said("publish"),
    "notify": said("notify"),
    "prune": said("prune"),
}
"""The parts of a night, as a person calls them; programs know them by their key."""


class _Listener(logging.Handler):
    """Hands every line to a function: its text, or as JSON."""

    def __init__(self, listener: Callable[[str], None], *, as_json: bool) -> None:
        super().__init__()
        self.listener, self.as_json = listener, as_json

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        fields = {"message": text, **getattr(record, "fields", {})}
        level = record.levelname.lower()
        self.listener(json_line(level=level, **fields) if self.as_json else text)


@contextmanager
def listening(listener: Callable[[str], None], *, as_json: bool = False) -> Iterator[None]:
    """Let `listener` hear every line meanwhile, as text or as JSON (`pipelines.log_form`).

    >>> lines = []
    >>> with listening(lines.append):
    ...     progress_of("ingest wijkteam")("3 rows")
    >>> progress_of("ingest ggz")("too late")
    >>> len(lines), lines[0].partition(" (")[0]
    (1, 'ingest wijkteam: 3 rows')
    """
    handler = _Listener(listener, as_json=as_json)
    LOG.addHandler(handler)
    try:
        yield
    finally:
        LOG.removeHandler(handler)


def named(part: str) -> str:
    """A part, and the source that it is about, in the language of the process.

    >>> named("ingest wijkteam")
    'ingest wijkteam'
    """
    name, *source = part.split(" ", 1)
    return " ".join([wording(PARTS.get(name, name)), *source])


def progress_of(part: str) -> Callable[[str], None]:
    """A function that says what was done of a part, with the seconds since now."""
    began = perf_counter()
    name, _, source = part.partition(" ")

    def say(text: str) -> None:
        seconds = perf_counter() - began
        fields = {
            "message": text,
            "part": name,
            "source": source or None,
            "seconds": seconds,
            "counts": counts_in(text),
        }
        line = printable(f"{named(part)}: {wording(text)}")
        LOG.info("%s (%.1f s)", line, seconds, extra={"fields": fields})

    return say


@contextmanager
def step(part: str, name: str, share: float) -> Iterator[None]:
    """A step of a part: seen while it goes on, and said with its own seconds once it is done.

    Args:
        part: that it is a step of.
        name: what it makes.
        share: of the part that is done before it, 0–1.

    >>> lines = []
    >>> with listening(lines.append), step("publish", "the maps", 0.2):
    ...     len(lines)
    0
    >>> lines[0].partition(" (")[0]
    'publish: the maps'
    """
    see(part, share, name)
    progress = progress_of(part)
    yield
    progress(name)


def run_part(name: str, part: Callable[[], T], summary: Callable[[T], str]) -> T:
    """Run a part of a night, and say what it came to.

    No error gets out whose text could hold a client's data: of one that is none of ours, the kind alone.
    Where it came from goes to the log, as lines of code.

    Args:
        name: of the part.
        part: what is run.
        summary: what is said of its result.
    """
    progress = progress_of(name)
    see(name, 0.0)
    try:
        result = part()
    except KlantreisError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its text stays in
        LOG.error("%s\n%s", name, "".join(format_tb(error.__traceback__)))  # noqa: TRY400
        if isinstance(error, OSError):
            raise type(error)(error.errno, error.strerror) from None
        raise PipelineError(
            f"{name}: {type(error).__name__}",
            hint="this is a fault of klantreis itself; the lines of code stand in the run's log",
        ) from None
    see(name, 1.0)
    progress(summary(result))
    return result
