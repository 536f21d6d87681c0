"""The data model as Parquet and as a workbook: read back by others, whole, and without a pseudonym."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from exported import HOSTILE, hostile_rows, odd_rows
from literal import record, run_models
from nights import bytes_of
from python_calamine import CalamineWorkbook

import outputs.exports.xlsx
from outputs.exports import FORMATS, export_run
from outputs.exports.data_model import KEYS, LINEAGE, RELATIONS, TABLES, pseudonym_of
from outputs.spreadsheet import harmless

MODEL = list(FORMATS["parquet"].tables)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run's tables as rows, and the folder of its exports."""
    folder = tmp_path_factory.mktemp("model")
    tables = run_models(odd_rows(), folder)
    export_run(folder / "tables", folder / "uit", ["parquet", "xlsx"])
    export_run(folder / "tables", folder / "met", ["parquet", "xlsx"], with_pseudonyms=True)
    return tables, folder


def rows_of(folder, table):
    return pq.read_table(folder / "tabellen" / f"{table}.parquet").to_pylist()


def sheets(path):
    """Each sheet as its rows, of which the first is its header."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def as_in_a_cell(value):
    """A value as Excel holds it: nothing for what is not known, a moment to the millisecond, 16 digits."""
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, float):
        return float(f"{value:.16g}")
    return "" if value is None else value


def test_every_table_has_its_rows_and_all_that_is_no_list(made):
    tables, folder = made
    for table in MODEL:
        mine = rows_of(folder / "met", table)
        wanted = [
            {name: value for name, value in row.items() if not isinstance(value, list)}
            for row in tables[table]
        ]
        told = [
            {name: row[name] for name in row if not isinstance(row[name], datetime)} for row in mine
        ]
        assert told == [
            {n: row[n] for n in row if not isinstance(row[n], datetime)} for row in wanted
        ]


def test_a_sheet_is_its_file(made):
    _, folder = made
    book = sheets(folder / "uit" / "klantreizen.xlsx")
    assert list(book) == ["relations", *TABLES]
    for table in TABLES:
        file = rows_of(folder / "uit", table)
        header, *rows = book[table]
        assert header == pq.read_schema(folder / "uit" / "tabellen" / f"{table}.parquet").names
        assert rows == [[as_in_a_cell(value) for value in row.values()] for row in file]


def test_moments_are_on_the_clock_of_the_zone(made):
    _, folder = made
    told = {row["event_id"]: row["started_at"] for row in rows_of(folder / "met", "events")}
    for event in made[0]["events"]:
        local = told[event["event_id"]]
        assert local.tzinfo is None
        assert (local - event["started_at"].replace(tzinfo=None)).total_seconds() in (3600, 7200)


def test_every_relation_leads_to_one_row(made):
    _, folder = made
    tables = {table: rows_of(folder / "uit", table) for table in TABLES}
    for table, key in KEYS.items():
        values = [row[key] for row in tables[table]]
        assert len(set(values)) == len(values), table
    for each in RELATIONS:
        there = {row[KEYS[each.to_table]] for row in tables[each.to_table]}
        named = {row[each.column] for row in tables[each.table]} - {None}
        assert named <= there, each


def test_between_two_tables_a_program_follows_one_way():
    ways = {}
    for each in RELATIONS:
        if each.is_active:
            ways.setdefault(each.to_table, set()).add(each.table)

    def n_ways(from_, to):
        return sum(1 if step == to else n_ways(step, to) for step in ways.get(from_, ()))

    assert {(a, b) for a in TABLES for b in TABLES if n_ways(a, b) > 1} == set()


def test_the_relations_are_the_same_in_both_forms(made):
    _, folder = made
    _, *told = sheets(folder / "uit" / "klantreizen.xlsx")["relations"]
    package = json.loads((folder / "uit" / "tabellen" / "datapackage.json").read_text())
    keys = {
        (each["name"], key["fields"], key["reference"]["resource"], key["reference"]["fields"])
        for each in package["resources"]
        for key in each["schema"]["foreignKeys"]
    }
    assert {tuple(row[:4]) for row in told} == keys
    assert [each["path"] for each in package["resources"]] == [f"{name}.parquet" for name in TABLES]
    for each in package["resources"]:
        names = pq.read_schema(folder / "uit" / "tabellen" / each["path"]).names
        assert [field["name"] for field in each["schema"]["fields"]] == names


def test_what_the_glossary_calls_a_pseudonym_or_a_hash_is_a_number(made):
    text = (Path(__file__).parents[3] / "docs" / "glossary.md").read_text(encoding="utf-8")
    column = re.compile(r"^\| (\w+) \| VARCHAR \| (pseudonym|hash) \|", re.MULTILINE)
    _, *parts = re.split(r"^## (\w+)$", text, flags=re.MULTILINE)
    told = {
        (table, name)
        for table, part in zip(parts[::2], parts[1::2], strict=True)
        if table in MODEL
        for name, _ in column.findall(part)
    }
    _, folder = made
    schemas = {
        table: pq.read_schema(folder / "met" / "tabellen" / f"{table}.parquet") for table in MODEL
    }
    columns = {(table, name) for table in MODEL for name in schemas[table].names}
    assert {(table, name) for table, name in columns if pseudonym_of(name)} == told


def test_no_pseudonym_and_no_place_in_a_source_leaves_unless_asked_for(made):
    tables, folder = made
    secrets = {
        value
        for table in MODEL
        for row in tables[table]
        for name, value in row.items()
        if pseudonym_of(name) and value
    } - {row["activity"] for row in tables["events"]}
    assert len(secrets) > 30

    def shown(where):
        cells = {
            cell
            for rows in sheets(where / "klantreizen.xlsx").values()
            for row in rows
            for cell in row
        }
        return cells | {
            value for table in TABLES for row in rows_of(where, table) for value in row.values()
        }

    texts = [text for text in shown(folder / "uit") if isinstance(text, str)]
    assert [
        text for text in texts for secret in secrets if len(secret) > 2 and secret in text
    ] == []
    assert secrets <= shown(folder / "met")
    for table in TABLES:
        assert not set(LINEAGE) & set(
            pq.read_schema(folder / "uit" / "tabellen" / f"{table}.parquet").names
        )


def test_one_person_is_one_number_in_every_table(made):
    tables, folder = made
    pairs = {
        (pseudonym_of(name), old[name], new[name])
        for table in MODEL
        for old, new in zip(tables[table], rows_of(folder / "uit", table), strict=True)
        for name in old
        if pseudonym_of(name) and not isinstance(old[name], list)
    }
    for place in (1, 2):
        values = [(pair[0], pair[place]) for pair in pairs if pair[1] is not None]
        assert len(set(values)) == len(values)
    assert all((old is None) == (new is None) for _, old, new in pairs)


def test_the_same_tables_give_the_same_bytes(made, tmp_path):
    _, folder = made
    export_run(folder / "tables", tmp_path / "weer", ["parquet", "xlsx"])
    assert bytes_of(tmp_path / "weer") == bytes_of(folder / "uit")


def test_no_cell_is_a_formula_or_a_link(tmp_path):
    run_models(hostile_rows(), tmp_path / "run")
    rows = [record(n, case_id=f"f{n}", activity_source=text, partner=text, source_row=n)
            for n, text in enumerate(["=1+1", "+1", "-1", "@x", "http://x.nl", "{=1}"], 1)]  # fmt: skip
    run_models(rows, tmp_path / "formules")
    for run, names in (
        ("run", HOSTILE),
        ("formules", ["=1+1", "+1", "-1", "@x", "http://x.nl", "{=1}"]),
    ):
        export_run(tmp_path / run / "tables", tmp_path / run / "uit", ["xlsx"])
        path = tmp_path / run / "uit" / "klantreizen.xlsx"
        book = zipfile.ZipFile(path)
        pages = "".join(
            book.read(name).decode() for name in book.namelist() if "worksheets/" in name
        )
        assert not re.search(r"<f[ >]|hyperlink", pages)
        column = {row[0] for row in sheets(path)["partners"][1:]}
        assert {harmless(name) for name in names} <= column


def test_a_table_that_no_sheet_can_hold_is_left_out_by_name(made, tmp_path, monkeypatch):
    _, folder = made
    monkeypatch.setattr(outputs.exports.xlsx, "MOST_ROWS", 9)
    told = export_run(folder / "tables", tmp_path, ["xlsx"])
    book = sheets(tmp_path / "klantreizen.xlsx")
    assert "events" not in book
    assert "journeys" in book
    assert "events" in told["klantreizen.xlsx"]
    assert "--format parquet" in told["klantreizen.xlsx"]
    assert not any("events" in row[:3:2] for row in book["relations"])


def test_what_an_export_holds_is_said_of_each_file(made, tmp_path):
    tables, folder = made
    told = export_run(folder / "tables", tmp_path, ["parquet"])
    assert told["tabellen/events.parquet"] == f"{len(tables['events'])} rijen"
    assert list(told) == list(FORMATS["parquet"].files)
