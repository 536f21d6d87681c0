"""What the page loads: the map itself, the figures of each view, and what lies behind a click.

A level of the report shows what it may: without journeys none is named, and a group of fewer than its
smallest is left out and counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.maps.text import clean
from outputs.reader import whole_seconds
from outputs.report.pages.kaart.counts import N_CLASSES, Figures, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outputs.options import Level as Audience
    from outputs.report.pages.kaart.counts import Counted
    from outputs.report.pages.kaart.prepare import Live

CHUNK: Final = 150
"""How many things' details lie in one file."""

Row = list[Any]


def shown(live: Live, audience: Audience, number: int) -> dict[str, Row]:
    """The figures of each thing in a view that this audience may see, as rows of the page's columns.

    See `COLUMNS` in web/kaart-gegevens.js: n, journeys, median, p90, total, waits, waiting journeys,
    begins, ends, then the trend: its sign, and the medians of the last period and of the one before.
    """
    counted = live.counted[number]
    return {
        key: _row(live, counted, key, figures, audience)
        for key, figures in sorted(counted.items.items())
        if figures.n_journeys >= audience.smallest_group
    }


def left_out(live: Live, audience: Audience, number: int) -> dict[str, int]:
    """How many of each letter's things were left out as too small a group."""
    gone = dict.fromkeys("pmqr", 0)
    for key, figures in live.counted[number].items.items():
        if 0 < figures.n_journeys < audience.smallest_group:
            gone[key[0]] += 1
    return gone


def views(live: Live, audience: Audience) -> list[Counted]:
    """The views that are no too small group themselves."""
    least = max(1, audience.smallest_group)
    return [
        one
        for one in live.counted.values()
        if one.view.kind == "all" or one.totals.n_journeys >= least
    ]


def map_value(live: Live, audience: Audience) -> dict[str, Any]:
    """The map: things by key, levels with their geometry, and the views; data/kaart.js."""
    told = live.told
    seen = shown(live, audience, 0)
    levels = [_level(live, index, seen) for index in range(len(live.levels))]
    return {
        "places": [
            {
                "key": f"p{number}",
                "partner": _plain(place.key.partner),
                "owner": f"q{told.partner(place.key.partner)}",
                "activity": clean(place.key.activity),
            }
            for number, place in told.places.items()
            if f"p{number}" in seen
        ],
        "moves": [
            {
                "key": f"m{number}",
                "from": f"p{told.place(move.source)}",
                "to": f"p{told.place(move.target)}",
                "kind": move.kind,
            }
            for number, move in told.moves.items()
            if f"m{number}" in seen
        ],
        "partners": [
            {"key": f"q{number}", "name": _plain(partner.name)}
            for number, partner in told.partners.items()
            if f"q{number}" in seen
        ],
        "pairs": [
            {
                "key": f"r{number}",
                "from": f"q{told.partner(pair.source)}",
                "to": f"q{told.partner(pair.target)}",
            }
            for number, pair in told.pairs.items()
            if f"r{number}" in seen
        ],
        "levels": levels,
        "start": live.start,
        "views": [
            {
                "number": one.view.number,
                "key": one.view.key,
                "kind": one.view.kind,
                "title": one.view.title,
                "period": one.view.period,
                "journeys": one.totals.n_journeys,
            }
            for one in views(live, audience)
        ],
        "wholes": {
            # Beside the kinds that a level tells, a whole would give a small one away.
            key: _figures(key, figures, audience) if audience.smallest_group == 1 else None
            for key, figures in live.wholes.items()
            if key in seen
        },
        "detailed": [key for key in live.detailed if key in seen],
        "chunk": CHUNK,
        "months": live.months,
        "smallest": audience.smallest_group,
        "least": audience.least_group,
        "amounts": {
            "places": len(live.told.flow.places),
            "moves": len(live.told.flow.moves),
            "partners": len(told.partners),
            "pairs": len(told.pairs),
        },
    }


def view_value(live: Live, audience: Audience, number: int) -> dict[str, Any]:
    """A view's figures: data/beeld-NUMBER.js."""
    totals = live.counted[number].totals
    return {
        "totals": {
            "journeys": totals.n_journeys,
            "events": totals.n_events,
            "steps": totals.n_steps,
            "idle": round(totals.idle_s),
            "untold_events": totals.n_untold_events,
            "untold_steps": totals.n_untold_steps,
        },
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
            and counted.items[key].n_journeys >= max(1, audience.smallest_group)
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


def _figures(key: str, figures: Figures, audience: Audience) -> Row:
    """How often, and what was waited: the columns that every thing has."""
    least = audience.smallest_group
    n_waited = figures.n_waiting_journeys
    waited = n_waited >= max(1, least)
    enough = waited and n_waited >= audience.least_group
    # Of a move or pair the waits are a part of the steps: told where the others are no small group either.
    is_part_told = waited and (key[0] in "pq" or _tells(figures.n_journeys - n_waited, least))
    return [
        figures.n,
        figures.n_journeys,
        _whole(figures.median_s) if enough else None,
        _whole(figures.p90_s) if enough else None,
        _whole(figures.total_s) if waited else None,
        figures.n_waits if is_part_told or not figures.n_waits else None,
        n_waited if is_part_told or not n_waited else None,
    ]


def _row(live: Live, counted: Counted, key: str, figures: Figures, audience: Audience) -> Row:
    least = audience.smallest_group
    row = _figures(key, figures, audience)
    if key[0] in "pq":
        row += [_enough(figures.n_begin, least), _enough(figures.n_end, least)]
    trend = live.trends.get(key) if counted.view.kind == "all" else None
    if trend and trend.n_journeys >= max(least, audience.least_group):
        row += [trend.sign, _whole(trend.median_last_s), _whole(trend.median_before_s)]
    return row


def _detail(figures: Figures, audience: Audience, journeys: dict[int, int]) -> dict[str, Any]:
    """What lies behind one thing; `journeys` gets the journeys that it names."""
    least = audience.smallest_group
    classes = {each: figures.classes.get(each, Group(0, 0)) for each in range(N_CLASSES)}
    periods = {period: group for period, (group, _) in figures.periods.items()}
    few = kept_back(periods, least)
    found: dict[str, Any] = {
        "c": [None if each in kept_back(classes, least) else classes[each].n for each in classes],
        "p": [
            [period, None, None]
            if period in few
            else [
                period,
                group.n,
                _whole(median) if group.n_journeys >= audience.least_group else None,
            ]
            for period, (group, median) in sorted(figures.periods.items())
        ],
        "s": [
            [kind, severity, group.n if group.n_journeys >= least else None]
            for (kind, severity), group in sorted(figures.signals.items())
        ],
    }
    if audience.journeys:
        found["g"] = [
            [kind, severity, journeys.setdefault(journey, len(journeys)), day]
            for kind, severity, journey, day in figures.gravest
        ]
        found["w"] = [
            [journeys.setdefault(journey, len(journeys)), whole_seconds(seconds), day]
            for journey, seconds, day in figures.longest
        ]
    return found


def kept_back(parts: Mapping[int, Group], least: int) -> set[int]:
    """The parts of a whole that are too small a group to be told; with one of them, the next smallest.

    Whoever knows the whole could else work out the one that is not told.

    >>> sorted(kept_back({1: Group(9, 9), 2: Group(2, 2), 3: Group(7, 7), 4: Group(0, 0)}, 5))
    [2, 3]
    >>> kept_back({1: Group(9, 9), 2: Group(2, 2)}, 1)
    set()
    """
    there = sorted((part for part in parts if parts[part].n), key=lambda part: parts[part].n)
    small = {part for part in there if parts[part].n_journeys < least}
    if len(small) == 1:
        small.update([part for part in there if part not in small][:1])
    return small


def _enough(n: int, least: int) -> int | None:
    return n if _tells(n, least) else None


def _tells(n: int, least: int) -> bool:
    return n == 0 or n >= least


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else whole_seconds(seconds)


def _plain(name: str | None) -> str | None:
    return None if name is None else clean(name)
