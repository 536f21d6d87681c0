"""A BPMN model as nodes and sequence flows: a task per place, and gateways where paths part or meet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from outputs.maps.text import UNKNOWN_PARTNER
from outputs.words import number_nl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.exports.bpmn_choice import BpmnPlace, Flow

Kind = Literal["startEvent", "endEvent", "task", "exclusiveGateway"]
SIZES: Final[dict[Kind, tuple[float, float]]] = {
    "startEvent": (36, 36),
    "endEvent": (36, 36),
    "task": (110, 80),
    "exclusiveGateway": (50, 50),
}
"""Width and height, as editors draw them."""


@dataclass(frozen=True)
class BpmnNode:
    """A node of the process.

    Attributes:
        key: its id; never a name out of the data.
        kind: the name of its element.
        lane: the key of the lane that it stands in.
        order: early ones have a lower one.
        name: what is written on it.
        direction: of a gateway: `Diverging` or `Converging`.
    """

    key: str
    kind: Kind
    lane: str
    order: float
    name: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Arrow:
    """A sequence flow; `name` says how often it is taken."""

    key: str
    source: str
    target: str
    n: int
    name: str = ""


@dataclass(frozen=True)
class Graph:
    """A process: its lanes (key to name), nodes and arrows."""

    lanes: dict[str, str]
    nodes: tuple[BpmnNode, ...]
    arrows: tuple[Arrow, ...]


def graph(flows: Sequence[Flow]) -> Graph:
    """The process in which just these flows can follow each other.

    Every choice is exclusive: a journey takes one path. Between two tasks stands the gateway where paths
    part, and the one where they meet; nothing else, so that what can follow is what the flows say.
    """
    before: dict[BpmnPlace, float] = {}
    for flow in flows:
        if flow.target:
            before[flow.target] = min(before.get(flow.target, flow.mean_seq), flow.mean_seq)
    places = sorted(before, key=lambda place: (before[place], place.partner or "", place.activity))
    partners = dict.fromkeys(place.partner for place in places)
    lanes = {partner: f"baan_{n}" for n, partner in enumerate(partners, start=1)}
    keys: dict[BpmnPlace | None, str] = {
        place: f"taak_{n}" for n, place in enumerate(places, start=1)
    }
    nodes = [BpmnNode(keys[p], "task", lanes[p.partner], before[p], p.activity) for p in places]
    first = _busiest(flows, begins=True)
    last = _busiest(flows, begins=False)
    early, late = -1.0, max(before.values(), default=0.0) + 1
    nodes.insert(
        0, BpmnNode("begin", "startEvent", lanes[first.partner] if first else "", early, "Begin")
    )
    nodes.append(BpmnNode("einde", "endEvent", lanes[last.partner] if last else "", late, "Einde"))
    ways = [(keys.get(f.source, "begin"), keys.get(f.target, "einde"), f.n) for f in flows]
    return Graph(
        {key: UNKNOWN_PARTNER if partner is None else partner for partner, key in lanes.items()},
        *_with_gateways(nodes, ways or [("begin", "einde", 0)]),
    )


def _busiest(flows: Sequence[Flow], *, begins: bool) -> BpmnPlace | None:
    """Where most journeys begin, or end."""
    for flow in sorted(flows, key=lambda flow: -flow.n):
        if begins and flow.source is None:
            return flow.target
        if not begins and flow.target is None:
            return flow.source
    return None


def _with_gateways(
    nodes: Sequence[BpmnNode], ways: Sequence[tuple[str, str, int]]
) -> tuple[tuple[BpmnNode, ...], tuple[Arrow, ...]]:
    """The nodes with a gateway behind each that several arrows leave, and before each that several reach."""
    out_of: defaultdict[str, int] = defaultdict(int)
    into: defaultdict[str, int] = defaultdict(int)
    passing: defaultdict[str, int] = defaultdict(int)
    for source, target, n in ways:
        out_of[source] += 1
        into[target] += 1
        passing[target] += n
    parts: list[BpmnNode] = []
    inner: list[tuple[str, str, int]] = []
    begins: dict[str, str] = {}
    ends: dict[str, str] = {}
    for node in nodes:
        begins[node.key] = ends[node.key] = node.key
        if into[node.key] > 1:
            begins[node.key] = f"{node.key}_samen"
            gate = (node.order - 0.1, "", "Converging")
            parts.append(BpmnNode(begins[node.key], "exclusiveGateway", node.lane, *gate))
            inner.append((begins[node.key], node.key, passing[node.key]))
        parts.append(node)
        if out_of[node.key] > 1:
            ends[node.key] = f"{node.key}_keuze"
            gate = (node.order + 0.1, "", "Diverging")
            parts.append(BpmnNode(ends[node.key], "exclusiveGateway", node.lane, *gate))
            inner.append((node.key, ends[node.key], passing[node.key]))
    arrows = [(ends[a], begins[b], n, f"{number_nl(n)}×" if n else "") for a, b, n in ways]
    arrows += [(a, b, n, "") for a, b, n in inner]
    return tuple(parts), tuple(
        Arrow(f"pijl_{at}", *arrow) for at, arrow in enumerate(arrows, start=1)
    )
