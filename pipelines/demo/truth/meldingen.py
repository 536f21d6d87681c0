"""The class of every planted melding: over the households, event by event, as the definition says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipelines.demo.truth.facts import Fact
    from pipelines.demo.truth.tables import Row

LOOKBACK: Final = timedelta(days=1096)
ONE_DAY: Final = timedelta(days=1)


def meldingen(facts: Iterable[Fact]) -> Iterator[Row]:
    """meldingen.csv: one row for each melding of a household at a partner."""
    households: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.order):
        households.setdefault(fact.event.client.household.key, []).append(fact)
    for household, events in sorted(households.items()):
        for together in _meldingen(events):
            first = together[0]
            yield {
                "household": household,
                "source": first.event.partner.source,
                "source_file": first.source_file,
                "source_row": first.source_row,
                "partner": first.partner,
                "reported_at": first.started_at,
                "class": _class(events, together),
                "n_clients": len({fact.event.client.key for fact in together}),
                "n_events": len(together),
            }


def _meldingen(events: Sequence[Fact]) -> list[list[Fact]]:
    """The meldingen of a household: the nth ones of the members in one case, until it is closed, are one."""
    closed: dict[str, int] = {}
    counts: dict[object, int] = {}
    together: dict[object, list[Fact]] = {}
    for fact in events:
        case = fact.event.case
        part = case, closed.get(case, 0)
        if fact.meaning.kind == "melding":
            who = part, fact.event.client.key
            counts[who] = counts.get(who, 0) + 1
            together.setdefault((part, counts[who]), []).append(fact)
        closed[case] = part[1] + (fact.meaning.kind == "afsluiting")
    return list(together.values())


def _class(events: Sequence[Fact], together: Sequence[Fact]) -> str:
    first = together[0]
    if any(_is_referred(events, fact) for fact in together):
        return "overgedragen"
    before = [fact for fact in events[: events.index(first)] if fact.partner == first.partner]
    if all(fact.ended_at <= first.started_at - LOOKBACK for fact in before):
        return "eerste"
    latest = {fact.event.case: fact for fact in before}
    if any(fact.meaning.kind != "afsluiting" for fact in latest.values()):
        return "vervolgmelding"
    closing = [fact for fact in before if fact.meaning.kind == "afsluiting"][-1]
    return "vervolgmelding" if first.started_at - closing.ended_at < ONE_DAY else "hermelding"


def _is_referred(events: Sequence[Fact], melding: Fact) -> bool:
    """Whether somebody referred this client, and the partner did nothing for it since."""
    for fact in reversed(events[: events.index(melding)]):
        if fact.event.client is melding.event.client:
            if fact.event.referred_to == melding.partner:
                return True
            if fact.partner == melding.partner:
                return False
    return False
