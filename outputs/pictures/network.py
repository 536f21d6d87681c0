"""The partner network: who hands over to whom, laid out as the maps are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.maps.choice import in_turns
from outputs.maps.draw import layout
from outputs.maps.labels import settle
from outputs.maps.scale import WAIT_CLASSES, line_width, wait_class
from outputs.maps.scene import Edge, Line, Mark, Node, Scene
from outputs.maps.text import clean, wrap
from outputs.pictures.canvas import Caption
from outputs.pictures.graph import draw_graph
from outputs.pictures.groups import few, is_small, large, left_out, untold
from outputs.pictures.handover_matrix import PAIR, wait_label, waited
from outputs.pictures.picture import Column, Picture, Subject, Table
from outputs.queries import SHARED
from outputs.texts import marked

if TYPE_CHECKING:
    import duckdb

    from outputs.options import Level
    from outputs.reader import Reader

NAME: Final = "partnernetwerk"
TITLE: Final = marked("Partnernetwerk: wie draagt aan wie over")
MOST_PARTNERS: Final = 12
MOST_LINES: Final = 24
NAME_WIDTH: Final = 128.0


def make(connection: duckdb.DuckDBPyConnection, reader: Reader, level: Level) -> Picture | None:
    """Draw the partner network, from pair_waits: a box per partner, a line per direction."""
    every = SHARED.ask(connection, "partner_pairs")
    pairs, n_small = large(every, lambda row: row["n_journeys"], level)
    if not pairs:
        return None
    partners, lines = chosen(pairs)
    n_partners = len({row[side] for row in pairs for side in ("from_partner", "to_partner")})
    total = sum(row["n"] for row in pairs)
    n_few = sum(
        untold(row, ["median_wait_s"], row["n_wait_journeys"], level)
        for row in pairs
        if row["n_waits"]
    )
    notes = [*left_out(n_small, level, reader), *few(n_few, level, reader)]
    if len(lines) < len(pairs):
        notes.append(
            reader.text(
                "Getekend zijn {partners} van de {all_partners} partners en {lines} van de {all_lines}"
                " lijnen ({share} van de overdrachten). De tabel heeft ze alle.",
                partners=reader.number(len(partners)),
                all_partners=reader.number(n_partners),
                lines=reader.number(len(lines)),
                all_lines=reader.number(len(pairs)),
                share=reader.share(sum(row["n"] for row in lines), total),
            )
        )
    returns = sum(row["n_returns"] for row in pairs)
    return Picture(
        NAME,
        reader.text(TITLE),
        reader.text(
            "Een lijn is een richting waarin partners aan elkaar overdragen: hoe dikker, hoe vaker; de"
            " kleur is de mediaan van de wachttijd. Een dubbele lijn: er gaat ook werk de andere"
            " kant op."
        ),
        reader.text(
            "{handovers} tussen {partners}, waarvan {returns} terug",
            handovers=reader.plural("{n} overdracht", "{n} overdrachten", total),
            partners=reader.plural("{n} partner", "{n} partners", n_partners),
            returns=reader.number(returns),
        ),
        _draw(_scene(connection, partners, lines, pairs, reader, level), reader),
        Table(
            (
                Column("from_partner", reader.text("Van")),
                Column("to_partner", reader.text("Naar")),
                Column("n", reader.text("Overdrachten"), "number"),
                Column("n_journeys", reader.text("Klantreizen"), "number"),
                Column("n_returns", reader.text("Terug naar een eerdere partner"), "number"),
                Column("n_waits", reader.text("Waarvan met wachten"), "number"),
                Column("n_wait_journeys", reader.text("Klantreizen waarin gewacht werd"), "number"),
                Column("median_wait_s", reader.text("Mediaan van de wachttijd"), "days"),
                Column("total_wait_s", reader.text("Wachttijd samen"), "days"),
            ),
            [tuple(row[name] for name in PAIR) for row in pairs],
            "handover",
            2,
        ),
        notes,
    )


def chosen(pairs: list[dict[str, Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """The partners and lines that are drawn: the busiest and those with the most waiting, in turns.

    >>> row = {"from_partner": "A", "to_partner": "B", "n": 3, "n_returns": 0, "total_wait_s": 9.0}
    >>> chosen([row])[0]
    ['A', 'B']
    """
    handing: dict[str, int] = {}
    waiting: dict[str, float] = {}
    for row in pairs:
        for partner in (row["from_partner"], row["to_partner"]):
            handing[partner] = handing.get(partner, 0) + row["n"]
            waiting[partner] = waiting.get(partner, 0.0) + row["total_wait_s"]
    partners = in_turns(sorted(handing), [handing.__getitem__, waiting.__getitem__], MOST_PARTNERS)
    inside = [row for row in pairs if {row["from_partner"], row["to_partner"]} <= {*partners}]
    lines = in_turns(
        inside,
        [lambda row: row["n"], lambda row: row["total_wait_s"], lambda row: row["n_returns"]],
        MOST_LINES,
    )
    return partners, lines


def _scene(
    connection: duckdb.DuckDBPyConnection,
    partners: list[str],
    lines: list[dict[str, Any]],
    pairs: list[dict[str, Any]],
    reader: Reader,
    level: Level,
) -> Scene:
    journeys = {row["partner"]: row["n_journeys"] for row in SHARED.ask(connection, "partners")}
    keys = {partner: f"n{at}" for at, partner in enumerate(partners, 1)}
    most = max(row["n"] for row in lines)
    directions = {(row["from_partner"], row["to_partner"]) for row in pairs}
    summary = reader.text(
        "Het vaakst draagt {start} over aan {end}: {n} keer.",
        start=clean(lines[0]["from_partner"]),
        end=clean(lines[0]["to_partner"]),
        n=reader.number(lines[0]["n"]),
    )
    nodes = []
    for partner in partners:
        n = journeys.get(partner, 0)
        into = sum(row["n"] for row in pairs if row["to_partner"] == partner)
        out = sum(row["n"] for row in pairs if row["from_partner"] == partner)
        counts = (
            () if is_small(n, level) else (reader.plural("{n} klantreis", "{n} klantreizen", n),)
        )
        nodes.append(
            Node(
                keys[partner],
                tuple(wrap(clean(partner), NAME_WIDTH, bold=True)),
                (
                    *counts,
                    reader.text(
                        "in {n_in}×, uit {n_out}×",
                        n_in=reader.number(into),
                        n_out=reader.number(out),
                    ),
                ),
                hint=clean(partner),
            )
        )
    edges = [_edge(row, keys, most, reader, directions) for row in lines]
    return Scene(NAME, reader.text(TITLE), "", summary, nodes=nodes, edges=edges)


def _edge(
    row: dict[str, Any],
    keys: dict[str, str],
    most: int,
    reader: Reader,
    directions: set[tuple[str, str]],
) -> Edge:
    start, end = row["from_partner"], row["to_partner"]
    is_both_ways = (end, start) in directions
    words = (f"{reader.number(row['n'])}×", wait_label(row, reader))
    return Edge(
        keys[start],
        keys[end],
        row["n"],
        Line(
            line_width(row["n"], most),
            "soft"
            if row["n_waits"] and row["median_wait_s"] is None
            else f"wait-{wait_class(row['median_wait_s'] or 0)}",
            "double" if is_both_ways else "solid",
            "open" if is_both_ways else "filled",
        ),
        (Mark(words),),
        hint=reader.text(
            "{start} naar {end}: {n}, waarvan {returns} terug; {wait}",
            start=clean(start),
            end=clean(end),
            n=reader.plural("{n} overdracht", "{n} overdrachten", row["n"]),
            returns=reader.number(row["n_returns"]),
            wait=waited(row, reader),
        ),
    )


def _draw(scene: Scene, reader: Reader) -> str:
    """The scene, in the direction that is nearest to the sheet's width."""
    names = (
        reader.text("minder dan 1 dag"),
        reader.text("1 tot 7 dagen"),
        reader.text("7 tot 28 dagen"),
        reader.text("28 tot 84 dagen"),
        reader.text("84 dagen of meer"),
    )
    assert len(names) == len(WAIT_CLASSES)  # noqa: S101 - a name for each class
    laid = min((layout(scene, way) for way in ("TB", "LR")), key=lambda each: each.width)
    return draw_graph(scene, settle(scene, laid), names, Caption(NAME, scene.title, reader))


SUBJECT: Final = Subject(NAME, TITLE, make)
