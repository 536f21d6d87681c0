"""Where things stand on the live map: the same every night, and as little moved as can be."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.maps.journey_flow import JourneyFlow, Key, Move, Place
from outputs.report.pages.kaart import geometry
from outputs.report.pages.kaart.geometry import PlacedLevel, place
from outputs.report.pages.kaart.levels import choose_levels, in_order, lines_at_start, loyal, sizes
from outputs.report.pages.kaart.memory import FILE, LevelMemory, Memory, Numbers, recall
from outputs.report.pages.kaart.prepare import READABLE, _start
from outputs.report.pages.kaart.things import Pair, Partner, Things


def region(n_places=30, n_moves=90, n_partners=6, seed=1, growth=1.0):
    """Everything there is in a made-up region; `growth` scales its counts."""
    rng = random.Random(seed)
    keys = [Key(f"Partner {i % n_partners}", f"Activiteit {i}") for i in range(n_places)]

    def many(most):
        return max(1, round(most * growth * rng.uniform(0.99, 1.01)))

    places = [
        Place(key, many(900 - 8 * i), many(800 - 8 * i), 5 * (i < 3), 5 * (i % 9 == 0), i + 0.5)
        for i, key in enumerate(keys)
    ]
    chooser = random.Random(seed)
    moves = {}
    for i in range(n_moves):
        source, target = chooser.choices(keys, k=2)
        kind = (
            "step" if source.partner == target.partner else chooser.choice(["referred", "silent"])
        )
        n = many(500 - 4 * i)
        moves[source, target, kind] = Move(
            source, target, kind, n, n, n, n, n * 10**10, 4.0 * i, i % 7
        )
    return tuple(places), tuple(moves.values())


def told(places, moves, memory=Memory()):  # noqa: B008 - it is frozen
    """The same as things with numbers, without an engine."""
    flow = JourneyFlow(places, moves, 1000)
    numbers = {
        "p": memory.numbers.get("p", Numbers()).renewed(
            (p.key.partner, p.key.activity) for p in places
        )
    }
    of = numbers["p"].of
    names = [(of[tuple(m.source)], of[tuple(m.target)], m.kind) for m in moves]
    numbers["m"] = memory.numbers.get("m", Numbers()).renewed(names)
    partners = list(dict.fromkeys(p.key.partner for p in places))
    numbers["q"] = memory.numbers.get("q", Numbers()).renewed((name,) for name in partners)
    pairs = dict.fromkeys((m.source.partner, m.target.partner) for m in moves if m.n_handovers)
    owners = {name: numbers["q"].of[name,] for name in partners}
    pair_names = [(owners[source], owners[target]) for source, target in pairs]
    numbers["r"] = memory.numbers.get("r", Numbers()).renewed(pair_names)
    return Things(
        flow,
        {of[tuple(p.key)]: p for p in places},
        {numbers["m"].of[name]: move for name, move in zip(names, moves, strict=True)},
        {
            owners[name]: Partner(owners[name], name, 9, 9, 9, 9, at)
            for at, name in enumerate(partners)
        },
        {
            numbers["r"].of[name]: Pair(numbers["r"].of[name], *pair, 9, 9, 9)
            for name, pair in zip(pair_names, pairs, strict=True)
        },
        numbers,
    )


def night(places, moves, memory=Memory()):  # noqa: B008 - it is frozen
    """One night: the levels by name, where everything stands, and what is remembered."""
    things = told(places, moves, memory)
    found, order = choose_levels(things, memory)
    placed = {level.name: place(level, things, memory.levels.get(level.name)) for level in found}
    kept = {
        level.name: LevelMemory(
            level.boxes, level.lines, level.begins, level.ends, vars(placed[level.name])
        )
        for level in found
    }
    return {level.name: level for level in found}, placed, Memory(things.numbers, order, kept)


def spots(placed):
    return {key: tuple(box[:2]) for key, box in placed.boxes.items()}


def test_a_night_with_the_same_data_moves_nothing_and_remembers_the_same(tmp_path):
    places, moves = region()
    first, placed, memory = night(places, moves)
    path = memory.write(tmp_path)
    written = path.read_bytes()
    second, again, later = night(places, moves, recall(tmp_path))
    assert second == first
    assert again == placed
    assert later.write(tmp_path).read_bytes() == written


def test_a_night_whose_counts_grow_alike_moves_nothing():
    places, moves = region()
    _, placed, memory = night(places, moves)
    grown_places = tuple(replace(p, n=p.n * 2, n_journeys=p.n_journeys * 2) for p in places)
    grown_moves = tuple(replace(m, n=m.n * 2, wait_us=m.wait_us * 2) for m in moves)
    assert night(grown_places, grown_moves, memory)[1] == placed
    assert night(grown_places, grown_moves)[1] == placed, "counts are no part of the layout"


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_a_night_with_three_percent_more_leaves_the_boxes_where_they_were(seed):
    first = night(*region(seed=seed))
    rng = random.Random(seed)
    places, moves = region(seed=seed)
    places = tuple(
        replace(p, n_journeys=round(p.n_journeys * rng.uniform(1, 1.06))) for p in places
    )
    moves = tuple(
        replace(
            m, n=round(m.n * rng.uniform(1, 1.06)), wait_us=round(m.wait_us * rng.uniform(1, 1.06))
        )
        for m in moves
    )
    second = night(places, moves, first[2])
    for name, level in first[0].items():
        assert set(second[0][name].boxes) == set(level.boxes)
        assert spots(second[1][name]) == spots(first[1][name])


def test_without_the_memory_such_a_night_would_choose_other_things():
    """So that the test above could fail."""
    chosen = loyal("abcdefghij", "", 4), loyal("abdeghcfij", "", 4), loyal("abdeghcfij", "abcd", 4)
    assert chosen == (list("abcd"), list("abde"), list("abdc"))


def test_a_line_that_comes_finds_its_way_and_nothing_else_moves():
    places, moves = region()
    first, placed, memory = night(places, moves)
    known = {(m.source, m.target) for m in moves}
    inside = [p.key for p in places if memory.numbers["p"].of[tuple(p.key)] in first["14"].boxes]
    source, target = next(
        (a, b)
        for a in inside
        for b in inside
        if a != b and (a, b) not in known and a.partner != b.partner
    )
    new = Move(source, target, "silent", 10**6, 10**6, 10**6, 10**6, 10**17, 9.0, 0)
    second, again, later = night(places, (*moves, new), memory)
    number = later.numbers["m"].of[
        later.numbers["p"].of[tuple(source)], later.numbers["p"].of[tuple(target)], "silent"
    ]
    assert number in second["14"].lines
    assert spots(again["14"]) == spots(placed["14"])
    kept = placed["14"].lines.keys() & again["14"].lines.keys()
    assert len(kept) == len(again["14"].lines) - 1
    assert all(again["14"].lines[key] == placed["14"].lines[key] for key in kept)
    assert again["14"].new == 1
    path = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", again["14"].lines[f"m{number}"][0])]
    box = again["14"].boxes[f"p{later.numbers['p'].of[tuple(source)]}"]
    assert abs(path[0] - box[0]) <= box[2] / 2 + 2
    assert abs(path[1] - box[1]) <= box[3] / 2 + 2


def test_when_most_lines_are_new_the_level_is_laid_out_anew():
    places, moves = region()
    _, placed, memory = night(places, moves)
    _, again, _ = night(places, region(seed=9)[1], memory)
    assert again["14"].new == 0
    assert again["14"].digest != placed["14"].digest


def test_every_level_holds_the_level_below_it():
    found, _, _ = night(*region(n_places=60, n_moves=300))
    names = [str(size) for size in sizes(60)]
    assert names == ["8", "14", "24", "40", "60"]
    for small, large in pairwise(names):
        assert set(found[small].boxes) < set(found[large].boxes)


def test_no_box_stands_alone_among_the_lines_at_the_start_if_it_has_any():
    things = told(*region(n_places=60, n_moves=300))
    found, _ = choose_levels(things, Memory())
    for level in found[1:]:
        shown = level.lines[: lines_at_start(len(level.boxes), len(level.lines))]
        joined = {end for n in shown for end in things.ends(n)}
        possible = {
            end
            for n in things.moves
            for end in things.ends(n)
            if set(things.ends(n)) <= set(level.boxes) and not things.moves[n].is_loop
        }
        assert set(level.boxes) & possible <= joined


def test_a_thing_that_is_gone_is_forgotten_and_its_number_is_not_given_again():
    places, moves = region()
    _, _, memory = night(places, moves)
    gone = places[-1].key
    left = tuple(p for p in places if p.key != gone)
    inside = tuple(m for m in moves if gone not in (m.source, m.target))
    _, _, later = night(left, inside, memory)
    assert tuple(gone) not in later.numbers["p"].of
    new = replace(places[-1], key=Key("Nieuw", "Nieuw"))
    _, _, last = night((*left, new), inside, later)
    assert last.numbers["p"].of["Nieuw", "Nieuw"] not in memory.numbers["p"].of.values()
    for key, number in later.numbers["p"].of.items():
        assert memory.numbers["p"].of[key] == number


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 99}', '{"version": 1}', '{"version": 1, "numbers": 3}'],
)
def test_a_memory_that_is_none_is_as_no_memory(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert recall(tmp_path) == Memory()
    assert recall(None) == Memory()


def test_the_layout_is_given_no_count(monkeypatch):
    seen = []
    given = geometry.layout
    monkeypatch.setattr(
        geometry, "layout", lambda scene, way: seen.append(scene) or given(scene, way)
    )
    night(*region(growth=1))
    small = [repr(scene) for scene in seen]
    seen.clear()
    night(*region(growth=3))
    assert [repr(scene) for scene in seen] == small


def test_no_two_boxes_of_a_level_lie_over_each_other():
    _, placed, _ = night(*region(n_places=40, n_moves=150))
    for one in placed.values():
        boxes = list(one.boxes.values())
        for at, (x, y, width, height, _) in enumerate(boxes):
            assert x - width / 2 >= 0
            assert x + width / 2 <= one.width + 0.2
            for other in boxes[at + 1 :]:
                apart = abs(x - other[0]) >= (width + other[2]) / 2 - 0.2
                assert apart or abs(y - other[1]) >= (height + other[3]) / 2 - 0.2


def test_four_hundred_activities_at_sixty_partners_open_with_a_map_that_can_be_read():
    things = told(*region(n_places=400, n_moves=2_000, n_partners=60))
    found, _ = choose_levels(things, Memory())
    assert [level.name for level in found] == ["q", "8", "14", "24", "40", "70"]
    placed = tuple(place(level, things, None) for level in found)
    start = _start(found, placed)
    assert found[start].name != "q"
    assert placed[start].scale >= READABLE


def test_an_empty_region_has_no_level_and_one_place_has_one():
    assert choose_levels(told((), ()), Memory()) == ((), ())
    places, _ = region(n_places=1)
    found, placed, memory = night(places, ())
    assert [level.name for level in found.values()] == ["q", "1"]
    assert json.loads(json.dumps(vars(placed["1"])))["boxes"].keys() == {"p0", "begin", "einde"}
    assert PlacedLevel(**memory.levels["1"].placed) == placed["1"]


@given(
    st.dictionaries(st.integers(0, 30), st.floats(0, 10)),
    st.lists(st.integers(0, 30), unique=True),
)
def test_an_order_keeps_what_it_was_and_loses_nothing(times, before):
    found = in_order(times, before)
    assert sorted(found) == sorted(times)
    assert [thing for thing in found if thing in before] == [t for t in before if t in times]
    assert in_order(times, found) == found


@given(st.lists(st.integers(), unique=True), st.sets(st.integers()), st.integers(0, 9))
def test_loyalty_takes_as_many_as_there_is_room_for(ranking, before, room):
    found = loyal(ranking, before, room)
    assert len(found) == min(room, len(ranking))
    assert set(found) <= set(ranking)
    assert loyal(ranking, set(found), room) == found, "the next night chooses the same"
