"""The explanations that the maps share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.scale import FEW_COLOUR, WAIT_CLASSES, line_width
from outputs.maps.scene import LegendGroup, LegendItem, Line, Mark
from outputs.words import count_nl, days_nl, number_nl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.maps.journey_flow import Move
    from outputs.maps.network import Pass

GREY: Final = "#555555"
"""Of a line of which the colour says nothing."""

US: Final = 1_000_000
"""Microseconds in a second."""

N_NAMES: Final = 3
"""How many names a note has at most."""

WAIT_ITEM: Final = LegendItem(
    "hier wordt samen het langst gewacht: mediaan van de wachtmomenten, en alle samen (d = dagen, u = uur)",
    mark=Mark(("wacht 38 d", "samen 940 d"), "wait"),
)


def shown_median(line: Move | Pass, least: int) -> float | None:
    """The median of a line's waits, in seconds; 0: nobody waited; None: too few journeys did.

    Args:
        line: a move, or all handovers from one partner to another.
        least: of fewer journeys no median is told.
    """
    if not line.n_waits:
        return 0.0
    return line.median_wait_s if line.n_wait_journeys >= least else None


def wait_mark(line: Move | Pass, least: int) -> Mark:
    """What a line says of its waiting: the middle one where that may be told, and all of them together."""
    median = shown_median(line, least)
    together = days_nl(line.wait_us / US, short=True)
    if median is None:
        return Mark((count_nl(line.n_wait_journeys, "klantreis", "klantreizen"), together), "wait")
    return Mark((f"wacht {days_nl(median, short=True)}", f"samen {together}"), "wait")


def wait_words(line: Move | Pass, least: int) -> str:
    """The same in words, with how many waits it is about."""
    if not line.n_waits:
        return "er is niet gewacht"
    counted = (
        f"{number_nl(line.n_waits)} keer gewacht in"
        f" {count_nl(line.n_wait_journeys, 'klantreis', 'klantreizen')}"
    )
    median = shown_median(line, least)
    middle = "" if median is None else f" mediaan van de wachttijd {days_nl(median)},"
    return f"{counted},{middle} samen {days_nl(line.wait_us / US)}"


def signs(
    lines: Sequence[LegendItem], marks: Sequence[LegendItem]
) -> tuple[LegendGroup, LegendGroup]:
    """What the kinds of lines and the marks on a map mean."""
    return LegendGroup("Soort lijn", tuple(lines)), LegendGroup("Merken", tuple(marks))


def off_the_map(what: str, names: Sequence[str]) -> str:
    """A note of what is not on the map, with the first names of it.

    >>> off_the_map("Zonder regie", ["A", "B", "C", "D"])
    'Zonder regie, en dus niet op de kaart: A, B, C en 1 andere.'
    """
    more = len(names) - N_NAMES
    others = f" en {number_nl(more)} andere" if more > 0 else ""
    return f"{what}, en dus niet op de kaart: {', '.join(names[:N_NAMES])}{others}."


def width_legend(counts: Sequence[int]) -> LegendGroup:
    """What three widths on this map stand for: the least, one between, and the most."""
    most = max(counts, default=0)
    samples = sorted({min(counts, default=0), most // 4, most} - {0})
    return LegendGroup(
        "Dikte: hoe vaak",
        tuple(LegendItem(f"{number_nl(n)} keer", Line(line_width(n, most), GREY)) for n in samples),
    )


def colour_legend(least: int) -> LegendGroup:
    """What the colours stand for; `least` as in `shown_median`."""
    return LegendGroup(
        "Kleur: mediaan van de wachttijd",
        (
            *(LegendItem(name, Line(4, colour)) for _, colour, name in WAIT_CLASSES),
            LegendItem(
                f"minder dan {count_nl(least, 'klantreis', 'klantreizen')}", Line(4, FEW_COLOUR)
            ),
        ),
    )
