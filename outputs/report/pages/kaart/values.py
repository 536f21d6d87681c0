"""What the page loads: the map itself, the figures of each view, and what lies behind a click.

A level of the report shows what it may: without journeys none is named, and a group of fewer than its
smallest is left out and counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.maps.text import clean
from outputs.reader import whole_seconds
from outputs.report.pages.kaart.counts import N_CLASSES, Figures, Group
from outputs.small_groups import Rest, for_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outputs.options import Level as Audience
    from outputs.report.pages.kaart.counts import Counted
    from outputs.report.pages.kaart.prepare import Live
    from outputs.small_groups import Gate, HeldBack

CHUNK: Final = 150
"""How many things' details lie in one file."""

Row = list[Any]


def shown(live: Live, audience: Audience, number: int) -> dict[str, Row]:
    """The figures of each thing in a view that this audience may see, as rows of the page's columns.

    See `COLUMNS` in web/kaart-gegevens.js: n, journeys, median, p90, total, waits, waiting journeys,
    begins, ends, then the trend: its sign, and the medians of the last period and of the one before.
    """
    counted = live.counted[number]
    gate = audience.gate
    return {
        key: _row(live, counted, key, figures, gate)
        for key, figures in sorted(counted.items.items())
        if figures.n_journeys and gate.shows(figures.n_journeys)
    }


def left_out(live: Live, audience: Audience, number: int) -> dict[str, int]:
    """How many of each letter's things were left out as too small a group."""
    n_left_out = dict.fromkeys("pmqr", 0)
    for key, figures in live.counted[number].items.items():
        if not audience.gate.shows(figures.n_journeys):
            n_left_out[key[0]] += 1
    return n_left_out


def views(live: Live, audience: Audience) -> list[Counted]:
    """The views that are no too small group themselves."""
    return [
        counted
        for counted in live.counted.values()
        if counted.view.kind == "all"
        or (counted.totals.n_journeys and audience.gate.shows(counted.totals.n_journeys))
    ]


def map_value(live: Live, audience: Audience) -> dict[str, Any]:
    """The map: things by key, levels with their geometry, and the views; data/kaart.js."""
    things, gate = live.things, audience.gate
    seen = shown(live, audience, 0)
    # A run that is a small group itself has no map at this level.
    drawn = live.levels if gate.shows(live.counted[0].totals.n_journeys) else ()
    levels = [_level(live, index, seen) for index in range(len(drawn))]
    return {
        "places": [
            {
                "key": f"p{number}",
                "partner": _plain(place.key.partner),
                "owner": f"q{things.partner(place.key.partner)}",
                "activity": clean(place.key.activity),
            }
            for number, place in things.places.items()
            if f"p{number}" in seen
        ],
        "moves": [
            {
                "key": f"m{number}",
                "from": f"p{things.place(move.source)}",
                "to": f"p{things.place(move.target)}",
                "kind": move.kind,
            }
            for number, move in things.moves.items()
            if f"m{number}" in seen
        ],
        "partners": [
            {"key": f"q{number}", "name": _plain(partner.name)}
            for number, partner in things.partners.items()
            if f"q{number}" in seen
        ],
        "pairs": [
            {
                "key": f"r{number}",
                "from": f"q{things.partner(pair.source)}",
                "to": f"q{things.partner(pair.target)}",
            }
            for number, pair in things.pairs.items()
            if f"r{number}" in seen
        ],
        "levels": levels,
        "start": live.start,
        "views": [
            {
                "number": counted.view.number,
                "key": counted.view.key,
                "kind": counted.view.kind,
                "title": counted.view.title,
                "period": counted.view.period,
                "journeys": for_script([gate.count(counted.totals.n_journeys)])[0],
            }
            for counted in views(live, audience)
        ],
        "wholes": {
            # Beside the kinds that a level shows, a whole would give a small one away.
            key: for_script(_figures(key, figures, gate)) if gate.is_open else None
            for key, figures in live.wholes.items()
            if key in seen
        },
        "detailed": [key for key in live.detailed if key in seen],
        "chunk": CHUNK,
        "months": live.months,
        "smallest": gate.smallest,
        "least": gate.least,
        "amounts": {
            "places": len(live.things.flow.places),
            "moves": len(live.things.flow.moves),
            "partners": len(things.partners),
            "pairs": len(things.pairs),
        },
    }


def view_value(live: Live, audience: Audience, number: int) -> dict[str, Any]:
    """A view's figures: data/beeld-NUMBER.js."""
    totals = live.counted[number].totals
    figures = {
        "journeys": totals.n_journeys,
        "events": totals.n_events,
        "steps": totals.n_steps,
        "idle": round(totals.idle_s),
        "untold_events": totals.n_untold_events,
        "untold_steps": totals.n_untold_steps,
    }
    passed = for_script(
        [audience.gate.figure(each, totals.n_journeys) for each in figures.values()]
    )
    return {
        "totals": dict(zip(figures, passed, strict=True)),
        "items": shown(live, audience, number),
        "left_out": left_out(live, audience, number),
    }


def detail_values(
    live: Live, audience: Audience, number: int, detailed: Sequence[str]
) -> Iterable[tuple[int, dict[str, Any]]]:
    """What lies behind a click in a view, in pieces: data/achter-NUMBER-PIECE.js.

    Args:
        live: what was prepared.
        audience: for whom.
        number: of the view.
        detailed: the keys in the order of `map_value`.
    """
    counted = live.counted[number]
    for piece, at in enumerate(range(0, len(detailed), CHUNK)):
        journeys: dict[int, int] = {}
        items = {
            key: _detail(counted.items[key], audience, journeys)
            for key in detailed[at : at + CHUNK]
            if key in counted.items
            and counted.items[key].n_journeys
            and audience.gate.shows(counted.items[key].n_journeys)
        }
        value: dict[str, Any] = {"items": items}
        if audience.journeys:
            value["journeys"] = [live.journey_ids[journey] for journey in journeys]
        yield piece, value


def _level(live: Live, index: int, seen: dict[str, Row]) -> dict[str, Any]:
    """A level's geometry, without what is a group too small."""
    level, placed = live.levels[index], live.placed[index]
    ends = {
        **{f"b{n}": f"p{n}" for n in level.begins},
        **{f"e{n}": f"p{n}" for n in level.ends},
    }

    def is_shown(key: str) -> bool:
        return key in {"begin", "einde"} or ends.get(key, key) in seen

    return {
        "name": level.name,
        "width": placed.width,
        "height": placed.height,
        "boxes": {key: box for key, box in placed.boxes.items() if is_shown(key)},
        "frames": {key: frame for key, frame in placed.frames.items() if is_shown(key)},
        "lines": {key: line for key, line in placed.lines.items() if is_shown(key)},
        "order": [f"{level.line}{n}" for n in level.lines if is_shown(f"{level.line}{n}")],
    }


def _figures(key: str, figures: Figures, gate: Gate) -> Row:
    """How often, and what was waited: the columns that every thing has."""
    n_waited = figures.n_waiting_journeys
    # Of a move or pair the waits are a part of the steps: the others may be no small group either.
    parts = (n_waited,) if key[0] in "pq" else (n_waited, figures.n_journeys - n_waited)
    return [
        gate.figure(figures.n, figures.n_journeys),
        gate.count(figures.n_journeys),
        _whole(gate.summary(figures.median_s, n_waited)),
        _whole(gate.summary(figures.p90_s, n_waited)),
        _whole(gate.figure(figures.total_s, n_waited)) if n_waited else None,
        gate.figure(figures.n_waits, *parts),
        gate.figure(n_waited, *parts),
    ]


def _row(live: Live, counted: Counted, key: str, figures: Figures, gate: Gate) -> Row:
    row = _figures(key, figures, gate)
    if key[0] in "pq":
        row += [gate.count(figures.n_begin), gate.count(figures.n_end)]
    trend = live.trends.get(key) if counted.view.kind == "all" else None
    if trend and gate.shows_ranked(trend.n_journeys):
        row += [
            trend.sign,
            *(_whole(gate.let_pass(s)) for s in (trend.median_last_s, trend.median_before_s)),
        ]
    return for_script(row)


def _detail(figures: Figures, audience: Audience, journeys: dict[int, int]) -> dict[str, Any]:
    """What lies behind one thing; `journeys` gets the journeys that it names."""
    gate = audience.gate
    classes = {number: figures.classes.get(number, Group(0, 0)) for number in range(N_CLASSES)}
    few_classes = _few(classes, gate)
    periods = {period: group for period, (group, _) in figures.periods.items()}
    few_periods = _few(periods, gate)
    detail: dict[str, Any] = {
        "c": [
            None if number in few_classes else gate.let_pass(classes[number].n)
            for number in classes
        ],
        "p": [
            [period, None, None]
            if period in few_periods
            else for_script(
                [period, gate.let_pass(group.n), _whole(gate.summary(median, group.n_journeys))]
            )
            for period, (group, median) in sorted(figures.periods.items())
        ],
        "s": [
            for_script([kind, severity, gate.figure(group.n, group.n_journeys)])
            for (kind, severity), group in sorted(figures.signals.items())
        ],
    }
    if audience.journeys:
        detail["g"] = [
            [kind, severity, journeys.setdefault(journey, len(journeys)), day]
            for kind, severity, journey, day in figures.gravest
        ]
        detail["w"] = [
            [journeys.setdefault(journey, len(journeys)), whole_seconds(seconds), day]
            for journey, seconds, day in figures.longest
        ]
    return detail


def _few(parts: Mapping[int, Group], gate: Gate) -> set[int]:
    """The parts that are too small, and with one of them the next smallest: the page shows the whole."""
    sizes = {part: group.n_journeys for part, group in parts.items()}
    return gate.held_back(sizes, Rest.PAIR, {part: group.n for part, group in parts.items()})


def _whole(seconds: float | HeldBack | None) -> int | None:
    return whole_seconds(seconds) if isinstance(seconds, int | float) else None


def _plain(name: str | None) -> str | None:
    return None if name is None else clean(name)
