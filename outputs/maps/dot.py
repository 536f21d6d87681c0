"""A map as DOT, for those who want to draw it their own way.

Every word is escaped: DOT reads backslashes, HTML entities and a label in angle brackets as its own
language. Boxes are called n1, n2 …, so that no name out of the data is ever a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import graphviz

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outputs.maps.scene import Edge, LegendGroup, Node, Scene

_STYLES: Final = {
    "solid": "solid",
    "dashed": "dashed",
    "dashdot": "dashed",
    "double": "solid",
    "thin": "dotted",
}


def dot(scene: Scene) -> str:
    """The whole map, its explanations in the label of the graph."""
    words = [scene.title, scene.subtitle, *scene.message, *scene.notes]
    words += [line for group in scene.legend for line in _legend(group)]
    graph = graphviz.Digraph(
        scene.name,
        graph_attr={"label": label(words), "labelloc": "t", "fontname": "Helvetica"},
        node_attr={"shape": "box", "fontname": "Helvetica", "fontsize": "10"},
        edge_attr={"fontname": "Helvetica", "fontsize": "10"},
    )
    for cluster in scene.clusters:
        with graph.subgraph(name=f"cluster_{cluster.key}") as frame:
            frame.attr(label=label([cluster.title, cluster.line]), labeljust="l")
            _nodes(frame, (node for node in scene.nodes if node.cluster == cluster.key))
    _nodes(graph, (node for node in scene.nodes if node.cluster is None))
    for edge in scene.edges:
        _edge(graph, edge)
    return str(graph.source)


def label(lines: Iterable[str]) -> str:
    r"""Lines as one DOT label in which nothing has a meaning of its own.

    >>> label([r"<b>A &lt; \N</b>", "B"])
    '<b>A &amp;lt; \\\\N</b>\\nB'
    """
    escaped = (graphviz.escape(line.replace("&", "&amp;")) for line in lines if line)
    quoted: str = graphviz.nohtml("\\n".join(escaped))
    return quoted


def _nodes(graph: graphviz.Digraph, nodes: Iterable[Node]) -> None:
    for node in nodes:
        marks = [line for mark in node.marks for line in mark.lines]
        words = label([*node.title, *node.lines, *marks])
        shape = {"shape": "oval"} if node.shape == "end" else {}
        graph.node(node.key, label=words, **shape)


def _edge(graph: graphviz.Digraph, edge: Edge) -> None:
    colour = edge.line.colour
    double = edge.line.stroke == "double"
    graph.edge(
        edge.source,
        edge.target,
        label=label(line for mark in edge.marks for line in mark.lines),
        color=f"{colour}:white:{colour}" if double else colour,
        style=_STYLES[edge.line.stroke],
        arrowhead="empty" if edge.line.head == "open" else "normal",
        penwidth="1.3" if double else str(edge.line.width),
        weight=str(max(1, edge.n)),
    )


def _legend(group: LegendGroup) -> list[str]:
    """A group's heading and words, with what its line looks like."""
    lines = [f"{group.title}:"]
    for item in group.items:
        sample = ""
        if item.line:
            sample = f"{item.line.stroke}, {item.line.head}, {item.line.colour}: "
        elif item.mark:
            sample = f"{' '.join(item.mark.lines)}: "
        lines.append(f"- {sample}{item.words}")
    return lines
