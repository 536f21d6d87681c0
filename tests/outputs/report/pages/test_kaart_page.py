"""The live map as files: for whom what is shown, and what no name out of the data can do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from literal import at, record, run_models
from lxml import html

from journeys.models import published
from outputs.options import ReportOptions
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.packs import unpacked
from outputs.report.pages.kaart import prepare_map, write_map
from outputs.report.pages.kaart.views import View, route_title
from outputs.run_tables import open_tables

AS_OF = at("2025-07-01")
HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "line separators": "a\u2028b\u2029c",
    "direction": "abc\u202edef",
    "long": "x" * 5_000,
    "control": "a\x00b\x1b[31m",
    "emoji": "\U0001f600 hulp",
}


def region():
    """Twelve journeys in Noord by way of the GGZ, three in Zuid by way of a school; hostile names in one."""
    rows = []
    for case in range(15):
        small = case >= 12
        steps = [
            ("melding", "Wijkteam"),
            ("intake", "Wijkteam"),
            ("onderzoek", "School" if small else "GGZ"),
            *([(name, "Wijkteam") for name in HOSTILE.values()] if case == 14 else []),
            ("afsluiting", "Wijkteam"),
        ]
        for k, (activity, partner) in enumerate(steps):
            moment = at("2024-10-01") + timedelta(days=20 * (case % 8) + (case + 1) * k)
            rows.append(
                record(
                    len(rows),
                    event_id=f"e{len(rows):03}",
                    case_id=f"c{case}",
                    activity_source=activity,
                    partner=partner,
                    municipality="Zuid" if small else "Noord",
                    started_at=moment,
                    ended_at=moment,
                )
            )
    return rows


def written(folder):
    """The live map of every level, from the region's tables."""
    tables = run_models(region(), folder, as_of=AS_OF)
    options, about = ReportOptions(), About("Proef", AS_OF)
    with open_tables(folder / "tables", published(), memory="1GB") as connection:
        live = prepare_map(connection, options=options, about=about, maps=folder / "maps")
        for level in options.all_levels():
            report = folder / "report" / level.folder
            write_map(live, Build(connection, report, level, options, about, folder / "maps"))
    return tables


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kaart")
    return written(folder), folder / "report"


def data(report, name):
    return unpacked((report / "data" / f"{name}.js").read_text(encoding="utf-8"))


def every(report):
    """Each data file of a level by its name."""
    return {path.stem: data(report, path.stem) for path in sorted((report / "data").iterdir())}


def page(report, name="kaart.html"):
    return html.fromstring((report / name).read_bytes())


def views(report):
    return {(view["kind"], view["title"]): view for view in data(report, "kaart")["views"]}


def test_the_map_has_every_place_move_partner_and_pair(made):
    tables, report = made
    value = data(report, "kaart")
    assert len(value["places"]) == len({(e["partner"], e["activity"]) for e in tables["events"]})
    assert {(p["name"]) for p in value["partners"]} == {"Wijkteam", "GGZ", "School"}
    assert len(value["pairs"]) == len(tables["partner_flows"]) == 4
    keys = [one["key"] for kind in ("places", "moves", "partners", "pairs") for one in value[kind]]
    assert len(set(keys)) == len(keys)
    assert {move["from"] for move in value["moves"]} <= set(keys)
    drawn = {key for level in value["levels"] for key in (*level["boxes"], *level["order"])}
    assert drawn - {"begin", "einde"} <= set(keys)


def test_a_view_of_a_gemeente_counts_its_own_journeys_alone(made):
    _, report = made
    value = data(report, "kaart")
    noord, zuid = (views(report)["municipality", name] for name in ("Noord", "Zuid"))
    assert (noord["journeys"], zuid["journeys"]) == (12, 3)
    ggz = next(p["key"] for p in value["places"] if p["partner"] == "GGZ")
    assert data(report, f"beeld-{noord['number']}")["items"][ggz][:2] == [12, 12]
    assert ggz not in data(report, f"beeld-{zuid['number']}")["items"]
    assert data(report, f"beeld-{zuid['number']}")["totals"]["events"] == 3 * 4 + len(HOSTILE)


def test_journeys_are_named_for_uitvoerders_and_for_nobody_else(made):
    tables, report = made
    names = {row["journey_id"] for row in tables["journeys"]}
    told = [name for name in names if name in str(every(report))]
    assert len(told) == len(names)
    for level in ("manager", "bestuurder"):
        whole = str(every(report / level)) + (report / level / "kaart.html").read_text("utf-8")
        assert [name for name in names if name in whole] == []
        assert not any("w" in item for item in details(report / level))


def details(report):
    return [
        item
        for name, value in every(report).items()
        if name.startswith("achter-")
        for item in value["items"].values()
    ]


def test_a_bestuurder_sees_no_group_of_fewer_than_five_journeys_and_is_told(made):
    tables, report = made
    folder = report / "bestuurder"
    value = data(folder, "kaart")
    journeys = {}
    for event in tables["events"]:
        journeys.setdefault(event["partner"], set()).add(event["journey_id"])
    assert len(journeys["School"]) == 3
    assert "School" not in str(every(folder))
    assert ("municipality", "Zuid") not in views(folder)
    assert all(view["journeys"] >= 5 for view in value["views"] if view["kind"] != "all")
    seen = 0
    for name, view in every(folder).items():
        if name.startswith("beeld-"):
            seen += len(view["items"])
            assert all(row[0] >= 5 and row[1] >= 5 for row in view["items"].values())
            assert all(
                n == 0 or n >= 5
                for row in view["items"].values()
                for n in row[5:7]
                if n is not None
            )
    assert seen > 20
    for item in details(folder):
        assert all(n is None or n == 0 or n >= 5 for n in item["c"])
        assert all(n is None or n >= 5 for _, n, _ in item["p"])
        assert all(n is None or n >= 5 for _, _, n in item["s"])
    everyone, few = data(report, "beeld-0"), data(folder, "beeld-0")
    left = {letter: sum(key[0] == letter for key in everyone["items"]) for letter in "pmqr"}
    kept = {letter: sum(key[0] == letter for key in few["items"]) for letter in "pmqr"}
    assert few["left_out"] == {letter: left[letter] - kept[letter] for letter in "pmqr"}
    assert few["left_out"]["q"] == 1


def test_what_lies_behind_a_thing_adds_up_to_its_figures(made):
    _, report = made
    items = data(report, "beeld-0")["items"]
    between = {m["key"] for m in data(report, "kaart")["moves"] if m["kind"] == "contacts"}
    found = 0
    for name, value in every(report).items():
        if name.startswith("achter-0-"):
            for key, item in value["items"].items():
                if key[0] in "mr":
                    found += 1
                    assert sum(item["c"]) == (0 if key in between else items[key][0])
                    assert sum(item["c"][1:]) == items[key][5]
                    assert sum(n for _, n, _ in item["p"]) == items[key][5]
                assert all(0 <= at < len(value["journeys"]) for at, _, _ in item["w"])
    assert found > 10


def test_the_page_says_something_without_its_script(made):
    _, report = made
    found = page(report)
    svg = found.get_element_by_id("kaart")
    value = data(report, "kaart")
    level = value["levels"][value["start"]]
    assert len(svg.xpath(".//*[@data-vak and @class='vak']")) == len(level["boxes"])
    assert "12 klantreizen" in svg.text_content()
    told = found.get_element_by_id("kaart-getoond").text_content()
    assert re.fullmatch(
        r"\d+ van 12 activiteiten: .+ van de gebeurtenissen; \d+ van \d+ soorten .+", told
    )
    rows = found.xpath("//section[@id='kaart-tabellen']//tbody/tr")
    assert len(rows) == len(value["moves"])


def test_the_page_in_english_has_the_same_map(made):
    _, report = made
    dutch, english = page(report), page(report, "kaart.en.html")
    keys = [element.get("data-vak") for element in dutch.xpath("//*[@data-vak]")]
    assert [element.get("data-vak") for element in english.xpath("//*[@data-vak]")] == keys
    assert "12 journeys" in english.get_element_by_id("kaart").text_content()


def test_the_page_holds_no_script_style_or_address_of_its_own(made):
    _, report = made
    for level in ("", "manager", "bestuurder"):
        found = page(report / level)
        assert found.xpath("//@style | //style | //*[starts-with(name(@*), 'on')]") == []
        assert all(script.get("src") and not script.text for script in found.iter("script"))
        assert not found.xpath("//svg//a | //svg//image | //svg//use")


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_plain_short_text(made, name):
    _, report = made
    for path in [report / "kaart.html", *(report / "data").iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert name not in text
        assert not re.search("[\u2028\u2029\u202e\x00\x1b]", text)
    for place in data(report, "kaart")["places"]:
        assert len(place["activity"]) <= 200
        assert not re.search("[\u2028\u2029\u202e\x00-\x1f]", place["activity"])


def test_the_same_tables_give_the_same_bytes(made, tmp_path):
    _, report = made
    written(tmp_path)
    files = sorted(path.relative_to(report) for path in report.rglob("*") if path.is_file())
    assert len(files) > 40
    for path in files:
        assert (tmp_path / "report" / path).read_bytes() == (report / path).read_bytes(), path


def test_a_partner_that_is_not_known_is_called_so_in_each_language(tmp_path):
    rows = [
        record(n, event_id=f"e{n}", case_id="c", activity_source="ab"[n % 2], partner=None)
        for n in range(4)
    ]
    run_models(rows, tmp_path)
    options, about = ReportOptions(), About("Proef", at("2024-02-01"))
    with open_tables(tmp_path / "tables", published(), memory="1GB") as connection:
        live = prepare_map(connection, options=options, about=about, maps=tmp_path / "maps")
        level, report = options.all_levels()[0], tmp_path / "report"
        write_map(live, Build(connection, report, level, options, about, tmp_path))
    told = [
        page(report, name).xpath("//*[@class='kader']//text()")
        for name in ("kaart.html", "kaart.en.html")
    ]
    assert told == [["partner onbekend"], ["partner unknown"]]
    assert [partner["name"] for partner in data(report, "kaart")["partners"]] == [None]


def test_a_region_without_events_has_a_page_that_says_so(tmp_path):
    run_models([], tmp_path)
    options, about = ReportOptions(), About("Leeg", None)
    with open_tables(tmp_path / "tables", published(), memory="1GB") as connection:
        live = prepare_map(connection, options=options, about=about, maps=tmp_path / "maps")
        level = options.all_levels()[0]
        write_map(live, Build(connection, tmp_path / "report", level, options, about, tmp_path))
    assert "Er zijn geen gebeurtenissen" in page(tmp_path / "report").text_content()
    assert data(tmp_path / "report", "kaart")["levels"] == []


def test_a_view_has_an_address_of_its_own_that_says_no_name():
    noord, zuid = View(1, "municipality", "Noord"), View(2, "municipality", "Zuid")
    assert noord.key != zuid.key
    assert noord.key == View(9, "municipality", "Noord").key
    assert "oord" not in noord.key
    assert View(0, "period", period=8100).key != View(0, "period", period=8101).key


def test_a_long_route_is_told_by_its_begin_and_its_end():
    assert route_title("Melding") == "Melding"
    assert route_title(" > ".join("abcde")) == "a > b > c > d > e"
    assert route_title(" > ".join("abcdef")) == "a > b > c > d > … > f (6)"
