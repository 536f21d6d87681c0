"""The regiekaart: between whom the regie moves.

A box is a home of regie. So the map says between which organisations and roles the regie moves, and no
one can read a person in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.choice import in_turns
from outputs.maps.legend import GREY, off_the_map, signs, width_legend
from outputs.maps.scale import line_width
from outputs.maps.scene import Edge, Head, LegendGroup, LegendItem, Line, Mark, Node, Scene, Stroke
from outputs.maps.text import clean, wrap
from outputs.words import DAY_S, count_nl, days_nl, number_nl, share_nl

if TYPE_CHECKING:
    from outputs.maps.options import MapOptions
    from outputs.maps.regie import Change, Home, HomeStay, Regie

NAME: Final = "regiekaart"
TITLE: Final = "Regiekaart: wie draagt de regie over aan wie"
TITLE_WIDTH_PT: Final = 150.0
_INK: Final = "#3b3b6d"


def _still(held: Regie) -> Scene:
    """Where nothing changes there is nothing to draw, and that is worth a sentence."""
    if not held.n_with_regisseur:
        message: tuple[str, ...] = (
            "Geen gebeurtenis noemt een regisseur: de regie is in deze gegevens niet te zien.",
        )
    else:
        message = (
            "De regie wisselt nergens: elke klantreis houdt haar eerste regisseur.",
            f"{number_nl(held.n_with_regisseur)} van de"
            f" {count_nl(held.n_journeys, 'klantreis', 'klantreizen')} noemen een regisseur.",
        )
    return Scene(NAME, TITLE, "", " ".join(message), message=message)


def regie_scene(held: Regie, options: MapOptions) -> Scene:
    """The regiekaart: a box for each home of regie, a line for each direction in which it moves."""
    if not held.changes:
        return _still(held)
    homes = in_turns(
        [stay for stay in held.stays if _touched(stay.home, held)],
        [lambda stay: _touched(stay.home, held), lambda stay: stay.n_spells],
        options.max_partners,
    )
    keys = {stay.home: f"n{at}" for at, stay in enumerate(homes, 1)}
    inside = [change for change in held.changes if change.source in keys and change.target in keys]
    shown = in_turns(inside, [lambda c: c.n, lambda c: c.n_gaps], options.max_edges)
    loops = {change.source: change for change in shown if change.source == change.target}
    lines = [change for change in shown if change.source != change.target]
    total = sum(change.n for change in held.changes)
    most = max((change.n for change in lines), default=0)
    subtitle = (
        f"{count_nl(total, 'regiewissel', 'regiewissels')} in"
        f" {number_nl(held.n_with_regisseur)} klantreizen met een regisseur,"
        f" van {number_nl(held.n_journeys)}; {count_nl(held.n_regisseurs, 'regisseur', 'regisseurs')}"
    )
    return Scene(
        NAME,
        TITLE,
        subtitle,
        _summary(held, subtitle, total),
        nodes=tuple(
            _node(stay, keys[stay.home], loops.get(stay.home), options.smallest_group)
            for stay in homes
        ),
        edges=tuple(_edge(change, keys, most, options.smallest_group) for change in lines),
        legend=_legend([change.n for change in lines]),
        notes=_notes(held, shown, total),
    )


def _touched(home: Home, held: Regie) -> int:
    return sum(change.n for change in held.changes if home in (change.source, change.target))


def _node(stay: HomeStay, key: str, loop: Change | None, least: int) -> Node:
    lines = [
        count_nl(stay.n_spells, "regieperiode", "regieperiodes"),
        f"{count_nl(stay.n_regisseurs, 'regisseur', 'regisseurs')}; begint {number_nl(stay.n_first)}×",
    ]
    marks = (
        (*_gap(loop, least), Mark((f"wisselt hier {number_nl(loop.n)}×",), "change"))
        if loop
        else ()
    )
    return Node(
        key,
        tuple(wrap(stay.home.name, TITLE_WIDTH_PT, bold=True)),
        tuple(lines),
        marks=marks,
        hint=f"{stay.home.name}: {'; '.join(lines)}",
    )


def _edge(change: Change, keys: dict[Home, str], most: int, least: int) -> Edge:
    stroke: Stroke = "dashed" if change.n_gaps else "solid"
    head: Head = "open" if change.n_gaps else "filled"
    return Edge(
        keys[change.source],
        keys[change.target],
        change.n,
        Line(line_width(change.n, most), _INK, stroke, head),
        (Mark((f"regie {number_nl(change.n)}×",), "change"), *_gap(change, least)),
        hint=f"{change.source.name} > {change.target.name}:"
        f" {count_nl(change.n, 'regiewissel', 'regiewissels')}, waarvan {number_nl(change.n_gaps)} met een"
        f" gat{_middle(change, least, '; mediaan van het gat ')}",
    )


def _gap(change: Change, least: int) -> tuple[Mark, ...]:
    """A mark where days passed without any regisseur."""
    if not change.n_gaps:
        return ()
    middle = _middle(change, least, "mediaan ", short=True)
    return (Mark((f"gat {number_nl(change.n_gaps)}×", *([middle] if middle else [])), "wait"),)


def _middle(change: Change, least: int, word: str, *, short: bool = False) -> str:
    """The middle gap after a word; the only one alone; of too few none."""
    if change.median_gap_days is None or 1 < change.n_gaps < least:
        return ""
    gap = days_nl(change.median_gap_days * DAY_S, short=short)
    return gap if short and change.n_gaps == 1 else f"{word}{gap}"


def _summary(held: Regie, subtitle: str, total: int) -> str:
    gaps = sum(change.n_gaps for change in held.changes)
    busiest = max(held.changes, key=lambda change: change.n)
    return (
        f"Kaart van {subtitle}. Bij {share_nl(gaps, total)} van de wissels zat er tijd tussen zonder"
        f" regisseur. Het vaakst gaat de regie van {busiest.source.name} naar {busiest.target.name}:"
        f" {number_nl(busiest.n)} keer."
    )


def _notes(held: Regie, shown: list[Change], total: int) -> list[str]:
    """What is left out, and what a box is."""
    notes = []
    if len(shown) < len(held.changes):
        missing = total - sum(change.n for change in shown)
        notes.append(
            f"Niet getoond: {number_nl(len(held.changes) - len(shown))} van de"
            f" {number_nl(len(held.changes))} soorten regiewissels"
            f" ({share_nl(missing, total)} van alle regiewissels)."
        )
    still = sorted({stay.home.name for stay in held.stays if not _touched(stay.home, held)})
    if still:
        notes.append(off_the_map("Zonder regiewissels", [clean(name, 60) for name in still]))
    without = held.n_journeys - held.n_with_regisseur
    if without:
        notes.append(
            f"Zonder regisseur, en dus niet op de kaart: {count_nl(without, 'klantreis', 'klantreizen')}."
        )
    notes.append(
        "Een vak is geen persoon, maar de partner en de rol waar een regieperiode begint: de partner"
        " van de eerste gebeurtenis die de regisseur noemt."
    )
    return notes


def _legend(counts: list[int]) -> tuple[LegendGroup, ...]:
    return (
        *signs(
            (
                LegendItem("de regie gaat over, steeds zonder gat", Line(2.4, GREY)),
                LegendItem(
                    "de regie gaat over, en soms is er een tijd geen regisseur",
                    Line(2.4, GREY, "dashed", "open"),
                ),
            ),
            (
                LegendItem("12 keer gaat de regie hier over", mark=Mark(("regie 12×",), "change")),
                LegendItem(
                    "5 keer was er een tijd geen regisseur: mediaan over alle wissels van de lijn",
                    mark=Mark(("gat 5×", "mediaan 9 d"), "wait"),
                ),
            ),
        ),
        *([width_legend(counts)] if counts else []),
    )
