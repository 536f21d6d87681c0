"""`klantreis export` as a person meets it, and klantreis on its own exports: the same journeys."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile

import pyarrow.parquet as pq
import pytest
from nights import bytes_of, run, table, write_config, write_export

from outputs.exports import FORMATS, export_run
from pipelines.demo import write_region

FILES = [name for form in FORMATS.values() for name in form.files]
TABLES = sorted({name for form in FORMATS.values() for name in form.tables})

AGAIN = """
[project]
name = "Terug"
max_rejected_share = 0.0

[journeys]
level = "case"
as_of = "{as_of}"

[vocabulary]
file = "begrippen.csv"
{source}
"""

XES = """
[[sources]]
name = "terug"
kind = "xes"
path = "klantreizen.xes.gz"
key = ["concept:instance"]
[sources.columns]
case_id = "case:concept:name"
partner = "org:group"
worker = "org:resource"
team = "klantreis:team"
regisseur = "klantreis:regisseur"
regisseur_role = "klantreis:regisseur_role"
referred_to = "klantreis:referred_to"
domain = "klantreis:domain"
municipality = "klantreis:municipality"
cost_eur = "cost:total"
"""

OCEL = """
[[sources]]
name = "terug"
kind = "ocel"
path = "{file}"
[sources.options]
case = "klantreis"
client = ""
household = ""
[sources.columns]
ended_at = "event:ended_at"
partner = "partner#uitgevoerd door:name"
worker = "event:worker"
team = "event:team"
regisseur = "regisseur:ocel:oid"
regisseur_role = "event:regisseur_role"
referred_to = "partner#verwezen naar:name"
domain = "event:domain"
municipality = "event:municipality"
cost_eur = "event:cost_eur"
"""
SOURCES = {
    "xes": XES,
    "ocel as JSON": OCEL.replace("{file}", "klantreizen.jsonocel"),
    "ocel as SQLite": OCEL.replace("{file}", "klantreizen.ocel.sqlite"),
}

COMPARED = ("journeys", "steps", "waits", "handovers", "referrals", "regisseurs", "journey_costs")


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """A region with its run, and the exports of it."""
    folder = tmp_path_factory.mktemp("regio")
    write_region(folder, households=40, seed=7)
    outcome = run(folder / "klantreis.toml", *TABLES, *COMPARED)
    export_run(folder / "out" / "latest" / "tables", folder / "uit")
    return folder, outcome


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A config with a run of three events."""
    tmp_path = tmp_path_factory.mktemp("klein")
    config = write_config(tmp_path)
    rows = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-03-01", "2;k2;Intake;2024-01-02")
    write_export(tmp_path, "a", "1.csv", *rows)
    run(config, *TABLES)
    return config


def seen(folder, names):
    """Rows of tables, without what names them."""
    journeys = ("started_at", "ended_at", "closed", "n_events", "n_partners", "n_handovers",
                "n_regisseurs", "duration_s", "waiting_s", "municipality")  # fmt: skip
    step = ("seq", "from_activity", "to_activity", "from_partner", "to_partner", "from_at", "to_at",
            "idle_s", "parallel")  # fmt: skip
    columns = {
        "journeys": journeys, "steps": step, "waits": step, "handovers": (*step, "kind", "returns"),
        "referrals": ("from_partner", "to_partner", "sent_at", "answered_at", "wait_s", "outcome"),
        "regisseurs": ("spell", "from_at", "until_at", "n_events"),
        "journey_costs": ("cost_eur",),
    }  # fmt: skip
    return {
        name: sorted(
            (tuple(row[c] for c in columns[name]) for row in table(folder, name)), key=repr
        )
        for name in names
    }


@pytest.mark.parametrize("form", SOURCES)
def test_klantreis_on_its_own_export_finds_the_same_journeys(region, tmp_path, form):
    folder, outcome = region
    for name in ("klantreizen.xes.gz", "klantreizen.jsonocel", "klantreizen.ocel.sqlite"):
        (tmp_path / name).symlink_to(folder / "uit" / name)
    events = table(folder, "events")
    terms = {
        (event["partner"] or "", event["activity"], event["kind"], event["rank"])
        for event in events
    }
    with (tmp_path / "begrippen.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "partner", "term", "activity", "kind", "rank"])
        writer.writerows(
            ["terug", partner, name, name, kind, rank]
            for partner, name, kind, rank in sorted(terms)
        )
    config = tmp_path / "klantreis.toml"
    config.write_text(AGAIN.format(as_of=outcome.as_of, source=SOURCES[form]), encoding="utf-8")
    again = run(config, *COMPARED)
    assert (again.errors, again.rejected, again.new) == ([], 0, len(events))
    wanted, found = seen(folder, COMPARED), seen(tmp_path, COMPARED)
    assert {name: len(rows) for name, rows in found.items()} == {
        n: len(r) for n, r in wanted.items()
    }
    assert found == wanted
    assert len(wanted["handovers"]) > 100


def test_an_export_of_a_config_is_that_of_its_latest_run(klantreis, small, tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTREIS_LANG", "nl")
    code, out, _ = klantreis("export", small, "--to", tmp_path / "een", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["files"]["klantreizen.xes.gz"] == "2 klantreizen, 3 gebeurtenissen"
    assert sorted(told["files"]) == sorted(FILES)
    code, _, said = klantreis("export", small.parent / "out" / "latest", "--to", tmp_path / "twee")
    assert code == 0
    assert "3 gebeurtenissen over 7 objecten" in said
    assert "Hierin staan pseudoniemen" in said
    assert bytes_of(tmp_path / "een") == bytes_of(tmp_path / "twee")
    assert sorted(bytes_of(tmp_path / "een")) == sorted(FILES)


@pytest.mark.parametrize(
    ("words", "told"),
    [((), "een nummer voor elk pseudoniem"), (("--pseudonyms",), "Hierin staan pseudoniemen")],
    ids=["as it is", "with pseudonyms"],
)
def test_tables_for_excel_hold_pseudonyms_only_where_asked_and_that_is_said(
    klantreis, small, tmp_path, monkeypatch, words, told
):
    monkeypatch.setenv("KLANTREIS_LANG", "nl")
    forms = ("--format", "xlsx,parquet")
    code, _, said = klantreis("export", small, "--to", tmp_path, *forms, *words)
    assert code == 0
    assert told in " ".join(said.split())
    (journey, *_) = pq.read_table(tmp_path / "tabellen" / "journeys.parquet")[
        "journey_id"
    ].to_pylist()
    assert isinstance(journey, str if words else int)


def test_only_the_wanted_formats_are_written(klantreis, small, tmp_path):
    assert klantreis("export", small, "--to", tmp_path / "uit", "--format", "bpmn, xes")[0] == 0
    assert sorted(bytes_of(tmp_path / "uit")) == ["klantreizen.bpmn", "klantreizen.xes.gz"]


def test_what_is_there_stays_until_it_may_be_replaced(klantreis, small, tmp_path):
    folder = tmp_path / "uit"
    folder.mkdir()
    (folder / "notitie.txt").write_text("van mij")
    (folder / "klantreizen.bpmn").write_text("ook van mij")
    before = bytes_of(folder)
    code, _, said = klantreis("export", small, "--to", folder)
    assert code == 2
    assert "klantreizen.bpmn" in said
    assert "--replace" in said
    assert bytes_of(folder) == before
    assert klantreis("export", small, "--to", folder, "--replace")[0] == 0
    assert (folder / "notitie.txt").read_text() == "van mij"
    assert sorted(bytes_of(folder)) == sorted([*FILES, "notitie.txt"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "xes,ocle"), "did you mean ocel?"),
        (("--format", ","), "no format to export to"),
        (("--coverage", "80"), "a number from 0 to 1"),
        (("--to", "{run}/tables/uit"), "cannot come in the run's own folder"),
    ],
    ids=["a format that is not there", "no format", "a percentage", "the run's own folder"],
)
def test_what_cannot_be_is_exit_code_2_and_leaves_nothing(klantreis, small, tmp_path, words, told):
    run_folder = small.parent / "out" / "latest"
    given = [word.format(run=run_folder) for word in words]
    before = bytes_of(small.parent)
    code, _, said = klantreis("export", small, "--to", tmp_path / "uit", *given)
    assert code == 2
    assert told in said
    assert bytes_of(small.parent) == before
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_run_is_exit_code_2(klantreis, tmp_path):
    code, _, said = klantreis("export", tmp_path, "--to", tmp_path / "uit")
    assert code == 2
    assert "no folder tables" in said


def test_no_identity_leaves_with_an_export(region):
    folder, _ = region
    with (folder / "waarheid" / "gebeurtenissen.csv").open(encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    columns = ("client", "household", "case_id", "worker", "regisseur")
    # A shorter one could stand anywhere by chance.
    secrets = {row[name] for row in told for name in columns if len(row[name]) > 4}
    assert len(secrets) > 300
    pattern = re.compile(b"|".join(sorted(re.escape(each.encode()) for each in secrets)))
    for name, content in bytes_of(folder / "uit").items():
        text = gzip.decompress(content) if name.endswith(".gz") else content
        if name.endswith(".xlsx"):
            book = zipfile.ZipFile(folder / "uit" / name)
            text = b"".join(map(book.read, book.namelist()))
        if name.endswith(".parquet"):
            text = repr(pq.read_table(folder / "uit" / name).to_pylist()).encode()
        assert not pattern.search(text), name
