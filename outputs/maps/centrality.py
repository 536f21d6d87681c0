"""How central each partner is in the network of handovers, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pandas as pd

from outputs.maps.text import clean
from outputs.spreadsheet import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from outputs.maps.network import Network

FILE: Final = "partnercentraliteit.csv"
DECIMALS: Final = 6


def partner_centrality(network: Network) -> pd.DataFrame:
    """How central each partner is, one row per partner, the busiest first.

    Returns:
        partner; n_in and n_out, handovers to and from it; in_share and out_share, their part of all
        handovers (0 to 1); betweenness, the share of shortest paths between two other partners that
        lead over it (0 to 1; Freeman 1977), where a pair that hands over often lies near: a step's
        length is 1 / n; pagerank, the chance that a journey that is handed on and on is there (sums to
        1; Brin & Page 1998, damping 0.85), weighted by n. Rounded to 6 decimals.

    >>> from outputs.maps.network import Network, Pass
    >>> handed = (Pass("A", "B", 3, 3), Pass("B", "C", 1, 1))
    >>> partner_centrality(Network({"A": 3, "B": 3, "C": 1}, handed))[["partner", "betweenness"]].values
    array([['B', 0.5],
           ['A', 0.0],
           ['C', 0.0]], dtype=object)
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(network.partners))
    for pair in sorted(network.passes):
        graph.add_edge(pair.from_partner, pair.to_partner, n=pair.n, length=1 / pair.n)
    total = graph.size("n") or 1
    betweenness = nx.betweenness_centrality(graph, weight="length")
    pagerank = nx.pagerank(graph, weight="n") if len(graph) else {}
    frame = pd.DataFrame(
        [
            {
                "partner": partner,
                "n_in": int(graph.in_degree(partner, "n")),
                "n_out": int(graph.out_degree(partner, "n")),
                "in_share": graph.in_degree(partner, "n") / total,
                "out_share": graph.out_degree(partner, "n") / total,
                "betweenness": betweenness[partner],
                "pagerank": pagerank[partner],
            }
            for partner in graph
        ],
        columns=["partner", "n_in", "n_out", "in_share", "out_share", "betweenness", "pagerank"],
    ).round(DECIMALS)
    busy = (-(frame["n_in"] + frame["n_out"])).rename("busy")
    order = pd.concat([busy, frame["partner"]], axis=1).sort_values(["busy", "partner"]).index
    return frame.loc[order].reset_index(drop=True)


def write_centrality(network: Network, folder: Path) -> Path:
    """The table as CSV."""
    frame = partner_centrality(network)
    frame["partner"] = [clean(partner) for partner in frame["partner"]]
    rows: Any = frame.to_dict("records")
    return write_csv(folder / FILE, [str(column) for column in frame], rows)
