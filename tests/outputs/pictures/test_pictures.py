"""What holds for every picture: it stands alone, says the same twice, tells nobody, and is readable."""

from __future__ import annotations

import re
import shutil

import pytest
from literal import open_judged, run_models
from lxml import etree
from pictured import CLOSED, DUTCH, ENGLISH, OPEN, SVG, region, run_region, shown

from journeys.models import published
from outputs.palette import PALETTE, SHAPE_PAIRS, TEXT_PAIRS
from outputs.pictures import SUBJECTS

HOSTILE = (
    "<script>alert(1)</script>",
    "abc\u202egnp",
    "v" * 3_000,
    "a\x00b\x1b[31m",
    '"><img src=x>',
)
MANY = [f"Partner {n:03}" for n in range(60)]
ATTRIBUTES = {
    "xmlns", "lang", "role", "aria-labelledby", "viewBox", "width", "height", "font-family",
    "font-size", "font-weight", "id", "class", "fill", "fill-opacity", "stroke", "stroke-width",
    "stroke-dasharray", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "transform",
    "text-anchor", "patternUnits",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("beelden")
    run_region(made)
    return made / "tables"


@pytest.fixture(scope="module")
def drawn(folder):
    """Every picture by level and language."""
    with open_judged(folder) as connection:
        return {
            (level.name, reader.language): [
                picture
                for each in SUBJECTS
                if (picture := each.make(connection, reader, level)) is not None
            ]
            for level in (OPEN, CLOSED)
            for reader in (DUTCH, ENGLISH)
        }


def test_every_picture_is_drawn_of_a_region_and_teams_only_where_they_are_told(drawn):
    names = [each.name for each in SUBJECTS]
    assert [picture.name for picture in drawn["uitvoerder", "nl"]] == names
    without = [
        name for name in names if name not in {"klantroutes", "teams"}
    ]  # each route is one of few
    assert [picture.name for picture in drawn["bestuurder", "nl"]] == without


def test_a_picture_only_draws_and_names_itself(drawn):
    for pictures in drawn.values():
        ids = []
        for picture in pictures:
            root = etree.fromstring(picture.svg)
            assert root.get("role") == "img"
            title, about = root.get("aria-labelledby").split()
            assert root.find(f"{SVG}title").get("id") == title
            assert root.find(f"{SVG}title").text == picture.title
            assert root.find(f"{SVG}desc").get("id") == about
            assert root.find(f"{SVG}desc").text
            for element in root.iter():
                assert element.tag.removeprefix(SVG) in {
                    "svg", "title", "desc", "defs", "pattern", "rect", "line", "path", "text", "g",
                    "circle",
                }  # fmt: skip
                assert set(element.attrib) <= ATTRIBUTES
                ids += [element.get("id")] if element.get("id") else []
                fill = element.get("fill", "")
                if fill.startswith("url("):
                    assert f'id="{fill[5:-1]}"' in picture.svg
        assert len(ids) == len(set(ids))


def test_each_colour_is_a_name_of_the_palette_and_its_light_form(drawn):
    for picture in [each for pictures in drawn.values() for each in pictures]:
        for element in etree.fromstring(picture.svg).iter():
            classes = dict(name.split("-", 1) for name in element.get("class", "").split())
            for letter, attribute in (("f", "fill"), ("s", "stroke")):
                value = element.get(attribute)
                if value and value.startswith("#"):
                    assert PALETTE[classes[letter]].light == value
                else:
                    assert letter not in classes


def test_text_and_shapes_stand_in_pairs_that_are_measured(drawn):
    texts, shapes = set(), set()
    for picture in [each for pictures in drawn.values() for each in pictures]:
        for element in etree.fromstring(picture.svg).iter():
            for name in element.get("class", "").split():
                (texts if element.tag == SVG + "text" else shapes).add(name[2:])
    assert texts <= {text for text, behind in TEXT_PAIRS if behind == "paper"}
    measured = {shape for shape, _ in SHAPE_PAIRS}
    behind = {"paper", "line", "band", "shade-1", "shade-2", "shade-3", "shade-4"}
    assert shapes <= measured | behind


def test_no_text_is_smaller_than_eleven_units(drawn):
    for picture in [each for pictures in drawn.values() for each in pictures]:
        scale = 1.25 if picture.name == "partnernetwerk" else 1
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture.svg)]
        assert min(sizes) * scale >= 11


def test_a_picture_has_a_meaning_an_n_and_a_table_with_a_value_in_every_column(drawn):
    for picture in [each for pictures in drawn.values() for each in pictures]:
        assert picture.meaning.endswith(".")
        assert re.search(r"\d", picture.n_text)
        assert picture.table.rows
        assert all(len(row) == len(picture.table.columns) for row in picture.table.rows)
        assert all(note.endswith(".") for note in picture.notes)


def test_nobody_is_told(drawn):
    for picture in [each for pictures in drawn.values() for each in pictures]:
        told = " ".join([*map(str, shown(picture)), *map(str, picture.table.rows), picture.n_text])
        assert not re.search(r"klant\d|gezin\d|zaak\d|regis\d|mw\d|\be\d{5}\b", told)


def test_no_team_is_told_to_who_sees_the_chain(drawn):
    for language in ("nl", "en"):
        for picture in drawn["bestuurder", language]:
            assert not re.search(r"\b(Noord|Zuid)\b", picture.svg + str(picture.table.rows))


def test_the_english_pictures_say_it_in_english(drawn):
    dutch = re.compile(r"\b(de|het|een|van|klantreis|klantreizen|dagen|wachttijd|geen|niet)\b")
    for level in ("uitvoerder", "bestuurder"):
        for picture in drawn[level, "en"]:
            words = [
                *shown(picture),
                picture.title,
                picture.meaning,
                picture.n_text,
                *picture.notes,
            ]
            words += [column.label for column in picture.table.columns]
            assert not [each for each in words if dutch.search(each)]


def test_the_same_tables_give_the_same_bytes_whatever_the_order_of_rows(folder, tmp_path, drawn):
    shutil.copytree(folder, tmp_path / "tables")
    with open_judged(folder) as connection:
        for name in published():
            connection.execute(
                f"copy (select * from {name} order by hash({name}::text)) to"
                f" '{tmp_path}/tables/{name}.parquet' (format parquet)"
            )
    with open_judged(tmp_path / "tables") as connection:
        again = [each.make(connection, DUTCH, OPEN) for each in SUBJECTS]
    for picture, other in zip(drawn["uitvoerder", "nl"], again, strict=True):
        assert picture == other, picture.name


def test_no_events_give_no_picture(tmp_path):
    run_models([], tmp_path)
    with open_judged(tmp_path / "tables") as connection:
        assert [each.make(connection, DUTCH, OPEN) for each in SUBJECTS] == [None] * len(SUBJECTS)


def test_one_event_breaks_no_picture(tmp_path):
    run_models(region(journeys=1)[:1], tmp_path)
    with open_judged(tmp_path / "tables") as connection:
        names = [each.name for each in SUBJECTS if each.make(connection, DUTCH, OPEN)]
        assert {"klantroutes", "duur", "trend"} <= set(names)
        assert not [each.name for each in SUBJECTS if each.make(connection, DUTCH, CLOSED)]


def test_hostile_names_draw_as_text(tmp_path):
    run_models(region(journeys=20, partners=HOSTILE), tmp_path)
    with open_judged(tmp_path / "tables") as connection:
        for each in SUBJECTS:
            picture = each.make(connection, DUTCH, OPEN)
            if picture:
                root = etree.fromstring(picture.svg)
                assert not [one for one in root.iter() if "script" in one.tag or "img" in one.tag]
                assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", picture.svg)


def test_sixty_partners_are_drawn_in_part_and_it_is_said_and_the_table_has_all(tmp_path):
    tables = run_models(region(journeys=400, partners=MANY), tmp_path)
    with open_judged(tmp_path / "tables") as connection:
        by_name = {each.name: each.make(connection, DUTCH, OPEN) for each in SUBJECTS}
    n_pairs = len(tables["partner_flows"])
    matrix, network = by_name["overdrachten"], by_name["partnernetwerk"]
    assert len(matrix.table.rows) == len(network.table.rows) == n_pairs
    assert "20 partners" in matrix.notes[-1]
    assert "van de 60" in matrix.notes[-1]
    assert "12 van de 60 partners" in network.notes[-1]
    names = {text for text in shown(matrix) if re.fullmatch(r"Partner \d+", text)}
    assert len(names) == 20
