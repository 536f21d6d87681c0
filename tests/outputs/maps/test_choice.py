"""What the klantreiskaart counts, chooses and leaves out, against counting in plain Python."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median

import pytest
from brute_force import tables_of
from literal import at, record, run_models

from outputs.maps.choice import in_turns
from outputs.maps.journey_choice import choose, coverage, coverage_notes
from outputs.maps.journey_flow import Key, read_flow
from outputs.maps.journey_map import journey_scene
from outputs.maps.options import MapOptions
from outputs.maps.tables import NEEDED, open_tables
from outputs.words import number_nl, share_nl

ALL = MapOptions(max_activities=999, max_edges=9_999, max_partners=99, max_ends=999)


def flow_of(rows, folder):
    made = run_models(rows, folder, NEEDED)
    with open_tables(folder / "tables", memory="1GB") as opened:
        return read_flow(opened), made


def random_rows(seed, n_journeys):
    """A log with unknown partners, referrals, overlapping help, regisseurs and equal moments."""
    chance = random.Random(seed)
    rows = []
    for case in range(n_journeys):
        moment = at("2024-01-01") + timedelta(days=chance.randrange(200))
        for _ in range(chance.randint(1, 9)):
            moment += timedelta(hours=chance.choice([0, 0, 1, 24, 24 * 40]))
            rows.append(
                record(
                    len(rows) + 1,
                    case_id=f"c{case}",
                    started_at=moment,
                    ended_at=moment + timedelta(hours=chance.choice([0, 0, 2, 100])),
                    activity_source=chance.choice("abcd"),
                    partner=chance.choice([None, "A", "B", "C", "D"]),
                    referred_to=chance.choice([None, None, "A", "B"]),
                    regisseur=chance.choice([None, None, "x", "y"]),
                )
            )
    return rows


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """A random log's flow, and its events, steps, handovers and changes by brute force."""
    flow, made = flow_of(random_rows(7, 150), tmp_path_factory.mktemp("log"))
    return flow, {"events": made["events"], **tables_of(made["events"])}


def labelled_steps(made):
    """Each step with the kind of its move, and whether another regisseur comes in."""
    kinds = {(row["journey_id"], row["seq"]): row["kind"] for row in made["handovers"]}
    changed = {(row["journey_id"], row["event_id"]) for row in made["regisseur_changes"]}
    for step in made["steps"]:
        yield (
            Key(step["from_partner"], step["from_activity"]),
            Key(step["to_partner"], step["to_activity"]),
            kinds.get((step["journey_id"], step["seq"]), "step"),
            step,
            (step["journey_id"], step["to_event_id"]) in changed,
        )


def test_moves_say_what_counting_the_steps_by_hand_says(log):
    flow, made = log
    steps, changes = defaultdict(list), Counter()
    for source, target, kind, step, is_change in labelled_steps(made):
        steps[source, target, kind].append(step)
        changes[source, target, kind] += is_change
    expected = {
        move: (
            len(rows),
            len({row["journey_id"] for row in rows}),
            len(waits := [row for row in rows if row["idle_s"] > 0]),
            len({row["journey_id"] for row in waits}),
            sum(round(row["idle_s"] * 1e6) for row in rows),
            round(median(row["idle_s"] for row in waits), 6) if waits else None,
            changes[move],
        )
        for move, rows in steps.items()
    }
    assert {kind for _, _, kind in expected} == {"step", "referred", "silent", "parallel"}
    assert len(flow.moves) == len(expected)
    assert {
        (m.source, m.target, m.kind): (
            m.n,
            m.n_journeys,
            m.n_waits,
            m.n_wait_journeys,
            m.wait_us,
            None if m.median_wait_s is None else round(m.median_wait_s, 6),
            m.n_changes,
        )
        for m in flow.moves
    } == expected


def test_no_step_handover_or_regisseur_change_is_missing_from_the_moves(log):
    flow, made = log
    assert sum(move.n for move in flow.moves) == len(made["steps"])
    assert sum(move.n_handovers for move in flow.moves) == len(made["handovers"])
    assert sum(move.n_changes for move in flow.moves) == len(made["regisseur_changes"])


def test_places_say_what_counting_the_events_by_hand_says(log):
    flow, made = log
    events = defaultdict(list)
    last = Counter()
    for event in made["events"]:
        events[Key(event["partner"], event["activity"])].append(event)
        last[event["journey_id"]] = max(last[event["journey_id"]], event["seq"])
    assert {
        p.key: (p.n, p.n_journeys, p.n_begin, p.n_end, round(p.mean_seq, 6)) for p in flow.places
    } == {
        key: (
            len(rows),
            len({row["journey_id"] for row in rows}),
            sum(row["seq"] == 1 for row in rows),
            sum(row["seq"] == last[row["journey_id"]] for row in rows),
            round(sum(row["seq"] for row in rows) / len(rows), 6),
        )
        for key, rows in events.items()
    }


def test_a_literal_log_gives_literal_moves(tmp_path):
    rows = [
        record(1, activity_source="melding", partner="A", referred_to="B", regisseur="x"),
        record(3, activity_source="intake", partner="B", regisseur="y"),
        record(4, activity_source="besluit", partner=None),
        record(9, activity_source="melding", partner="A", ended_at=at("2024-01-20")),
        record(11, activity_source="intake", partner="B", regisseur="x"),
        record(1, case_id="d", event_id="d1", activity_source="melding", partner="A"),
        record(7, case_id="d", event_id="d2", activity_source="intake", partner="B"),
        record(21, case_id="f", event_id="f1", activity_source="melding", partner="A"),
        record(23, case_id="f", event_id="f2", activity_source="intake", partner="B"),
    ]
    flow, _ = flow_of(rows, tmp_path)
    day_us = 86_400_000_000
    assert [
        (
            *m.source,
            *m.target,
            m.kind,
            m.n,
            m.wait_us,
            m.median_wait_s and m.median_wait_s / 86_400,
            m.n_changes,
        )
        for m in flow.moves
    ] == [
        ("A", "melding", "B", "intake", "silent", 2, 8 * day_us, 4, 0),
        ("A", "melding", "B", "intake", "parallel", 1, 0, None, 1),
        ("A", "melding", "B", "intake", "referred", 1, 2 * day_us, 2, 1),
        ("B", "intake", None, "besluit", "step", 1, day_us, 1, 0),
        (None, "besluit", "A", "melding", "silent", 1, 5 * day_us, 5, 0),
    ]


SMALL = [
    pytest.param(MapOptions(max_activities=1, max_edges=1, max_partners=1, max_ends=1), id="1"),
    pytest.param(MapOptions(max_activities=4, max_edges=3, max_partners=2, max_ends=1), id="4"),
    pytest.param(MapOptions(max_activities=9, max_edges=20, max_partners=4, max_ends=3), id="9"),
    pytest.param(MapOptions(max_activities=19, max_edges=99, max_ends=9), id="19"),
]


@pytest.mark.parametrize("options", SMALL)
def test_what_is_shown_and_what_is_hidden_is_all_there_is(log, options):
    flow, made = log
    choice = choose(flow, options)
    covered = coverage(flow, choice)
    places = {place.key for place in choice.places}
    moves = {(move.source, move.target, move.kind) for move in choice.moves}
    steps = list(labelled_steps(made))
    inside = [step for step in steps if step[:3] in moves]
    keys = [(Key(e["partner"], e["activity"]), e) for e in made["events"]]
    lengths = {row["journey_id"]: row["n_events"] for row in made["journeys"]}
    begins, ends = ({place.key for place in given} for given in (choice.begins, choice.ends))

    def idle(given):
        return sum(round(step[3]["idle_s"] * 1e6) for step in given)

    expected = {
        "places": (len(places), len({key for key, _ in keys})),
        "events": (sum(key in places for key, _ in keys), len(keys)),
        "partners": (len({key.partner for key in places}), len({key.partner for key, _ in keys})),
        "moves": (len(moves), len({step[:3] for step in steps})),
        "steps": (len(inside), len(steps)),
        "wait_us": (idle(inside), idle(steps)),
        "handovers": (
            sum(step[2] != "step" for step in inside),
            sum(step[2] != "step" for step in steps),
        ),
        "changes": (sum(step[4] for step in inside), sum(step[4] for step in steps)),
        "begins": (sum(key in begins and e["seq"] == 1 for key, e in keys), len(lengths)),
        "ends": (
            sum(key in ends and e["seq"] == lengths[e["journey_id"]] for key, e in keys),
            len(lengths),
        ),
    }
    assert {
        name: (getattr(covered, name).shown, getattr(covered, name).total) for name in expected
    } == expected
    for name, (shown, total) in expected.items():
        assert getattr(covered, name).hidden == total - shown >= 0


@pytest.mark.parametrize("options", SMALL)
def test_the_notes_say_every_number_that_is_hidden(log, options):
    flow, _ = log
    covered = coverage(flow, choose(flow, options))
    notes = " ".join(coverage_notes(covered))

    def of(amount):
        return f"{number_nl(amount.hidden)} van de {number_nl(amount.total)}"

    def share(amount):
        return share_nl(amount.hidden, amount.total)

    assert covered.places.hidden
    assert covered.moves.hidden
    assert f"{of(covered.places)} activiteiten per partner" in notes
    assert f"({share(covered.events)} van de gebeurtenissen)" in notes
    verb = {0: None, 1: "ontbreekt"}.get(covered.partners.hidden, "ontbreken")
    assert ("partners ontbre" in notes) == bool(verb)
    assert verb is None or f"{of(covered.partners)} partners {verb} geheel" in notes
    assert f"{of(covered.moves)} soorten stappen" in notes
    assert f"{share(covered.steps)} van alle stappen" in notes
    assert f"{share(covered.wait_us)} van de wachttijd" in notes
    assert f"{share(covered.handovers)} van de overdrachten" in notes
    changes = covered.changes
    assert f"{number_nl(changes.hidden)} regiewissel" in notes
    assert f" van {number_nl(changes.total)})" in notes
    assert (f"waar {of(covered.begins)} klantreizen" in notes) == bool(covered.begins.hidden)
    assert (f"waar {of(covered.ends)} klantreizen" in notes) == bool(covered.ends.hidden)


@pytest.mark.parametrize("options", SMALL)
def test_boxes_and_lines_are_those_that_were_chosen(log, options):
    flow, _ = log
    choice = choose(flow, options)
    scene = journey_scene(flow, options)
    keys = {f"n{at}": place.key for at, place in enumerate(choice.places, 1)}
    drawn = [(edge.source, edge.target, edge.n) for edge in scene.edges]
    assert Counter(
        (keys[source], keys[target], n)
        for source, target, n in drawn
        if source in keys and target in keys
    ) == Counter((m.source, m.target, m.n) for m in choice.moves if not m.is_loop)
    assert sorted(n for source, _, n in drawn if source == "begin") == sorted(
        place.n_begin for place in choice.begins
    )
    assert sorted(n for _, target, n in drawn if target == "einde") == sorted(
        place.n_end for place in choice.ends
    )
    repeated = [line for node in scene.nodes for line in node.lines if line.startswith("herhaald")]
    assert sorted(repeated) == sorted(
        f"herhaald {number_nl(m.n)}×" for m in choice.moves if m.is_loop
    )


def test_where_all_fits_the_note_says_that_nothing_is_hidden(log):
    flow, _ = log
    scene = journey_scene(flow, ALL)
    assert scene.notes == ["Niets: alle activiteiten en alle stappen staan op de kaart."]
    assert len(scene.nodes) == len(flow.places) + 2
    begins_ends = sum((place.n_begin > 0) + (place.n_end > 0) for place in flow.places)
    loops = sum(move.is_loop for move in flow.moves)
    assert len(scene.edges) == len(flow.moves) - loops + begins_ends


def test_a_frame_says_how_many_of_its_activities_are_left_out(log):
    flow, _ = log
    options = MapOptions(max_activities=5)
    shown = Counter(place.key.partner for place in choose(flow, options).places)
    every = Counter(place.key.partner for place in flow.places)
    said = {cluster.title: cluster.line for cluster in journey_scene(flow, options).clusters}
    assert said == {
        partner or "partner onbekend": f"{n} van {every[partner]} activiteiten"
        if n < every[partner]
        else ""
        for partner, n in shown.items()
    }


def busy_and_rare():
    """30 journeys of ten quick steps at A; one is handed over to B, one waits for 300 days."""
    rows = []
    for case in range(30):
        for k in range(10):
            number = len(rows) + 1
            moment = at("2024-01-01") + timedelta(days=case, hours=k)
            if (case, k) == (29, 9):
                moment += timedelta(days=300)
            is_rare = case in (28, 29) and k == 9
            name = {28: "intake", 29: "laat gesprek"}[case] if is_rare else f"stap {k}"
            partner = "B" if name == "intake" else "A"
            rows.append(
                record(
                    number,
                    case_id=f"c{case}",
                    started_at=moment,
                    ended_at=moment + timedelta(minutes=5),
                    activity_source=name,
                    partner=partner,
                    referred_to="C" if number == 1 else None,
                )
            )
    return rows


def test_a_rare_handover_and_a_rare_long_wait_survive_where_frequency_would_drop_them(tmp_path):
    flow, _ = flow_of(busy_and_rare(), tmp_path)
    options = MapOptions(max_activities=5, max_edges=4)
    rare = {Key("B", "intake"), Key("A", "laat gesprek")}
    by_frequency = sorted(flow.places, key=lambda place: -place.n)[: options.max_activities]
    assert not rare & {place.key for place in by_frequency}
    choice = choose(flow, options)
    assert rare <= {place.key for place in choice.places}
    assert [(m.n, m.kind) for m in choice.moves if m.target == Key("B", "intake")] == [
        (1, "silent")
    ]
    assert [m.n for m in choice.moves if m.target == Key("A", "laat gesprek")] == [1]


def test_among_lines_a_handover_and_a_long_wait_go_before_what_is_frequent(tmp_path):
    names = [("a", "A"), ("b", "A"), ("c", "A"), ("d", "B")]
    routes = ["abc" * 3, "acb" * 3, "bca" * 3] * 8 + ["abcdcabc"]
    rows = []
    for case, route in enumerate(routes):
        for k, letter in enumerate(route):
            late = timedelta(days=400 if case == 24 and k >= 4 else 0)
            rows.append(
                record(
                    len(rows) + 1,
                    case_id=f"c{case}",
                    started_at=at("2024-01-01") + timedelta(days=case, hours=k) + late,
                    activity_source=letter,
                    partner=dict(names)[letter],
                )
            )
    flow, _ = flow_of(rows, tmp_path)
    options = MapOptions(max_edges=6)
    lines = [move for move in flow.moves if not move.is_loop]
    by_frequency = sorted(lines, key=lambda move: -move.n)[: options.max_edges]
    back = (Key("B", "d"), Key("A", "c"))
    assert back not in {(move.source, move.target) for move in by_frequency}
    assert back in {(move.source, move.target) for move in choose(flow, options).moves}


def test_turns_take_the_largest_by_each_measure_and_nothing_that_is_zero_on_all():
    items = [("a", 9, 0), ("b", 8, 1), ("c", 0, 7), ("d", 0, 0)]
    measures = [lambda item: item[1], lambda item: item[2]]
    taken = ["".join(item[0] for item in in_turns(items, measures, limit)) for limit in range(6)]
    assert taken == ["", "a", "ac", "abc", "abc", "abc"]
    assert in_turns(items, measures, 2, first=[items[3]]) == [items[0], items[3]]
    assert in_turns([], measures, 5) == []
    assert in_turns(items, [], 5) == []


@pytest.mark.parametrize("share", [0.85, 0.5, 0.12, 0.001])
def test_shrunk_options_never_ask_for_more_and_never_for_nothing(share):
    whole, shrunk = MapOptions(), MapOptions().shrunk(share)
    for name in ("max_activities", "max_edges", "max_partners", "max_ends", "max_wait_marks"):
        assert 1 <= getattr(shrunk, name) <= getattr(whole, name)
