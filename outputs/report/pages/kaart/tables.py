"""The table that says what the map says, for a reader without the page's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outputs.reader import Reader

MOST: Final = 100
"""How many rows stand in the page; the script shows all, a page at a time."""


def table(
    value: Mapping[str, Any], items: Mapping[str, list[Any]], reader: Reader
) -> dict[str, Any]:
    """The moves with the most waiting, as rows of words.

    Returns:
        `rows`, each with `step` (the thing and its names, of `outputs.report.marks`), `source`,
        `target`, `kind`, `n`, `n_journeys`, `n_waits`, `n_wait_journeys`, `median_s`, `p90_s` and
        `total_s`; and `more`, how many moves there are beyond.
    """
    names = {
        place["key"]: _name(place["partner"], place["activity"], reader)
        for place in value["places"]
    }
    places = {place["key"]: place for place in value["places"]}
    moves = sorted(value["moves"], key=lambda move: (-(items[move["key"]][4] or 0), move["key"]))
    kinds = {
        "step": reader.text("stap bij dezelfde partner"),
        "referred": reader.text("overdracht na een verwijzing"),
        "silent": reader.text("stille overdracht"),
        "parallel": reader.text("overdracht terwijl een ander nog bezig is"),
        "unknown": reader.text("overdracht, niet te beoordelen"),
        "contacts": reader.text("tussen contacten: geen wachttijd"),
    }
    rows = []
    for move in moves[:MOST]:
        n, n_journeys, median, p90, total, n_waits, n_wait_journeys = items[move["key"]][:7]
        rows.append(
            {
                "step": _step(move, places, value["wholes"]),
                "source": names.get(move["from"], reader.text("te kleine groep")),
                "target": names.get(move["to"], reader.text("te kleine groep")),
                "kind": kinds[move["kind"]],
                "n": n,
                "n_journeys": n_journeys,
                "n_waits": n_waits,
                "n_wait_journeys": n_wait_journeys,
                "median_s": median,
                "p90_s": p90,
                "total_s": total,
            }
        )
    return {"rows": rows, "more": value["amounts"]["moves"] - len(rows)}


def _step(
    move: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]], wholes: Mapping[str, Any]
) -> tuple[str | None, ...]:
    """What a row is: the whole step, or one kind of it."""
    ends = [places.get(move[end], {}) for end in ("from", "to")]
    names = [end.get(name) for end in ends for name in ("partner", "activity")]
    return ("step", *names) if move["key"] not in wholes else ("move", *names, move["kind"])


def _name(partner: str | None, activity: str, reader: Reader) -> str:
    who = reader.text("partner onbekend") if partner is None else partner
    return f"{who}: {activity}"
