"""Which places and moves the klantreiskaart shows, and what that leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outputs.maps.choice import in_turns
from outputs.words import count_nl, number_nl, share_nl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from outputs.maps.journey_flow import JourneyFlow, Key, Move, Place
    from outputs.maps.options import MapOptions


@dataclass(frozen=True)
class JourneyChoice:
    """What is shown: places, moves between them (loops included), begins and ends."""

    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    begins: tuple[Place, ...]
    ends: tuple[Place, ...]


@dataclass(frozen=True)
class Amount:
    """How much of something is shown, out of how much there is."""

    shown: int
    total: int

    @property
    def hidden(self) -> int:
        """What is left out."""
        return self.total - self.shown


@dataclass(frozen=True)
class Coverage:
    """How much of a run the map shows, by every measure that it is judged by."""

    places: Amount
    events: Amount
    partners: Amount
    moves: Amount
    steps: Amount
    wait_us: Amount
    handovers: Amount
    changes: Amount
    begins: Amount
    ends: Amount


def choose(flow: JourneyFlow, options: MapOptions) -> JourneyChoice:
    """Choose by journeys, by waiting and by handovers in turn: partners, their places, moves.

    A place that would stand alone gets its busiest move, as far as the room reaches.
    """
    waiting, handing, changing = _around(flow)
    partners = _partners(flow, waiting, handing, options.max_partners)
    places = in_turns(
        [place for place in flow.places if place.key.partner in partners],
        [
            lambda p: p.n_journeys,
            lambda p: waiting[p.key],
            lambda p: handing[p.key],
            lambda p: changing[p.key],
        ],
        options.max_activities,
    )
    keys = {place.key for place in places}
    inside = [move for move in flow.moves if move.source in keys and move.target in keys]
    loops = [move for move in inside if move.is_loop]
    lines = [move for move in inside if not move.is_loop]
    measures: list[Callable[[Move], float]] = [  # handovers twice: they are what the map is for
        lambda m: m.n_handovers,
        lambda m: m.wait_us,
        lambda m: m.n_handovers,
        lambda m: m.n_changes,
        lambda m: m.n,
    ]
    kept = in_turns(lines, measures, options.max_edges)
    alone = keys - {key for move in kept for key in (move.source, move.target)}
    if alone:
        kept = in_turns(lines, measures, options.max_edges, first=_busiest(alone, lines))
    return JourneyChoice(
        tuple(places),
        (*loops, *kept),
        tuple(in_turns(places, [lambda p: p.n_begin], options.max_ends)),
        tuple(in_turns(places, [lambda p: p.n_end], options.max_ends)),
    )


def coverage(flow: JourneyFlow, choice: JourneyChoice) -> Coverage:
    """Measure a choice against all there is."""

    def of(measure: str, shown: Iterable[Place | Move], total: Iterable[Place | Move]) -> Amount:
        return Amount(
            sum(getattr(item, measure) for item in shown),
            sum(getattr(item, measure) for item in total),
        )

    return Coverage(
        places=Amount(len(choice.places), len(flow.places)),
        events=of("n", choice.places, flow.places),
        partners=Amount(
            len({place.key.partner for place in choice.places}),
            len({place.key.partner for place in flow.places}),
        ),
        moves=Amount(len(choice.moves), len(flow.moves)),
        steps=of("n", choice.moves, flow.moves),
        wait_us=of("wait_us", choice.moves, flow.moves),
        handovers=of("n_handovers", choice.moves, flow.moves),
        changes=of("n_changes", choice.moves, flow.moves),
        begins=of("n_begin", choice.begins, flow.places),
        ends=of("n_end", choice.ends, flow.places),
    )


def coverage_notes(covered: Coverage) -> list[str]:
    """What is left out, in Dutch sentences with numbers."""
    notes = []
    if covered.places.hidden:
        partners = covered.partners.hidden
        verb = "ontbreekt" if partners == 1 else "ontbreken"
        without = f"; {_of(covered.partners, 'partners')} {verb} geheel" if partners else ""
        notes.append(
            f"Niet getoond: {_of(covered.places, 'activiteiten per partner')}"
            f" ({_share(covered.events)} van de gebeurtenissen){without}."
        )
    if covered.moves.hidden:
        changes = count_nl(covered.changes.hidden, "regiewissel", "regiewissels")
        notes.append(
            f"Niet getoond: {_of(covered.moves, 'soorten stappen')}"
            f" ({_share(covered.steps)} van alle stappen, {_share(covered.wait_us)} van de wachttijd,"
            f" {_share(covered.handovers)} van de overdrachten,"
            f" {changes} van {number_nl(covered.changes.total)})."
        )
    for amount, verb in ((covered.begins, "beginnen"), (covered.ends, "eindigen")):
        if amount.hidden:
            notes.append(
                f"Niet getoond: waar {_of(amount, 'klantreizen')} ({_share(amount)}) {verb}."
            )
    if not notes:
        return ["Niets: alle activiteiten en alle stappen staan op de kaart."]
    notes.append(
        "Gekozen is om de beurt: wat in de meeste klantreizen voorkomt, de meeste wachttijd geeft en"
        " de meeste overdrachten en regiewissels heeft. De getallen in een vak of bij een lijn zijn"
        " volledig; een lijn slaat nooit iets over."
    )
    return notes


def _around(flow: JourneyFlow) -> tuple[Counter[Key], Counter[Key], Counter[Key]]:
    """The waiting, the handovers and the regisseur changes in all moves to and from each place."""
    waiting: Counter[Key] = Counter()
    handing: Counter[Key] = Counter()
    changing: Counter[Key] = Counter()
    for move in flow.moves:
        for key in {move.source, move.target}:
            waiting[key] += move.wait_us
            handing[key] += move.n_handovers
            changing[key] += move.n_changes
    return waiting, handing, changing


def _partners(
    flow: JourneyFlow, waiting: Counter[Key], handing: Counter[Key], limit: int
) -> set[str | None]:
    """The partners that get a frame."""
    sums: list[Counter[str | None]] = [Counter(), Counter(), Counter()]
    for place in flow.places:
        values = (place.n_journeys, waiting[place.key], handing[place.key])
        for total, value in zip(sums, values, strict=True):
            total[place.key.partner] += value
    every = sorted(sums[0], key=lambda partner: (partner is None, partner or ""))
    return set(in_turns(every, [total.__getitem__ for total in sums], limit))


def _busiest(alone: set[Key], moves: list[Move]) -> list[Move]:
    """For each place that would stand alone its busiest move; `moves` has the busiest first."""
    busiest: dict[Key, Move] = {}
    for move in moves:
        for key in (move.source, move.target):
            if key in alone:
                busiest.setdefault(key, move)
    return sorted(busiest.values(), key=lambda move: -move.n)


def _of(amount: Amount, noun: str) -> str:
    return f"{number_nl(amount.hidden)} van de {number_nl(amount.total)} {noun}"


def _share(amount: Amount) -> str:
    return share_nl(amount.hidden, amount.total)
