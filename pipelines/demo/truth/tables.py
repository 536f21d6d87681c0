"""The tables that follow from the facts, row by row as the definitions say: slow and plain.

Each function takes one journey and gives the rows of one table; a row begins with the client and
the number of the journey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipelines.demo.truth.facts import Fact, Journey

Row = dict[str, Any]

DAY_S: Final = 86_400
LOST_AFTER_DAYS: Final = 42
"""As klantreis.toml has it."""


def journey_rows(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """journeys.csv: one row for each journey."""
    facts = journey.facts
    yield {
        **_head(journey),
        "household": facts[0].event.client.household.key,
        "started_at": facts[0].started_at,
        "ended_at": journey.ended_at,
        "closed": journey.is_closed,
        "n_events": len(facts),
        "n_partners": len({fact.partner for fact in facts}),
    }


def event_rows(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """gebeurtenissen.csv: one row for each event."""
    for seq, fact in enumerate(journey.facts, 1):
        event = fact.event
        cost = event.cost_cents
        yield {
            **_head(journey),
            "seq": seq,
            "household": event.client.household.key,
            "source": event.partner.source,
            "source_file": fact.source_file,
            "source_row": fact.source_row,
            "case_id": event.case,
            "activity": fact.meaning.activity,
            "activity_source": event.term,
            "kind": fact.meaning.kind,
            "rank": fact.meaning.rank,
            "partner": fact.partner,
            "worker": event.worker,
            "regisseur": event.regisseur,
            "regisseur_role": event.regisseur_role,
            "referred_to": event.referred_to,
            "domain": event.partner.domain or event.client.domain,
            "started_at": fact.started_at,
            "ended_at": fact.ended_at,
            "is_running": fact.is_running,
            "precision": "day" if event.partner.is_by_day else "second",
            "cost_eur": "" if cost is None else f"{cost // 100}.{cost % 100:02d}",
        }


def waits(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """waits.csv: the steps before which no partner was active."""
    for k, before, after, busy in _steps(journey.facts):
        idle_s = (after.started_at - busy).total_seconds()
        if idle_s > 0:
            yield {
                **_head(journey),
                "seq": k,
                "from_activity": before.meaning.activity,
                "to_activity": after.meaning.activity,
                "from_partner": before.partner,
                "to_partner": after.partner,
                "from_at": before.ended_at,
                "to_at": after.started_at,
                "idle_s": int(idle_s),
                "days": round(idle_s / DAY_S, 6),
            }


def handovers(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """handovers.csv: the steps to another partner."""
    for k, before, after, busy in _steps(journey.facts):
        if after.partner == before.partner:
            continue
        is_parallel = after.started_at < busy
        kind = "parallel" if is_parallel else _kind_of_handover(journey.facts[:k], after.partner)
        yield {
            **_head(journey),
            "seq": k,
            "from_partner": before.partner,
            "to_partner": after.partner,
            "kind": kind,
            "returns": any(fact.partner == after.partner for fact in journey.facts[:k]),
            "idle_s": int(max(0.0, (after.started_at - busy).total_seconds())),
            "at": after.started_at,
        }


def _kind_of_handover(before: Sequence[Fact], to_partner: str) -> str:
    """Referred if somebody did since the partner was last seen, in that very event maybe."""
    for fact in reversed(before):
        if fact.event.referred_to == to_partner:
            return "referred"
        if fact.partner == to_partner:
            break
    return "silent"


def referrals(journey: Journey, as_of: datetime) -> Iterator[Row]:
    """referrals.csv: one row for each event that refers, with what became of it."""
    for k, fact in enumerate(journey.facts, 1):
        to_partner = fact.event.referred_to
        if not to_partner:
            continue
        answer = next((late for late in journey.facts[k:] if late.partner == to_partner), None)
        if answer:
            outcome = "refused" if answer.meaning.kind == "weigering" else "accepted"
        else:
            is_late = (as_of - fact.ended_at).total_seconds() >= LOST_AFTER_DAYS * DAY_S
            outcome = "lost" if journey.is_closed or is_late else "open"
        wait_s = (answer.started_at - fact.ended_at).total_seconds() if answer else None
        yield {
            **_head(journey),
            "seq": k,
            "from_partner": fact.partner,
            "to_partner": to_partner,
            "sent_at": fact.ended_at,
            "answered_at": answer.started_at if answer else "",
            "wait_s": "" if wait_s is None else int(max(0.0, wait_s)),
            "outcome": outcome,
        }


def regisseurs(journey: Journey, _as_of: datetime) -> Iterator[Row]:
    """regisseurs.csv: one row for each spell of one regisseur."""
    spells: list[list[Fact]] = []
    for fact in journey.facts:
        if fact.event.regisseur:
            if not spells or spells[-1][0].event.regisseur != fact.event.regisseur:
                spells.append([])
            spells[-1].append(fact)
    for number, spell in enumerate(spells, 1):
        given_back = [fact.ended_at for fact in spell if fact.meaning.kind == "regie_einde"]
        later = spells[number:]
        yield {
            **_head(journey),
            "spell": number,
            "regisseur": spell[0].event.regisseur,
            "from_at": spell[0].started_at,
            "until_at": max(given_back, default=later[0][0].started_at if later else None)
            or journey.ended_at,
            "n_events": len(spell),
        }


def regisseur_changes(journey: Journey, as_of: datetime) -> Iterator[Row]:
    """regisseur_changes.csv: one row for each spell after the first."""
    earlier: Row | None = None
    for spell in regisseurs(journey, as_of):
        if earlier:
            gap_s = (spell["from_at"] - earlier["until_at"]).total_seconds()
            yield {
                **_head(journey),
                "from_regisseur": earlier["regisseur"],
                "to_regisseur": spell["regisseur"],
                "at": spell["from_at"],
                "gap_days": round(max(0.0, gap_s) / DAY_S, 6),
            }
        earlier = spell


def _head(journey: Journey) -> Row:
    return {"client": journey.client, "journey": journey.number}


def _steps(facts: Sequence[Fact]) -> Iterator[tuple[int, Fact, Fact, datetime]]:
    """k, the k-th fact, the next one, and until when somebody was busy."""
    for k in range(1, len(facts)):
        yield k, facts[k - 1], facts[k], max(fact.ended_at for fact in facts[:k])
