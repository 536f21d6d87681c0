"""What a faultless reading of the exports gives: each event once, in the common words.

Made of what was planned, never of the files, and with none of the code that reads them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipelines.demo.vocabulary import meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pipelines.demo.exports import Exported
    from pipelines.demo.story import Event
    from pipelines.demo.vocabulary import CommonWord

SPLIT_AFTER_DAYS: Final = 183
"""As klantreis.toml has it: so long without anybody, and a new journey starts."""


@dataclass(frozen=True, eq=False)
class Fact:
    """An event where it stands in the exports, in common words, judged at the last moment.

    `ended_at` is as_of where `is_running`.
    """

    event: Event
    source_file: str
    source_row: int
    meaning: CommonWord
    started_at: datetime
    ended_at: datetime
    is_running: bool

    @property
    def partner(self) -> str:
        """The name of the partner."""
        return self.event.partner.name

    @property
    def order(self) -> tuple[object, ...]:
        """The order within a journey."""
        place = (self.event.partner.source, self.source_file, self.source_row)
        return (self.started_at, self.meaning.rank, self.ended_at, *place)


@dataclass(frozen=True)
class Journey:
    """A client's journey: the client's key, 1, 2, 3 … and its facts in order."""

    client: str
    number: int
    facts: Sequence[Fact]

    @property
    def is_closed(self) -> bool:
        """Whether it ends with an afsluiting."""
        return self.facts[-1].meaning.kind == "afsluiting"

    @property
    def ended_at(self) -> datetime:
        """When the last of what was done had ended."""
        return max(fact.ended_at for fact in self.facts)


@dataclass(frozen=True)
class ExportContents:
    """What the exports hold.

    Attributes:
        as_of: the latest time in them.
        facts: every event once, where it stands first.
        rejected: source, file, data row from 1 and column of each faulty row.
        counts: source and what (`rows`, `new`, `rejected`, `repeated`) to how many.
    """

    as_of: datetime
    facts: list[Fact]
    rejected: list[tuple[str, str, int, str]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_plan(exported: Iterable[Exported], events: Iterable[Event]) -> ExportContents:
    """Goes through the planned lines of all files, in the order in which they are read."""
    as_of = max(event.ended_at or event.started_at for event in events)
    reading = ExportContents(as_of, [])
    seen: set[Event] = set()
    for partner, extract in exported:
        for row, line in extract.numbered():
            if line.fault:
                fault = extract.renamed.get(line.fault, line.fault)
                reading.rejected.append((partner.source, extract.name, row, fault))
                what = "rejected"
            elif line.event in seen:
                what = "repeated"
            else:
                seen.add(line.event)
                reading.facts.append(_fact(line.event, extract.name, row, as_of))
                what = "new"
            reading.counts[partner.source, "rows"] += 1
            reading.counts[partner.source, what] += 1
    return reading


def _fact(event: Event, file: str, row: int, as_of: datetime) -> Fact:
    word = meaning(event.activity, event.term)
    ended_at = event.ended_at or as_of
    return Fact(event, file, row, word, event.started_at, ended_at, event.ended_at is None)


def journeys(facts: Iterable[Fact]) -> list[Journey]:
    """Each client's facts in order, cut where nobody was active for half a year."""
    clients: dict[str, list[Fact]] = {}
    for fact in facts:
        clients.setdefault(fact.event.client.key, []).append(fact)
    result = []
    for client, own in sorted(clients.items()):
        own.sort(key=lambda fact: fact.order)
        parts = [[own[0]]]
        busy = own[0].ended_at
        for _, fact in pairwise(own):
            if (fact.started_at - busy).total_seconds() >= SPLIT_AFTER_DAYS * 86_400:
                parts.append([])
            parts[-1].append(fact)
            busy = max(busy, fact.ended_at)
        result += [Journey(client, number, part) for number, part in enumerate(parts, 1)]
    return result
