"""What the klantreiskaart says of itself: the look of its lines, the summary and the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.legend import GREY, WAIT_ITEM, colour_legend, signs, wait_words, width_legend
from outputs.maps.scene import Head, LegendGroup, LegendItem, Line, Mark, Stroke
from outputs.words import count_nl, share_nl

if TYPE_CHECKING:
    from outputs.maps.journey_flow import JourneyFlow

LOOKS: Final[dict[str, tuple[Stroke, Head, str]]] = {
    "step": ("solid", "filled", ""),
    "referred": ("solid", "open", "verwezen"),
    "silent": ("dashed", "filled", "stil"),
    "parallel": ("double", "open", "tegelijk"),
    "unknown": ("dashdot", "open", "niet te beoordelen"),
    "contacts": ("thin", "open", "tussen contacten"),
}
"""Each kind of move: its stroke, its head, and the word beside it, so that no colour is needed."""


def summary(flow: JourneyFlow, subtitle: str, least: int) -> str:
    """What the map says at most, in words."""
    handovers = sum(move.n_handovers for move in flow.moves)
    silent = sum(move.n for move in flow.moves if move.kind == "silent")
    changes = sum(move.n_changes for move in flow.moves)
    parts = [
        f"Proceskaart van {subtitle}.",
        f"{count_nl(handovers, 'overdracht', 'overdrachten')} tussen partners,"
        f" waarvan {_silent(flow, silent, handovers)}; {count_nl(changes, 'regiewissel', 'regiewissels')}.",
    ]
    enough = [move for move in flow.moves if move.n_wait_journeys >= least]
    slowest = max(enough, key=lambda move: move.wait_us, default=None)
    if slowest and slowest.wait_us:
        parts.append(
            f"Samen het langst gewacht wordt tussen {slowest.source.name} en"
            f" {slowest.target.name}: {wait_words(slowest, least)}."
        )
    return " ".join(parts)


def _silent(flow: JourneyFlow, silent: int, handovers: int) -> str:
    """Which part is silent, and which part nobody can judge: no zero of what was not judged."""
    unknown = sum(move.n for move in flow.moves if move.kind == "unknown")
    if unknown and unknown == handovers:
        return "niet te beoordelen is hoeveel er stil waren"
    part = f"{share_nl(silent, handovers)} stil"
    return f"{part} en {share_nl(unknown, handovers)} niet te beoordelen" if unknown else part


def legend(counts: list[int], least: int, *, has_unknown: bool) -> tuple[LegendGroup, ...]:
    """What lines, marks, colours and widths mean.

    Args:
        counts: of the lines that are shown.
        least: of fewer journeys no median is told.
        has_unknown: whether a partner is on the map that is not known.
    """

    def item(kind: str, words: str) -> LegendItem:
        stroke, head, _ = LOOKS[kind]
        return LegendItem(words, Line(2.4, GREY, stroke, head))

    unknown = "; bij 'partner onbekend' telt de laatst bekende partner" if has_unknown else ""
    return (
        *signs(
            (
                item("step", "stap bij dezelfde partner" + (" of onbekend" if has_unknown else "")),
                item("referred", "overdracht na een verwijzing"),
                item("silent", f"stille overdracht: zonder verwijzing{unknown}"),
                item("parallel", "overdracht terwijl een ander nog bezig is"),
                item(
                    "unknown", "overdracht, niet te beoordelen: de bron noemt nooit een verwijzing"
                ),
                item("contacts", "tussen contacten bij één partner: de bron legt geen eindes vast"),
                LegendItem(
                    "waar klantreizen beginnen en (tot nu toe) eindigen", Line(2.4, GREY, "thin")
                ),
            ),
            (
                WAIT_ITEM,
                LegendItem(
                    "hier wisselt de regisseur 12 keer", mark=Mark(("regie 12×",), "change")
                ),
            ),
        ),
        colour_legend(least),
        width_legend(counts),
    )
