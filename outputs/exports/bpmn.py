"""The dominant routes of the rebuilt journeys as a BPMN 2.0 model: `klantreizen.bpmn`.

A pool with a lane per partner, a task per activity at a partner, exclusive gateways where paths part or
meet. Which flows are shown: `outputs.exports.bpmn_choice`. The model says in its own documentation how
many journeys fit in it; it describes what happened, and is no model of how it ought to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from journeys.errors import said
from outputs.exports.bpmn_choice import choose, flows
from outputs.exports.bpmn_graph import graph
from outputs.exports.bpmn_layout import places
from outputs.exports.files import legal, replacing
from outputs.words import DUTCH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.exports.bpmn_arrows import Box, Point
    from outputs.exports.bpmn_choice import Choice
    from outputs.exports.bpmn_graph import Graph
    from outputs.exports.bpmn_layout import Places
    from outputs.reader import Reader

FILE: Final = "klantreizen.bpmn"
COVERAGE: Final = 0.8
MAX_FLOWS: Final = 80

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NAMESPACES: Final = {
    "xmlns": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
}


def write_bpmn(
    connection: Engine,
    path: Path,
    *,
    coverage: float = COVERAGE,
    max_flows: int = MAX_FLOWS,
) -> Choice:
    """Write a model of the dominant routes of a run.

    Args:
        connection: with the run's `events`.
        path: of the model. It is there when all of it is, and not before.
        coverage: the share of the journeys that should fit, 0 … 1.
        max_flows: no more flows than this, though less than `coverage` fits.

    Returns:
        What the model shows, and how many journeys fit in it.

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    chosen = choose(flows(connection), coverage=coverage, max_flows=max_flows)
    process = graph(chosen.flows)
    document = _document(chosen, process, places(process))
    with replacing(path) as coming:
        coming.write_bytes(document)
    return chosen


def coverage_words(chosen: Choice, reader: Reader = DUTCH) -> str:
    """How much of a run a model shows."""
    return reader.sentence(
        said(
            "{fitting} of the {journeys} journeys ({share}) fit in this model from begin to end. It shows"
            " {shown} of the {flows} flows ({steps} of all steps).",
            fitting=reader.number(chosen.n_fitting),
            journeys=reader.number(chosen.n_journeys),
            share=reader.share(chosen.n_fitting, chosen.n_journeys),
            shown=reader.number(len(chosen.flows)),
            flows=reader.number(chosen.n_flows),
            steps=reader.share(chosen.n_steps, chosen.n_all_steps),
        )
    )


def _document(chosen: Choice, process: Graph, where: Places) -> bytes:
    root = ET.Element(
        "definitions",
        {
            **NAMESPACES,
            "id": "klantreizen",
            "targetNamespace": "urn:klantreis",
            "exporter": "klantreis",
        },
    )
    pool = ET.SubElement(root, "collaboration", {"id": "samenwerking"})
    ET.SubElement(
        pool, "participant", {"id": "keten", "name": "Klantreizen", "processRef": "proces"}
    )
    _process(root, chosen, process)
    _diagram(root, process, where)
    ET.indent(root, " ")
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _process(root: ET.Element, chosen: Choice, process: Graph) -> None:
    """Lanes, nodes and arrows, in the order of the standard's schema."""
    parent = ET.SubElement(
        root, "process", {"id": "proces", "name": "Klantreizen", "isExecutable": "false"}
    )
    ET.SubElement(parent, "documentation").text = coverage_words(chosen)
    _lanes(parent, process)
    for node in process.nodes:
        more = {"name": legal(node.name)} if node.name else {}
        if node.direction:
            more["gatewayDirection"] = node.direction
        element = ET.SubElement(parent, node.kind, {"id": node.key, **more})
        _refer(element, "incoming", [a.key for a in process.arrows if a.target == node.key])
        _refer(element, "outgoing", [a.key for a in process.arrows if a.source == node.key])
    for arrow in process.arrows:
        more = {"name": arrow.name} if arrow.name else {}
        ends = {"sourceRef": arrow.source, "targetRef": arrow.target}
        ET.SubElement(parent, "sequenceFlow", {"id": arrow.key, **more, **ends})


def _lanes(parent: ET.Element, process: Graph) -> None:
    if not process.lanes:
        return
    lanes = ET.SubElement(parent, "laneSet", {"id": "banen"})
    for key, name in process.lanes.items():
        lane = ET.SubElement(lanes, "lane", {"id": key, "name": legal(name)})
        _refer(lane, "flowNodeRef", [node.key for node in process.nodes if node.lane == key])


def _refer(parent: ET.Element, tag: str, keys: Iterable[str]) -> None:
    for key in keys:
        ET.SubElement(parent, tag).text = key


def _diagram(root: ET.Element, process: Graph, where: Places) -> None:
    """Where it all stands."""
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", {"id": "tekening"})
    plane = ET.SubElement(
        diagram, "bpmndi:BPMNPlane", {"id": "vlak", "bpmnElement": "samenwerking"}
    )
    _shape(plane, "keten", where.pool, is_wide=True)
    for key, box in where.lanes.items():
        _shape(plane, key, box, is_wide=True)
    for node in process.nodes:
        _shape(plane, node.key, where.nodes[node.key])
    for arrow in process.arrows:
        edge = ET.SubElement(
            plane, "bpmndi:BPMNEdge", {"id": f"{arrow.key}_lijn", "bpmnElement": arrow.key}
        )
        for point in where.arrows[arrow.key]:
            ET.SubElement(edge, "di:waypoint", _at(point))


def _shape(plane: ET.Element, key: str, box: Box, *, is_wide: bool = False) -> None:
    more = {"isHorizontal": "true"} if is_wide else {}
    shape = ET.SubElement(
        plane, "bpmndi:BPMNShape", {"id": f"{key}_vorm", "bpmnElement": key, **more}
    )
    size = {"width": f"{box[2]:g}", "height": f"{box[3]:g}"}
    ET.SubElement(shape, "dc:Bounds", {**_at(box[:2]), **size})


def _at(point: Point) -> dict[str, str]:
    return {"x": f"{point[0]:g}", "y": f"{point[1]:g}"}
