"""A synthetic region to try klantreis on: nobody in it exists.

`write_region` writes what seven ketenpartners might have exported over two and a half years, the
config and the begrippenkader that read it, and the truth that was planted in it. The same number of
households, seed and versions of the libraries give the same bytes on every machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from pipelines.demo.exports import write_exports
from pipelines.demo.residents import step_rows, steps, write_steps
from pipelines.demo.simulation import simulate
from pipelines.demo.truth import write_table, write_truth
from pipelines.demo.truth.facts import journeys, read_plan
from pipelines.demo.vocabulary import RESIDENTS, write_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

__all__ = ["NAME", "Region", "settings_text", "write_region"]

TEXTS: Final = ("klantreis.toml", "LEESMIJ.md")
NAME: Final = "regio.txt"
KEY: Final = "klantreis.key"
"""Of people who do not exist a key is no secret: the same one gives the same pseudonyms everywhere."""


def settings_text(households: int, seed: int) -> str:
    r"""What `regio.txt` says: which region stands in a folder.

    >>> settings_text(300, 2026)
    'huishoudens = 300, seed = 2026\n'
    """
    return f"huishoudens = {households}, seed = {seed}\n"


@dataclass(frozen=True)
class Region:
    """What was written.

    Attributes:
        folder: where it stands.
        households: how many gezinnen.
        clients: how many of their members a partner knows.
        events: how many events a faultless reading gives.
        rows: how many data rows the partners' exports hold; events + rejected + repeated.
        rejected: how many of them are unreadable.
        repeated: how many of them stand there once more.
        scenarios: scenario to the number of households that it was planted in.
        as_of: the latest time in the exports.
    """

    folder: Path
    households: int
    clients: int
    events: int
    rows: int
    rejected: int
    repeated: int
    scenarios: Mapping[str, int]
    as_of: datetime


def write_region(folder: Path, households: int = 300, seed: int = 2026) -> Region:
    """Writes a region: exports/, klantreis.toml and its key, begrippen.csv, LEESMIJ.md and waarheid/.

    Args:
        folder: is made where it is not there; files of an earlier region are overwritten.
        households: how many, at least 1; from 26 on every scenario occurs.
        seed: another seed, another region.

    Raises:
        ValueError: fewer than one household.
    """
    if households < 1:
        raise ValueError(f"households: expected 1 or more, got {households}")
    courses = simulate(households, seed)
    events = [event for course in courses for event in course.events]
    folder.mkdir(parents=True, exist_ok=True)
    reading = read_plan(write_exports(folder / "exports", events, seed), events)
    write_truth(folder / "waarheid", reading, courses)
    told_journeys = journeys(reading.facts)
    own_steps = steps(told_journeys, seed)
    write_steps(folder / "exports" / RESIDENTS, own_steps)
    write_table(folder / "waarheid" / "resident_steps.csv", step_rows(own_steps, told_journeys))
    write_vocabulary(folder / "begrippen.csv")
    for name in TEXTS:
        text = files(__name__).joinpath(name).read_bytes()
        (folder / name).write_bytes(text)
    (folder / NAME).write_text(settings_text(households, seed), encoding="utf-8", newline="\n")
    key = folder / KEY
    key.write_text(sha256(KEY.encode()).hexdigest() + "\n", encoding="ascii", newline="\n")
    key.chmod(0o600)
    planted = {course.client.household: course.scenario.name for course in courses}
    return Region(
        folder=folder,
        households=households,
        clients=len(courses),
        events=len(reading.facts),
        rows=sum(count for (_, what), count in reading.counts.items() if what == "rows"),
        rejected=len(reading.rejected),
        repeated=sum(count for (_, what), count in reading.counts.items() if what == "repeated"),
        scenarios=Counter(planted.values()),
        as_of=reading.as_of,
    )
