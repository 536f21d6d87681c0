"""What an auditor is given: read as they would, with csv, DuckDB and nothing of the program's own."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from literal import at
from nights import run_wholly, write_config, write_export

import journeys
import outputs
from journeys.contract import NOTES, REJECTED
from journeys.models import models
from outputs.audit.folder import RULES, TERMS, write_audit
from outputs.queries import FOLDERS
from outputs.report import About

SQL = Path(journeys.__file__).parent / "sql"
OUTPUTS = Path(outputs.__file__).parent
HEADER = "Zaak;Klant;Wat;Begin;Eind;Naar;Regie"
COLUMNS = 'ended_at = "Eind"\nreferred_to = "Naar"\nregisseur = "Regie"\n'
BAD = (
    "9;=cmd();;2024-01-01;;;",  # no activity
    "9;k9;Intake;=2+5;;;",
    "9;k9;Intake;Jan Jansen, 06-12345678;;;",
)


def export(source, seed):
    """Rows of a source over ten clients: overlapping, referred, handed over."""
    draw = random.Random(seed)
    rows = []
    for _ in range(40):
        client = draw.randrange(10)
        begin = date(2024, 1, 1) + timedelta(draw.randrange(120))
        end = begin + timedelta(draw.choice([0, 0, 3, 30]))
        to = draw.choice(["", "", "a", "b", "c"])
        regie = draw.choice(["", "X", "Y"])
        rows.append(f"{source}{client};k{client};{draw.choice('pqr')};{begin};{end};{to};{regie}")
    return rows


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """The folder of a config after one night over three sources."""
    made = tmp_path_factory.mktemp("night")
    config = write_config(made, "abc", columns=COLUMNS)
    for seed, source in enumerate("abc"):
        bad = BAD if source == "a" else ()
        write_export(made, source, "=1.csv", *export(source, seed), *bad, header=HEADER)
    assert run_wholly(config).status == "complete"
    return made


@pytest.fixture(scope="module")
def latest(night):
    """The run's folder."""
    return night / "out" / "latest"


def rows_of(path):
    """A CSV file's rows, as a spreadsheet that knows the separator sees them."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";", strict=True))


def definition(latest, name):
    found = [*latest.glob(f"audit/definities/{name}.sql")]
    found += latest.glob(f"audit/definities/onderdelen/{name}.sql")
    return found[0].read_text("utf-8")


def table(latest, name):
    return pq.read_table(latest / "tables" / f"{name}.parquet").to_pylist()


@pytest.fixture
def auditor(latest):
    """An engine of the auditor's own: the run's events, and which activities close, of its manifest."""
    config = json.loads((latest / "manifest.json").read_bytes())["config"]["journeys"]
    closing = pa.table({"activity": pa.array(config["closing"], pa.string())})
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Tokyo'")
        connection.execute(
            f"create view events as from read_parquet('{latest / 'tables/events.parquet'}')"
        )
        connection.register("closing", closing)
        yield connection


def recomputed(auditor, latest, name):
    auditor.execute(f'create table "{name}" as {definition(latest, name)}')
    return auditor.execute(f'from "{name}"').to_arrow_table().to_pylist()


def test_every_source_file_has_its_hash_and_what_became_of_its_rows(night, latest):
    rows = rows_of(latest / "audit/bestanden.csv")
    assert rows == [
        {
            "source": source,
            "source_file": "'=1.csv",
            "sha256": hashlib.sha256((night / source / "=1.csv").read_bytes()).hexdigest(),
            "rows": str(n),
            "new": "40",
            "repeated": "0",
            "updated": "0",
            "rejected": str(n - 40),
        }
        for source, n in (("a", 43), ("b", 40), ("c", 40))
    ]


def test_every_rejected_row_says_where_it_stands_and_why_and_masks_its_value(latest):
    rows = rows_of(latest / "audit/afgekeurd.csv")
    assert list(rows[0]) == ["source", "source_file", "source_row", "column", "reason", "value"]
    assert [(row["source"], row["source_row"], row["column"], row["value"]) for row in rows] == [
        ("a", "41", "Wat", ""),
        ("a", "42", "Begin", "'=9+9"),
        ("a", "43", "Begin", "xxx xxxxxx, 99-99999999"),
    ]
    assert all(row["reason"] for row in rows)
    assert len(rows) == len(table(latest, "rejected"))


def test_no_cell_of_the_audit_is_a_formula(latest):
    for path in latest.glob("audit/*.csv"):
        for row in rows_of(path):
            assert [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))] == []


def test_every_models_text_is_there_byte_for_byte(latest):
    found = {
        path.relative_to(latest / "audit/definities").as_posix(): path.read_bytes()
        for path in latest.glob("audit/definities/**/*.sql")
    }
    tables = {path.name: path.read_bytes() for path in SQL.glob("*.sql")}
    parts = {f"onderdelen/{path.name}": path.read_bytes() for path in SQL.glob("parts/*.sql")}
    signals = {f"signalen/{path.name}": path.read_bytes() for path in SQL.glob("signals/*.sql")}
    # the one query that no file holds: all kinds of signals under one another
    union = {"onderdelen/findings.sql": models()["findings"].sql.encode()}
    queries = {
        f"{place}/{path.name}": path.read_bytes()
        for package, place in FOLDERS.items()
        for path in OUTPUTS.joinpath(*package.split(".")[1:]).glob("sql/*.sql")
    }
    assert found == tables | parts | signals | union | queries
    # and every table of the run has one
    made = {path.stem for path in latest.glob("tables/*.parquet")}
    assert made - {"review"} == {path.stem for path in SQL.glob("*.sql")}  # questions of linking


@pytest.mark.parametrize("name", ["steps", "activities", "waits", "flows"])
def test_an_auditor_recomputes_from_the_events_alone(auditor, latest, name):
    before = {"steps": ("turns",), "waits": ("turns", "steps"), "flows": ("turns", "steps")}
    for each in before.get(name, ()):
        recomputed(auditor, latest, each)
    told = table(latest, name)
    assert len(told) > 2
    assert recomputed(auditor, latest, name) == told


def test_an_auditor_recomputes_the_rest_with_what_the_manifest_says(auditor, latest):
    manifest = json.loads((latest / "manifest.json").read_bytes())
    config = manifest["config"]["journeys"]
    auditor.execute(
        "create table settings as select ?::double * 86400 as lost_after_s",
        [config["lost_after_days"]],
    )
    auditor.execute("create table judged as select ?::timestamptz as as_of", [manifest["as_of"]])
    parts = ("turns", "steps", "spans", "past_events", "past_spans", "passes", "route_texts")
    for name in parts:
        recomputed(auditor, latest, name)
    names = ("referrals", "handovers", "partner_flows", "regisseurs", "regisseur_changes", "routes")
    for name in names:
        told = table(latest, name)
        assert len(told) > 2
        assert recomputed(auditor, latest, name) == told, name


def test_an_event_leads_back_to_its_row_in_the_source(night, latest):
    for event in table(latest, "events"):
        lines = (night / event["source"] / event["source_file"]).read_text("utf-8").splitlines()
        _, _, activity, begin, *_ = lines[event["source_row"]].split(";")
        local = event["started_at"].astimezone(ZoneInfo("Europe/Amsterdam"))
        assert (event["activity_source"], local.date().isoformat()) == (activity, begin)


def test_the_rules_that_could_not_judge_stand_in_the_audit_with_what_they_lack(latest):
    rows = rows_of(latest / "audit/regels.csv")
    assert len(rows) == len(table(latest, "rule_status"))
    whole = {row["rule"]: (row["status"], row["because"]) for row in rows if not row["source"]}
    assert whole["stille_overdracht"] == ("judged", "")
    assert whole["onveilig"] == ("no_input", "incident")


def test_the_readme_names_every_file_of_the_folder(latest):
    text = (latest / "audit/LEESMIJ.txt").read_text("utf-8")
    for path in (latest / "audit").iterdir():
        assert path == latest / "audit/LEESMIJ.txt" or path.name in text
    assert text.startswith("Voor de auditor: Proef, peilmoment 2024-")


def write_rejected(folder, rows):
    folder.mkdir(exist_ok=True)
    columns = {name: [row[n] for row in rows] for n, name in enumerate(REJECTED)}
    types = pa.schema(
        [(name, pa.int64() if kind == "BIGINT" else pa.string()) for name, kind in REJECTED.items()]
    )
    pq.write_table(pa.table(columns, schema=types), folder / "rejected.parquet")
    pq.write_table(
        pa.table({name: pa.array([], pa.string()) for name in RULES}),
        folder / "rule_status.parquet",
    )
    write_notes(folder)
    pq.write_table(
        pa.table({name: pa.array([], pa.string()) for name in TERMS}), folder / "terms.parquet"
    )
    return folder


def write_notes(folder, *rows):
    columns = {name: [row[n] for row in rows] for n, name in enumerate(NOTES)}
    types = pa.schema(
        [(name, pa.int64() if kind == "BIGINT" else pa.string()) for name, kind in NOTES.items()]
    )
    pq.write_table(pa.table(columns, schema=types), folder / "reading_notes.parquet")


FILE = {
    "source": "@s",
    "source_file": "-f.csv",
    "sha256": "0" * 64,
    "rows": 3,
    "new": 1,
    "repeated": 1,
    "updated": 0,
    "rejected": 1,
}


def test_texts_that_would_be_formulas_are_texts(tmp_path):
    hostile = ("=cmd()", "+f.csv", 7, '@col;"x"', "-reason\n=2", "\t=1")
    tables = write_rejected(tmp_path / "tables", [hostile])
    write_audit(tables, tmp_path / "audit", about=About("p", None), files=[FILE])
    assert [list(row.values()) for row in rows_of(tmp_path / "audit/afgekeurd.csv")] == [
        ["'=cmd()", "'+f.csv", "7", '\'@col;"x"', "'-reason\n=2", "'\t=1"]
    ]
    (row,) = rows_of(tmp_path / "audit/bestanden.csv")
    assert (row["source"], row["source_file"], row["rows"]) == ("'@s", "'-f.csv", "3")


def test_a_note_stands_in_the_audit_with_its_file_and_its_sentence(tmp_path):
    tables = write_rejected(tmp_path / "tables", [])
    write_notes(tables, ("s", "f.csv", "Bedrag", "cost_unread", 2, 0, None))
    write_audit(tables, tmp_path / "audit", about=About("p", None), files=[FILE])
    assert [list(row.values()) for row in rows_of(tmp_path / "audit/opmerkingen.csv")] == [
        ["s", "f.csv", "Bedrag", "cost_unread", "2", "0", "",
         "2 bedragen in kolom ‘Bedrag’ zijn niet te lezen; die gebeurtenissen staan er zonder bedrag in."]
    ]  # fmt: skip


def test_a_run_without_data_has_an_audit_that_says_so(tmp_path):
    tables = write_rejected(tmp_path / "tables", [])
    written = write_audit(tables, tmp_path / "audit", about=About("{0} {x}", None), files=[])
    assert rows_of(tmp_path / "audit/afgekeurd.csv") == []
    assert rows_of(tmp_path / "audit/bestanden.csv") == []
    text = (tmp_path / "audit/LEESMIJ.txt").read_text("utf-8")
    assert text.startswith("Voor de auditor: {0} {x}, peilmoment onbekend\n")
    assert sorted(written) == sorted(p for p in (tmp_path / "audit").rglob("*") if p.is_file())


def test_the_same_run_gives_the_same_bytes(tmp_path):
    tables = write_rejected(tmp_path / "tables", [("s", "f", n, "c", "r", None) for n in range(9)])
    about = About("p", at("2024-01-05"))
    one, other = (
        write_audit(tables, tmp_path / name, about=about, files=[FILE]) for name in ("1", "2")
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
