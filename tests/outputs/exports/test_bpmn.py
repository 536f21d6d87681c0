"""BPMN: a model that the standard's schema takes, and in which just the journeys that it says fit."""

from __future__ import annotations

import random
from collections import Counter
from importlib.resources import as_file, files
from itertools import pairwise

import pytest
from exported import FORBIDDEN, HOSTILE, as_activities, hostile_rows, odd_rows, written
from literal import record
from lxml import etree

from outputs.exports.bpmn import coverage_words, write_bpmn
from outputs.exports.bpmn_choice import BpmnPlace, Flow, choose, flows
from outputs.exports.bpmn_graph import UNKNOWN_PARTNER, graph
from outputs.exports.files import legal
from outputs.run_tables import open_tables

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"


def export(rows, folder, **options):
    tables, path = written(rows, folder)
    with open_tables(path, ["events"]) as connection:
        chosen = write_bpmn(connection, folder / "k.bpmn", **options)
    return tables, chosen, etree.parse(folder / "k.bpmn").getroot()


def journeys(tables):
    """Each journey's places in order: (partner, activity)."""
    found = {}
    for event in sorted(tables["events"], key=lambda event: (event["journey_id"], event["seq"])):
        found.setdefault(event["journey_id"], []).append((event["partner"], event["activity"]))
    return found


def routed_rows(seed, n=60):
    """Journeys along a few routes, most along the first; an activity is at one partner alone."""
    draw = random.Random(seed)
    steps = [("A", f"a{i}") for i in range(3)] + [("B", f"b{i}") for i in range(3)] + [(None, "x")]
    routes = [draw.choices(steps, k=draw.randint(1, 6)) for _ in range(8)]
    rows = []
    for case in range(n):
        route = routes[min(int(draw.expovariate(0.7)), len(routes) - 1)]
        for partner, activity in route:
            n_row = len(rows) + 1
            rows.append(
                record(n_row, event_id=f"e{n_row:05}", case_id=f"k{case}", partner=partner,
                       activity_source=activity)
            )  # fmt: skip
    return rows


def language(root):
    """What can follow what, gateways passed over: pairs of (lane, task), None for begin and end."""
    lanes = {
        ref.text: lane.get("name")
        for lane in root.iter(f"{B}lane")
        for ref in lane.iter(f"{B}flowNodeRef")
    }
    lanes = {key: None if name == "partner onbekend" else name for key, name in lanes.items()}
    names = {
        task.get("id"): (lanes[task.get("id")], task.get("name", ""))
        for task in root.iter(f"{B}task")
    }
    names |= {root.find(f".//{B}{end}").get("id"): None for end in ("startEvent", "endEvent")}
    after = {}
    for flow in root.iter(f"{B}sequenceFlow"):
        after.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))

    def reached(key):
        for each in after.get(key, ()):
            if each in names:
                yield names[each]
            else:
                yield from reached(each)

    found = [(name, each) for key, name in names.items() for each in reached(key)]
    assert len(found) == len(set(found)), "a flow is there twice"
    return set(found)


def hops(route):
    return list(pairwise([None, *route, None]))


@pytest.mark.parametrize("seed", range(6))
def test_a_model_holds_just_the_flows_of_the_journeys_that_fit(tmp_path, seed):
    coverage = (0.3, 0.5, 0.8, 0.9, 1.0, 0.0)[seed]
    tables, chosen, root = export(routed_rows(seed), tmp_path, coverage=coverage)
    routes = list(journeys(tables).values())
    shown = language(root)
    fitting = [route for route in routes if set(hops(route)) <= shown]
    assert (chosen.n_fitting, chosen.n_journeys) == (len(fitting), len(routes))
    assert len(fitting) >= max(1, coverage * len(routes))
    assert shown == {hop for route in fitting for hop in hops(route)}
    every = Counter(hop for route in routes for hop in hops(route))
    steps = {hop: n for hop, n in every.items() if None not in hop}
    assert (len(shown), chosen.n_flows) == (len(chosen.flows), len(every))
    assert chosen.n_steps == sum(n for hop, n in steps.items() if hop in shown)
    assert chosen.n_all_steps == sum(steps.values())


def test_no_fewer_of_the_busiest_flows_would_do(tmp_path):
    tables, chosen, _ = export(routed_rows(3), tmp_path, coverage=0.6)
    routes = list(journeys(tables).values())
    with_flow = Counter(hop for route in routes for hop in set(hops(route)))
    often = Counter(hop for route in routes for hop in hops(route))
    ranked = sorted(
        with_flow,
        key=lambda hop: (
            -with_flow[hop], -often[hop], hop[0] is not None, hop[1] is None,
            *(part for place in hop for part in ((place or (None,))[0] is not None, place or ())),
        ),
    )  # fmt: skip
    busiest, n = set(), 0
    while n < 0.6 * len(routes):
        busiest.add(ranked[len(busiest)])
        n = sum(set(hops(route)) <= busiest for route in routes)
    assert chosen.n_fitting == n


def test_a_drawing_that_could_not_be_read_shows_less_and_says_so(tmp_path):
    _, chosen, root = export(routed_rows(1), tmp_path, coverage=1.0, max_flows=6)
    assert len(chosen.flows) <= 6
    assert 0 < chosen.n_fitting < chosen.n_journeys
    assert root.find(f".//{B}documentation").text == coverage_words(chosen)
    assert f"passen {chosen.n_fitting} van de {chosen.n_journeys} klantreizen" in coverage_words(
        chosen
    )


def test_a_journey_always_fits_however_few_flows_there_is_room_for(tmp_path):
    _, chosen, _ = export(routed_rows(2), tmp_path, max_flows=1)
    assert chosen.n_fitting >= 1


@pytest.mark.parametrize("rows", [[], odd_rows(), hostile_rows(), routed_rows(4)], ids=[
    "no event", "odd rows", "hostile names", "routes",
])  # fmt: skip
def test_the_standards_schema_takes_a_model(tmp_path, rows):
    pytest.importorskip("SpiffWorkflow")
    with as_file(files("SpiffWorkflow.bpmn.parser") / "schema") as folder:
        schema = etree.XMLSchema(etree.parse(folder / "BPMN20.xsd"))
    _, _, root = export(rows, tmp_path, coverage=1.0)
    schema.assertValid(root)


def test_pm4py_reads_a_model_and_replays_just_the_journeys_that_fit(tmp_path):
    pm4py = pytest.importorskip("pm4py")
    import pandas as pd

    pm4py.util.constants.SHOW_PROGRESS_BAR = False
    tables, chosen, root = export(routed_rows(5), tmp_path, coverage=0.7)
    model = pm4py.read_bpmn(str(tmp_path / "k.bpmn"))
    assert {node.get_name() for node in model.get_nodes() if type(node).__name__ == "Task"} == {
        activity for _, activity in {place for hop in language(root) for place in hop if place}
    }
    net, begin, end = pm4py.convert_to_petri_net(model)
    log = pd.DataFrame(
        {
            "case:concept:name": [event["journey_id"] for event in tables["events"]],
            "concept:name": [event["activity"] for event in tables["events"]],
            "time:timestamp": pd.to_datetime([event["started_at"] for event in tables["events"]]),
        }
    )
    replayed = pm4py.conformance_diagnostics_token_based_replay(log, net, begin, end)
    fits = [each["trace_is_fit"] for each in replayed]
    assert (sum(fits), len(fits)) == (chosen.n_fitting, chosen.n_journeys)
    routes = list(journeys(tables).values())
    assert fits == [set(hops(route)) <= language(root) for route in routes]


def test_gateways_part_and_meet_and_everything_is_told_both_ways(tmp_path):
    _, _, root = export(routed_rows(4), tmp_path, coverage=1.0)
    into, out = Counter(), Counter()
    for flow in root.iter(f"{B}sequenceFlow"):
        into[flow.get("targetRef")] += 1
        out[flow.get("sourceRef")] += 1
    for kind in ("task", "exclusiveGateway", "startEvent", "endEvent"):
        for node in root.iter(f"{B}{kind}"):
            key = node.get("id")
            assert (len(node.findall(f"{B}incoming")), len(node.findall(f"{B}outgoing"))) == (
                into[key],
                out[key],
            )
            if kind == "exclusiveGateway":
                converging = node.get("gatewayDirection") == "Converging"
                assert (into[key] > 1, out[key] > 1) == (converging, not converging)
            else:
                assert into[key] <= 1
                assert out[key] <= 1


def boxes(root):
    """Each shape's left, top, right and bottom."""
    found = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        at = {k: float(v) for k, v in shape.find(f"{DC}Bounds").attrib.items()}
        found[shape.get("bpmnElement")] = (
            at["x"],
            at["y"],
            at["x"] + at["width"],
            at["y"] + at["height"],
        )
    return found


@pytest.mark.parametrize("rows", [odd_rows(), routed_rows(4), routed_rows(0)])
def test_every_node_stands_in_its_lane_and_no_two_overlap(tmp_path, rows):
    _, _, root = export(rows, tmp_path, coverage=1.0)
    at = boxes(root)
    lanes = {lane.get("id"): [ref.text for ref in lane] for lane in root.iter(f"{B}lane")}
    assert sorted(each for mine in lanes.values() for each in mine) == sorted(
        at.keys() - lanes.keys() - {"keten"}
    )
    for lane, mine in lanes.items():
        for each in (*mine, lane):
            outer = at[lane] if each != lane else at["keten"]
            assert outer[0] <= at[each][0] < at[each][2] <= outer[2]
            assert outer[1] <= at[each][1] < at[each][3] <= outer[3]
    for group in (list(lanes), [each for mine in lanes.values() for each in mine]):
        for n, one in enumerate(group):
            for other in group[:n]:
                a, b = at[one], at[other]
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


def test_hostile_names_come_back_as_they_were(tmp_path):
    _, _, root = export(hostile_rows(), tmp_path, coverage=1.0, max_flows=999)
    names = [*HOSTILE, FORBIDDEN]
    activities = {legal(name) for name in as_activities(names)}
    assert {task.get("name") for task in root.iter(f"{B}task")} == activities
    assert {lane.get("name") for lane in root.iter(f"{B}lane")} == set(map(legal, names))


def test_the_same_tables_give_the_same_bytes(tmp_path):
    export(routed_rows(4), tmp_path)
    first = (tmp_path / "k.bpmn").read_bytes()
    with open_tables(tmp_path / "tables", ["events"]) as connection:
        write_bpmn(connection, tmp_path / "k.bpmn")
    assert (tmp_path / "k.bpmn").read_bytes() == first


def test_partners_that_come_equally_early_stand_by_name():
    names = ["Politie", "GGZ", "Wijkteam", "School", "Aanbieder", "Veilig Thuis", None]
    chosen = [Flow(None, BpmnPlace(name, "gesprek"), 3, 1.0, 1, 1) for name in names]
    by_name = sorted(name or "" for name in names)
    assert list(graph(chosen).lanes.values()) == [UNKNOWN_PARTNER, *by_name[1:]]


def test_what_is_chosen_depends_on_no_order_of_the_rows(tmp_path):
    rows = routed_rows(4)
    shuffled = random.Random(1).sample(rows, len(rows))
    found = []
    for n, each in enumerate((rows, shuffled)):
        written(each, tmp_path / str(n))
        with open_tables(tmp_path / str(n) / "tables", ["events"]) as connection:
            found.append(choose(flows(connection), coverage=0.8, max_flows=80))
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(3))
def test_no_arrow_runs_through_a_node_and_each_ends_at_its_own(tmp_path, seed):
    _, _, root = export(routed_rows(seed), tmp_path, coverage=1.0)
    at = boxes(root)
    nodes = {ref.text: at[ref.text] for ref in root.iter(f"{B}flowNodeRef")}
    ends = {
        flow.get("id"): (flow.get("sourceRef"), flow.get("targetRef"))
        for flow in root.iter(f"{B}sequenceFlow")
    }
    for edge in root.iter(f"{DI}BPMNEdge"):
        points = [(float(p.get("x")), float(p.get("y"))) for p in edge.iter(f"{DD}waypoint")]
        source, target = ends[edge.get("bpmnElement")]
        assert points[0] == (nodes[source][2], (nodes[source][1] + nodes[source][3]) / 2)
        assert points[-1] == (nodes[target][0], (nodes[target][1] + nodes[target][3]) / 2)
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2
            for key, (left, top, right, bottom) in nodes.items():
                inside = (
                    min(x1, x2) < right
                    and max(x1, x2) > left
                    and min(y1, y2) < bottom
                    and max(y1, y2) > top
                )
                assert not inside, (edge.get("bpmnElement"), key)
