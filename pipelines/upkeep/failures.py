"""The last night that failed as a whole: the ledger knows none, since nothing of it counts.

`.failed.json` in the folder of runs is there from such a night until one comes to its end. A night that never
had the store (it is damaged, or another run has it) leaves it as it is.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pipelines.store.durable import write_whole

if TYPE_CHECKING:
    from pipelines.config.settings import Config

FILE: Final = ".failed.json"


@dataclass(frozen=True)
class Failure:
    """A night that failed as a whole.

    Attributes:
        run_id: names it.
        at: when, UTC, ISO 8601.
        error: why, without anything of a client.
    """

    run_id: str
    at: str
    error: str


def note_failure(config: Config, run_id: str, error: str) -> None:
    """Note that a night has failed."""
    failure = Failure(run_id, datetime.now(UTC).isoformat(timespec="seconds"), error)
    write_whole(config.output / FILE, json.dumps(asdict(failure)) + "\n")


def forget_failure(config: Config) -> None:
    """A night came to its end: the failure before it is over."""
    (config.output / FILE).unlink(missing_ok=True)


def last_failure(config: Config) -> Failure | None:
    """The night that failed since the last one that came to its end."""
    try:
        return Failure(**json.loads((config.output / FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
