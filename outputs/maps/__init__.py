"""The process maps of a run, as SVG for people and DOT for other tools.

klantreiskaart   what happens at which partner, what follows what, and where people wait
partnernetwerk   who hands over to whom; beside it a table of how central each partner is
regiekaart       who hands the regie to whom
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from outputs.maps.centrality import write_centrality
from outputs.maps.dot import dot
from outputs.maps.fit import fit
from outputs.maps.journey_flow import read_flow
from outputs.maps.journey_map import journey_scene
from outputs.maps.network import read_network
from outputs.maps.network_map import partner_scene
from outputs.maps.options import MapOptions
from outputs.maps.regie import read_regie
from outputs.maps.regie_map import regie_scene
from outputs.maps.svg import svg
from outputs.maps.tables import open_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.maps.scene import Scene

__all__ = ["MAPS", "MapOptions", "draw_maps"]

MAPS: Final[dict[str, Callable[[Engine], Callable[[MapOptions], Scene]]]] = {
    "klantreiskaart": lambda connection: partial(journey_scene, read_flow(connection)),
    "partnernetwerk": lambda connection: partial(partner_scene, read_network(connection)),
    "regiekaart": lambda connection: partial(regie_scene, read_regie(connection)),
}
"""Each map: from tables that are open (`outputs.maps.tables`) to its scene for any options."""


def draw_maps(
    tables: Path, folder: Path, *, options: MapOptions | None = None, as_of: datetime | None = None
) -> list[Path]:
    """Draw the three maps of a run.

    Args:
        tables: the run's tables, NAME.parquet each.
        folder: gets NAME.svg and NAME.dot of each map, and partnercentraliteit.csv.
        options: how much a map may hold.
        as_of: of the run: what is ahead of it is left out. None: nothing is.

    Returns:
        What was written. The same tables give the same bytes, on any machine.

    Raises:
        OutputError: a table is missing, or is not that of docs/definitions.md.
    """
    options = options or MapOptions()
    folder.mkdir(parents=True, exist_ok=True)
    with open_tables(tables, memory=options.memory, as_of=as_of) as opened:
        makers, network = [make(opened) for make in MAPS.values()], read_network(opened)
    written = []
    for make in makers:
        drawing = fit(make, options)
        name = drawing.scene.name
        written += [folder / f"{name}.svg", folder / f"{name}.dot"]
        written[-2].write_bytes(svg(drawing.scene, drawing.layout, drawing.page))
        written[-1].write_text(dot(drawing.scene), encoding="utf-8", newline="\n")
    return [*written, write_centrality(network, folder)]
