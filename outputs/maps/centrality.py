"""How central each partner is in the network of handovers, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import networkx as nx
import numpy as np

from outputs.maps.text import clean
from outputs.spreadsheet import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from outputs.maps.network import Network

FILE: Final = "partnercentraliteit.csv"
DECIMALS: Final = 6


class Centrality(NamedTuple):
    """How central a partner is; its shares and chances from 0 to 1, in 6 decimals.

    Attributes:
        partner: its name.
        n_in: handovers to it; `n_out` from it.
        n_out: as n_in.
        in_share: the part of all handovers that comes in; `out_share` that goes out.
        out_share: as in_share.
        betweenness: the share of shortest paths between two other partners that lead over it (Freeman
            1977), where a pair that hands over often lies near: a step's length is 1 / n.
        pagerank: the chance that a journey that is handed on and on is there (sums to 1; Brin & Page
            1998, damping 0.85), weighted by n.
    """

    partner: str
    n_in: int
    n_out: int
    in_share: float
    out_share: float
    betweenness: float
    pagerank: float


def partner_centrality(network: Network) -> list[Centrality]:
    """How central each partner is, the busiest first.

    >>> from outputs.maps.network import Network, Pass
    >>> handed = (Pass("A", "B", 3, 3), Pass("B", "C", 1, 1))
    >>> rows = partner_centrality(Network({"A": 3, "B": 3, "C": 1}, handed))
    >>> [(row.partner, row.betweenness) for row in rows]
    [('B', 0.5), ('A', 0.0), ('C', 0.0)]
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(network.partners))
    for pair in sorted(network.passes):
        graph.add_edge(pair.from_partner, pair.to_partner, n=pair.n, length=1 / pair.n)
    n_in, n_out, total = network.n_in, network.n_out, network.n or 1
    betweenness = nx.betweenness_centrality(graph, weight="length")
    pagerank = _pagerank(graph)
    rows = [
        Centrality(
            partner,
            n_in[partner],
            n_out[partner],
            round(n_in[partner] / total, DECIMALS),
            round(n_out[partner] / total, DECIMALS),
            round(float(betweenness[partner]), DECIMALS),
            round(float(chance), DECIMALS),
        )
        for partner, chance in zip(graph, pagerank, strict=True)
    ]
    return sorted(rows, key=lambda row: (-(row.n_in + row.n_out), row.partner))


def _pagerank(graph: nx.DiGraph[str]) -> NDArray[np.float64]:
    """The chance of each node, in the order of the graph: what one more step leaves as it is.

    networkx has this too, and asks for scipy, which weighs more than all else that draws.

    >>> _pagerank(nx.DiGraph([("A", "B")])).round(3).tolist()
    [0.351, 0.649]
    """
    if not len(graph):
        return np.zeros(0)
    step = np.asarray(nx.google_matrix(graph, weight="n"))
    values, vectors = np.linalg.eig(step.T)
    chances = np.abs(vectors[:, values.real.argmax()])
    shares: NDArray[np.float64] = chances / chances.sum()
    return shares


def write_centrality(network: Network, folder: Path) -> Path:
    """The table as CSV."""
    rows = (row._replace(partner=clean(row.partner)) for row in partner_centrality(network))
    return write_csv(folder / FILE, Centrality._fields, (row._asdict() for row in rows))
