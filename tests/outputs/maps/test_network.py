"""Who hands over to whom, how central each partner is, and where the regie goes."""

from __future__ import annotations

import csv
import random
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx
import pytest
from brute_force import tables_of
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models

from journeys.inputs import Term
from outputs.errors import OutputError
from outputs.maps.centrality import partner_centrality, write_centrality
from outputs.maps.network import Network, Pass, read_network
from outputs.maps.network_map import partner_scene
from outputs.maps.options import MapOptions
from outputs.maps.regie import read_regie
from outputs.maps.regie_map import regie_scene
from outputs.maps.tables import NEEDED, open_tables
from outputs.queries import SHARED
from outputs.words import number_nl

ALL = MapOptions(max_edges=9_999, max_partners=999, max_wait_marks=999)


def asked(rows, folder, question):
    run_models(rows, folder, NEEDED)
    with open_tables(folder / "tables", memory="1GB") as opened:
        return question(opened)


def journey(case, *stays):
    """A record a day for each (partner, regisseur, …) of one journey."""
    return [
        record(
            n,
            event_id=f"{case}{n}",
            case_id=case,
            **dict(zip(("partner", "regisseur", "regisseur_role", "kind"), stay, strict=False)),
        )
        for n, stay in enumerate(stays, 1)
    ]


def words(scene):
    """A map's boxes by what they say, and its lines by the names at their ends."""
    names = {node.key: " ".join(node.title) for node in scene.nodes}
    boxes = {names[node.key]: (*node.lines, *marks(node)) for node in scene.nodes}
    lines = {(names[e.source], names[e.target]): e for e in scene.edges}
    assert len(lines) == len(scene.edges)
    return boxes, lines


def marks(item):
    return [" ".join(mark.lines) for mark in item.marks]


def passes(**pairs):
    """AB=3: three handovers from A to B."""
    return tuple(Pass(pair[0], pair[1], n, n) for pair, n in pairs.items())


# The partnernetwerk


def test_where_work_also_comes_back_the_line_is_double_and_says_how_often(tmp_path):
    rows = [
        *journey("c", ("A",), ("B",), ("A",), ("B",)),
        *journey("d", ("A",), ("C",)),
        *journey("e", ("C",)),
    ]
    network = asked(rows, tmp_path, read_network)
    boxes, lines = words(partner_scene(network, ALL))
    assert boxes == {
        "A": ("2 klantreizen", "in 1×, uit 3×"),
        "B": ("1 klantreis", "in 2×, uit 1×"),
        "C": ("2 klantreizen", "in 1×, uit 0×"),
    }
    assert {
        ends: (edge.line.stroke, edge.line.head, marks(edge)) for ends, edge in lines.items()
    } == {
        ("A", "B"): ("double", "open", ["2×", "1 klantreis 2 d", "terug 1×"]),
        ("B", "A"): ("double", "open", ["1×", "1 klantreis 1 d", "terug 1×"]),
        ("A", "C"): ("solid", "filled", ["1×", "1 klantreis 1 d"]),
    }


def test_a_return_by_another_way_is_no_pingpong_of_a_pair(tmp_path):
    network = asked(journey("c", ("A",), ("B",), ("C",), ("A",)), tmp_path, read_network)
    _, lines = words(partner_scene(network, ALL))
    assert {ends: (edge.line.stroke, marks(edge)[2:]) for ends, edge in lines.items()} == {
        ("A", "B"): ("solid", []),
        ("B", "C"): ("solid", []),
        ("C", "A"): ("solid", ["terug 1×"]),
    }


def test_lines_and_partners_that_do_not_fit_are_counted_in_the_notes():
    """A chain of busy pairs: of 6 partners and 7 lines, 3 and fewer are shown."""
    network = Network(
        dict.fromkeys("ABCDEFXYZW", 1), passes(AB=90, BA=5, BC=50, CD=4, DE=3, EF=2, FA=1)
    )
    scene = partner_scene(network, MapOptions(max_partners=3, max_edges=2))
    boxes, lines = words(scene)
    hidden = 155 - sum(edge.n for edge in lines.values())
    assert (len(boxes), len(lines)) == (3, 2)
    assert scene.notes == [
        "Niet getoond: 3 van de 6 partners.",
        f"Niet getoond: 5 van de 7 lijnen ({hidden / 155 * 100:.0f} % van de overdrachten,"
        " 0 % van de wachttijd).",
        "Zonder overdrachten, en dus niet op de kaart: W, X, Y en 1 andere.",
    ]
    assert partner_scene(Network({}, network.passes), ALL).notes == [
        "Niets: alle partners en alle overdrachten staan op de kaart."
    ]


def test_a_line_whose_way_back_is_not_shown_is_still_a_pingpong():
    network = Network({"A": 1, "B": 1}, passes(AB=9, BA=1))
    _, lines = words(partner_scene(network, MapOptions(max_edges=1)))
    assert {ends: edge.line.stroke for ends, edge in lines.items()} == {("A", "B"): "double"}


@pytest.mark.parametrize("seed", range(3))
def test_passes_say_what_counting_the_handovers_by_hand_says(tmp_path, seed):
    chance = random.Random(seed)
    rows = []
    for case in range(40):
        names = [(chance.choice([None, *"ABC"]),) for _ in range(chance.randint(1, 8))]
        rows += journey(f"{case}-", *names)
    folder = tmp_path / "run"
    made = run_models(rows, folder, NEEDED)
    with open_tables(folder / "tables", memory="1GB") as opened:
        network = read_network(opened)
    brute = tables_of(made["events"])
    assert sorted(
        (p.from_partner, p.to_partner, p.n, p.n_returns, p.wait_us) for p in network.passes
    ) == sorted(
        (f["from_partner"], f["to_partner"], f["n"], f["n_returns"], round(f["total_idle_s"] * 1e6))
        for f in brute["partner_flows"]
    )


# How central each partner is


def shortest_by_hand(graph, lengths, source, target):
    """All shortest ways between two, by trying every way there is."""
    inside = [name for name in graph if name not in (source, target)]
    ways = {}
    for size in range(len(inside) + 1):
        for between in permutations(inside, size):
            way = (source, *between, target)
            steps = list(pairwise(way))
            if all(step in lengths for step in steps):
                ways[way] = sum(lengths[step] for step in steps)
    return [way for way, length in ways.items() if length == min(ways.values())]


def betweenness_by_hand(names, given):
    lengths = {(p.from_partner, p.to_partner): Fraction(1, p.n) for p in given}
    total = dict.fromkeys(names, Fraction(0))
    for source, target in permutations(names, 2):
        shortest = shortest_by_hand(names, lengths, source, target)
        for name in set(names) - {source, target}:
            if shortest:
                total[name] += Fraction(sum(name in way for way in shortest), len(shortest))
    others = (len(names) - 1) * (len(names) - 2)
    return {name: float(value / others) for name, value in total.items()}


def pagerank_by_hand(names, given, damping=0.85):
    rank = dict.fromkeys(names, 1 / len(names))
    out = {name: sum(p.n for p in given if p.from_partner == name) for name in names}
    for _ in range(200):
        lost = sum(rank[name] for name in names if not out[name])
        rank = {
            name: (1 - damping + damping * lost) / len(names)
            + damping
            * sum(
                rank[p.from_partner] * p.n / out[p.from_partner]
                for p in given
                if p.to_partner == name
            )
            for name in names
        }
    return rank


def random_network(seed):
    chance = random.Random(seed)
    names = "ABCDEF"[: chance.randint(3, 6)]
    pairs = [pair for pair in permutations(names, 2) if chance.random() < 0.4]
    return Network(
        dict.fromkeys(names, 1),
        tuple(Pass(a, b, n := chance.randint(1, 9), n) for a, b in pairs),
    )


@pytest.mark.parametrize("seed", range(12))
def test_centrality_is_what_trying_every_way_and_walking_by_hand_give(seed):
    network = random_network(seed)
    names = sorted(network.partners)
    found = partner_centrality(network)
    assert {row.partner: row.betweenness for row in found} == pytest.approx(
        betweenness_by_hand(names, network.passes), abs=2e-6
    )
    assert {row.partner: row.pagerank for row in found} == pytest.approx(
        pagerank_by_hand(names, network.passes), abs=1e-5
    )


def test_centrality_is_what_networkx_gives_when_asked_directly():
    network = random_network(4)
    graph = nx.DiGraph()
    graph.add_nodes_from(network.partners)
    graph.add_weighted_edges_from((p.from_partner, p.to_partner, p.n) for p in network.passes)
    for _, _, found in graph.edges(data=True):
        found["far"] = 1 / found["weight"]
    total = sum(p.n for p in network.passes)
    between, rank = nx.betweenness_centrality(graph, weight="far"), nx.pagerank(graph)
    found = {row.partner: row[1:] for row in partner_centrality(network)}
    for name in network.partners:
        into = sum(p.n for p in network.passes if p.to_partner == name)
        out = sum(p.n for p in network.passes if p.from_partner == name)
        assert found[name] == pytest.approx(
            (into, out, into / total, out / total, between[name], rank[name]), abs=1e-6
        )


def test_the_one_over_whom_all_work_goes_is_the_most_central(tmp_path):
    """A and C know each other, but so seldom that the way over B is the shorter one."""
    network = Network({"A": 9, "B": 9, "C": 9, "D": 1}, passes(AB=4, BC=4, AC=1))
    write_centrality(network, tmp_path)
    text = (tmp_path / "partnercentraliteit.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    columns = ["partner", "n_in", "n_out", "in_share", "out_share", "betweenness"]
    assert [[row[column] for column in columns] for row in rows] == [
        ["B", "4", "4", "0,444444", "0,444444", "0,166667"],
        ["A", "0", "5", "0,0", "0,555556", "0,0"],
        ["C", "5", "0", "0,555556", "0,0", "0,0"],
        ["D", "0", "0", "0,0", "0,0", "0,0"],
    ]
    ranks = [float(row["pagerank"].replace(",", ".")) for row in rows]
    assert sum(ranks) == pytest.approx(1, abs=1e-5)
    assert max(ranks) == ranks[2]


def test_without_partners_the_table_has_its_header_alone(tmp_path):
    write_centrality(Network({}, ()), tmp_path)
    assert (tmp_path / "partnercentraliteit.csv").read_text("utf-8-sig").splitlines() == [
        "partner;n_in;n_out;in_share;out_share;betweenness;pagerank"
    ]


@pytest.mark.parametrize(
    "name", ["=cmd()", "+1", "-1", "@x", "\t=1", "\u200b=1", "\u202e=1", "\x00=1", "\r\n=1"]
)
def test_a_partner_whose_name_is_a_formula_is_a_text_in_the_table(tmp_path, name):
    write_centrality(Network({name: 1, 'a;"b"': 1}, ()), tmp_path)
    text = (tmp_path / "partnercentraliteit.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    names = [row["partner"] for row in rows]
    assert sorted(names) == sorted(["'" + name.strip("\t\r\n\u200b\u202e\x00"), 'a;"b"'])


# The regiekaart


def test_changes_go_from_home_to_home_and_say_where_there_was_a_gap(tmp_path):
    day = timedelta(days=1)

    def named(case, n, partner, regisseur, role, **more):
        moment = at("2024-01-01") + n * day
        given = {"partner": partner, "regisseur": regisseur, "regisseur_role": role}
        return record(n, event_id=f"{case}{n}", case_id=case, started_at=moment, **given, **more)

    rows = [
        named("c", 1, "A", "x", "r"),
        named("c", 2, "A", "x", "r", activity_source="einde"),
        named("c", 9, "B", "y", "r"),
        named("c", 12, "A", "x", "r"),
        named("d", 1, "A", "x", "r"),
        named("d", 3, "B", "y", "r"),
        named("e", 1, "A", "x", "r"),
        named("e", 2, "A", "z", "r"),
        named("f", 1, "B", None, None),
        named("g", 1, None, "v", None),
    ]
    terms = [Term("s", "einde", "einde", "regie_einde")]
    run_models(rows, tmp_path, NEEDED, vocabulary=terms)
    with open_tables(tmp_path / "tables", memory="1GB") as opened:
        held = read_regie(opened)
    scene = regie_scene(held, ALL)
    boxes, lines = words(scene)
    assert boxes == {
        "A, r": ("5 regieperiodes", "2 regisseurs; begint 3×", "wisselt hier 1×"),
        "B, r": ("2 regieperiodes", "1 regisseur; begint 0×"),
    }
    assert {
        ends: (edge.line.stroke, edge.line.head, marks(edge)) for ends, edge in lines.items()
    } == {
        ("A, r", "B, r"): ("dashed", "open", ["regie 2×", "gat 1× 7 d"]),
        ("B, r", "A, r"): ("solid", "filled", ["regie 1×"]),
    }
    assert (
        scene.subtitle == "4 regiewissels in 4 klantreizen met een regisseur, van 5; 4 regisseurs"
    )
    assert scene.notes[:-1] == [
        "Zonder regiewissels, en dus niet op de kaart: partner onbekend.",
        "Zonder regisseur, en dus niet op de kaart: 1 klantreis.",
    ]
    assert "Bij 25 % van de wissels" in scene.summary


def test_the_regiekaart_never_shows_a_regisseur(tmp_path):
    rows = journey("c", ("A", "pseudoniem-1"), ("B", "pseudoniem-2"), ("B", "pseudoniem-3"))
    scene = regie_scene(asked(rows, tmp_path, read_regie), ALL)
    assert "pseudoniem" not in repr(scene)


def test_regie_that_does_not_fit_is_counted_in_the_notes(tmp_path):
    rows = [
        event
        for case, route in enumerate(["AB"] * 5 + ["BC"] * 4 + ["CD"] * 3 + ["DE"] * 2 + ["EA"])
        for event in journey(f"{case}-", *((name, name) for name in route))
    ]
    held = asked(rows, tmp_path, read_regie)
    for options in (MapOptions(max_partners=2), MapOptions(max_edges=2), MapOptions(max_edges=4)):
        scene = regie_scene(held, options)
        hidden = 15 - sum(edge.n for edge in scene.edges)
        kinds = 5 - len(scene.edges)
        assert scene.notes[0] == (
            f"Niet getoond: {number_nl(kinds)} van de 5 soorten regiewissels"
            f" ({number_nl(hidden / 15 * 100, 0)} % van alle regiewissels)."
        )
    assert len(regie_scene(held, ALL).notes) == 1


def test_homes_without_any_change_are_named_or_counted(tmp_path):
    rows = journey("c", ("A", "x"), ("B", "y"))
    for name in ("P", "Q", "R", "S"):
        rows += journey(name, (name, name))
    notes = regie_scene(asked(rows, tmp_path, read_regie), ALL).notes
    assert notes[0] == "Zonder regiewissels, en dus niet op de kaart: P, Q, R en 1 andere."


def test_a_map_of_changes_inside_one_home_has_a_box_and_no_line(tmp_path):
    held = asked(journey("c", ("A", "x"), ("A", "y"), ("A", "x")), tmp_path, read_regie)
    scene = regie_scene(held, ALL)
    assert (len(scene.nodes), scene.edges) == (1, ())
    assert marks(scene.nodes[0]) == ["wisselt hier 2×"]
    assert all(group.items for group in scene.legend)


def test_a_log_in_which_no_regisseur_changes_says_so(tmp_path):
    held = asked(
        [*journey("c", ("A", "x"), ("B", "x")), *journey("d", ("A",))], tmp_path, read_regie
    )
    scene = regie_scene(held, ALL)
    assert scene.message == (
        "De regie wisselt nergens: elke klantreis houdt haar eerste regisseur.",
        "1 van de 2 klantreizen noemen een regisseur.",
    )
    assert scene.nodes == ()


def test_a_table_that_is_missing_or_not_ours_is_named(tmp_path):
    with pytest.raises(OutputError, match="events"), open_tables(tmp_path, memory="1GB"):
        pass
    run_models([record(1)], tmp_path, NEEDED)
    Path(tmp_path / "tables" / "events.parquet").write_bytes(
        (tmp_path / "tables" / "steps.parquet").read_bytes()
    )
    with (
        open_tables(tmp_path / "tables", memory="1GB") as opened,
        pytest.raises(OutputError, match="partners"),
    ):
        SHARED.ask(opened, "partners")


@given(
    st.lists(st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from("ABCDEFG"), st.integers(1, 99)))
)
def test_the_chances_of_partners_are_those_of_networkx(passes):
    graph = nx.DiGraph()
    graph.add_nodes_from("ABCDEFG")
    graph.add_edges_from((a, b, {"n": n}) for a, b, n in passes if a != b)
    handed = tuple(Pass(a, b, n, n) for a, b, n in graph.edges(data="n"))
    rows = partner_centrality(Network(dict.fromkeys("ABCDEFG", 1), handed))
    wanted = nx.pagerank(graph, weight="n", tol=1e-12, max_iter=1000)
    assert {row.partner: row.pagerank for row in rows} == pytest.approx(wanted, abs=1e-6)
