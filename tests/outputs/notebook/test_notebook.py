"""A run in a notebook: frames, questions, parts of a run, and maps that show themselves."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from exported import HOSTILE, hostile_rows, odd_rows
from literal import at, record, run_models
from lxml import etree, html

import outputs
from outputs.errors import OutputError

NEEDED = [
    "journeys",
    "events",
    "steps",
    "handovers",
    "regie_spells",
    "regie_changes",
    "partner_flows",
]
DOCS = Path(__file__).parents[3] / "docs"


def rows():
    """Odd journeys, and two of another gemeente a year later."""
    more = [
        record(20 + n, case_id=f"z{n}", activity_source=activity, partner=partner, municipality="Zuid",
               domain="wmo", client_id=f"z{n}", started_at=at("2025-02-01"), source_row=20 + n)
        for n, (activity, partner) in enumerate((("Melding", "Zorgloket"), ("Aanvraag", "Zorgloket")))
    ]  # fmt: skip
    return [*odd_rows(), *more]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run's tables as rows, and its folder."""
    folder = tmp_path_factory.mktemp("run")
    return run_models(rows(), folder), folder


@pytest.fixture
def run(made):
    with outputs.open_run(made[1]) as opened:
        yield opened


def plain(frame):
    """A frame's rows as Python sees them: None for what is not known."""
    return [
        {k: None if not isinstance(v, list) and pd.isna(v) else v for k, v in row.items()}
        for row in frame.to_dict("records")
    ]


def test_every_table_is_a_frame_with_its_rows_and_types(made, run):
    tables, _ = made
    assert set(run.tables) == tables.keys()
    for name in ("events", "journeys", "waits", "handovers"):
        found = plain(run[name])
        assert len(found) == len(tables[name])
        for mine, wanted in zip(found, tables[name], strict=True):
            for column, value in wanted.items():
                seen = mine[column]
                assert (seen.to_pydatetime() if isinstance(seen, pd.Timestamp) else seen) == value
    kinds = run.events.dtypes.astype(str).to_dict()
    wanted = {
        "event_id": "str", "seq": "Int64", "is_running": "boolean", "cost_eur": "float64",
        "started_at": "datetime64[us, UTC]",
    }  # fmt: skip
    assert {name: kinds[name] for name in wanted} == wanted
    assert str(run.norm_checks["due_on"].dtype).startswith("datetime64")


def test_a_table_is_an_attribute_too_and_is_completed(run):
    pd.testing.assert_frame_equal(run.waits, run["waits"])
    assert {"waits", "ask", "map"} <= set(dir(run))
    with pytest.raises(AttributeError, match="did you mean 'waits'"):
        _ = run.wait
    with pytest.raises(OutputError, match="did you mean 'handovers'"):
        _ = run["handover"]


def test_a_question_is_answered_with_what_stands_for_its_parameters(made, run):
    tables, _ = made
    found = run.ask("select count(*) as n from steps where idle_s > $limit", limit=86_400)
    assert found["n"][0] == sum(row["idle_s"] > 86_400 for row in tables["steps"])


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("drop view events", "one select"),
        ("select 1; select 2", "SELECT, SELECT"),
        ("", "got:      nothing"),
        ("copy events to '{folder}/x.csv'", "COPY"),
        ("set enable_external_access = true", "SET"),
        ("select * from read_csv('/etc/hostname')", "PermissionException"),
        ("select nope from waits", 'column "nope" not found'),
        ("select * from wait", "the tables: "),
        ("selec 1", "ParserException"),
    ],
)
def test_a_run_can_be_asked_and_neither_changed_nor_left(run, tmp_path, sql, told):
    before = run.waits
    with pytest.raises(OutputError) as error:
        run.ask(sql.format(folder=tmp_path))
    assert told in str(error.value)
    pd.testing.assert_frame_equal(run.waits, before)
    assert list(tmp_path.iterdir()) == []


def test_no_value_of_a_client_stands_in_an_error(run):
    with pytest.raises(OutputError) as error:
        run.ask("select cast(activity as integer) from events")
    assert "Melding" not in str(error.value)
    assert "ConversionException" in str(error.value)


@pytest.mark.parametrize(
    ("given", "cases"),
    [
        ({}, ["k1", "k2", "k3", "z0", "z1"]),
        ({"municipality": "Zuid"}, ["z0", "z1"]),
        ({"municipality": ["Zuid", "Noord"]}, ["k1", "z0", "z1"]),
        ({"partner": "GGZ"}, ["k1"]),
        ({"domain": "jeugd"}, ["k1"]),
        ({"since": "2025-01-01"}, ["z0", "z1"]),
        ({"until": date(2025, 1, 1)}, ["k1", "k2", "k3"]),
        ({"partner": "Zorgloket", "until": "2025-01-01"}, ["k2"]),
        ({"municipality": "Nergens"}, []),
    ],
)
def test_a_part_of_a_run_has_whole_journeys_and_no_others(made, run, given, cases):
    tables, _ = made
    part = run.only(**given)
    wanted = {
        event["journey_id"] for event in tables["events"] if event["client_id"].lstrip("c") in cases
    }
    assert len(part) == len(cases) == len(wanted)
    for name in ("events", "steps", "waits", "handovers", "journeys"):
        assert len(part[name]) == sum(row["journey_id"] in wanted for row in tables[name])
        assert set(part[name]["journey_id"]) <= wanted


def test_a_date_begins_at_midnight_where_the_run_is(run):
    assert len(run.only(since="2025-02-01")) == 2
    assert len(run.only(since="2025-02-01T01:00:00")) == 2
    assert len(run.only(since="2025-02-01T01:00:01")) == 0


def test_counts_of_a_part_are_counted_anew_as_the_models_count(tmp_path):
    counted = ("activities", "flows", "partner_flows", "routes")
    run_models(rows(), tmp_path / "whole", [*NEEDED, *counted, "bottlenecks"])
    chosen = [row for row in rows() if row["case_id"] in ("k2", "z0")]
    wanted = run_models(chosen, tmp_path / "part", ["journeys", *counted])
    with outputs.open_run(tmp_path / "whole") as run:
        part = run.only(partner="Zorgloket").only(
            journeys=[row["journey_id"] for row in wanted["journeys"]]
        )
        for name in counted:
            assert plain(part[name]) == wanted[name]
        with pytest.raises(OutputError, match="of a whole run alone"):
            _ = part["bottlenecks"]
        assert "bottlenecks" not in part.tables


def test_a_part_that_is_all_of_it_says_the_same(run):
    every = run.only(journeys=run.journeys["journey_id"])
    for name in every.tables:
        if name != "signals":  # one of a client without a household names no journey
            pd.testing.assert_frame_equal(every[name], run[name])


def test_a_part_exports_and_names_itself(run, tmp_path):
    part = run.only(municipality="Zuid", since="2025-01-01")
    assert repr(part).endswith("2 klantreizen (gemeente Zuid; begonnen vanaf 01-01-2025)>")
    assert part.export(tmp_path, "xes") == {"klantreizen.xes.gz": "2 klantreizen, 2 gebeurtenissen"}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda run: run.only(journeys=5), "a text or a list of texts"),
        (lambda run: run.only(since="gisteren"), 'a date such as "2025-01-31"'),
        (lambda run: run.map("klantreiskart"), "did you mean 'klantreiskaart'"),
        (lambda run: run.map(max_activity=3), "did you mean 'max_activities'"),
        (lambda run: run.map().save("kaart.png"), ".svg or .dot"),
        (lambda _: outputs.open_run("nergens"), "no folder"),
        (lambda _: outputs.open_run("."), "such as out/latest"),
    ],
)
def test_what_cannot_be_is_told_with_what_can(run, ask, told):
    with pytest.raises(OutputError) as error:
        ask(run)
    assert told in str(error.value)


@pytest.mark.parametrize("draw", ["klantreiskaart", "partnernetwerk", "regiekaart"])
def test_a_map_shows_itself_scaled_and_says_in_words_what_it_shows(run, tmp_path, draw):
    made = getattr(outputs, draw)(run.only(municipality=["Noord", "Zuid"]), max_activities=5)
    shown = html.fromstring(made._repr_html_())
    image = shown.find("img")
    assert image.get("style") == "max-width:100%;height:auto"
    assert image.get("alt") == made.title
    assert shown.find("figcaption").text == made.summary
    assert made.summary.startswith("Alleen gemeente Noord of Zuid. ")
    kind, data = image.get("src").split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == made._repr_svg_()
    path = made.save(tmp_path / "kaart.svg")
    assert etree.parse(path).getroot().get("role") == "img"
    assert path.read_text("utf-8") == made._repr_svg_()
    assert made.save(tmp_path / "kaart.dot").read_text("utf-8").startswith("digraph")


def test_a_whole_run_has_the_map_that_klantreis_drew(made, run, tmp_path):
    from outputs.maps import draw_maps

    draw_maps(made[1] / "tables", tmp_path)
    assert (
        run.map().save(tmp_path / "zelf.svg").read_bytes()
        == (tmp_path / "klantreiskaart.svg").read_bytes()
    )


def test_hostile_names_do_nothing_in_a_notebook(tmp_path):
    given = [{**row, "municipality": row["activity_source"]} for row in hostile_rows()]
    run_models(given, tmp_path, NEEDED)
    with outputs.open_run(tmp_path) as run:
        made = run.only(municipality=HOSTILE).map()
        assert len(run.only(municipality=HOSTILE)) == len(HOSTILE)
    shown = html.fromstring(made._repr_html_())
    assert [each.tag for each in shown.iter()] == ["figure", "img", "figcaption"]
    assert {key for each in shown.iter() for key in each.attrib} == {"lang", "src", "alt", "style"}
    tags = {etree.QName(each).localname for each in etree.fromstring(made.svg.encode()).iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "path", "polygon", "text"}


def test_nothing_of_a_notebook_is_loaded_before_it_is_used():
    code = (
        "import sys, journeys, outputs;"
        "heavy = {'pandas', 'duckdb', 'pyarrow', 'networkx', 'wasmtime'} & sys.modules.keys();"
        "assert not heavy, heavy;"
        "assert 'open_run' in dir(outputs);"
        "outputs.open_run"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'open_rum'"):
        _ = outputs.open_rum


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")  # pm4py
def test_what_the_pages_about_notebooks_and_other_programs_say_works(tmp_path, monkeypatch):
    from nights import run_wholly as night

    from pipelines.demo import write_region

    write_region(tmp_path, households=20, seed=7)
    night(tmp_path / "klantreis.toml")
    monkeypatch.chdir(tmp_path)
    names = {}
    for page in (DOCS / "notitieboek.md", DOCS / "uitvoer.md"):
        blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        rows = re.findall(r"^\|[^|]*\| `(run\.[^`]*)`", page.read_text("utf-8"), re.MULTILINE)
        assert len(blocks) >= 4
        for block in [*blocks, *rows]:
            exec(compile(block, str(page), "exec"), names)  # noqa: S102 - the page's own code
    assert len(rows) == 6
    assert (tmp_path / "kaart.svg").is_file()
    assert (tmp_path / "uitvoer" / "klantreizen.xes.gz").is_file()
    names["run"].close()
