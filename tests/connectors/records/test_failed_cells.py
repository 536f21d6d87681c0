"""A value that failed is never an empty one: kind of fault × source kind × column."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import sqlite3
import zipfile
from contextlib import closing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from connectors.identity.pseudonyms import Pseudonyms
from connectors.nested.reader import JsonOptions
from connectors.records.canonical import read_extract
from connectors.registry import kind_of
from connectors.source import Source
from connectors.sql.options import SqlOptions
from journeys.engine import connect
from journeys.notes import Note

GOOD = {
    "Zaak": "1",
    "Wat": "Intake",
    "Begin": "2024-03-01",
    "Eind": "2024-03-02",
    "Kosten": "12,50",
}
COLUMNS = {
    "case_id": ("Zaak",), "activity": ("Wat",), "started_at": ("Begin",), "ended_at": ("Eind",),
    "cost_eur": ("Kosten",),
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function from rows in a file of a kind to its records, its rejected rows and its notes."""

    def reading(kind, rows, columns=None, **options):
        path = tmp_path / f"a.{kind}"
        WRITERS[kind](path, rows)
        if kind == "sql":
            options["options"] = SqlOptions(url=f"sqlite:///{path}", table="t")
        if kind == "json":
            options["options"] = JsonOptions(rows="[]")
        source = Source(name="s", kind=kind, columns={**COLUMNS, **(columns or {})}, **options)

        def opened():
            reader = kind_of(kind).reader
            return reader(source, None) if kind == "sql" else reader(path, source)

        with connect(tmp_path / "spill", memory="1GB", threads=2) as connection:
            made = read_extract(
                connection,
                source,
                opened,
                "f",
                Pseudonyms(b"k" * 32),
                tmp_path / "made",
                timezone="Europe/Amsterdam",
            )
        assert len(rows) == made.n_records + made.n_rejected
        records = pq.read_table(made.records).to_pylist()
        return records, pq.read_table(made.rejected).to_pylist(), made.notes

    return reading


def write_csv(path, rows):
    names = list(rows[0])
    lines = [
        ";".join("" if row[name] is None else str(row[name]) for name in names) for row in rows
    ]
    path.write_text("\n".join([";".join(names), *lines, ""]), encoding="utf-8")


def write_parquet(path, rows):
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows)
    pq.write_table(table, path)


def write_xlsx(path, rows):
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for n, row in enumerate(rows, start=1):
            for place, value in enumerate(row.values()):
                if str(value).startswith("#"):
                    sheet.write_formula(n, place, "=A1", None, value)  # an error value
                elif value is not None:
                    sheet.write(n, place, value)


def write_json(path, rows):
    path.write_text(json.dumps(rows), encoding="utf-8")


def write_sql(path, rows):
    names = list(rows[0])
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"create table t ({', '.join(names)})")
        marks = ", ".join("?" for _ in names)
        database.executemany(f"insert into t values ({marks})", [list(r.values()) for r in rows])
        database.commit()


WRITERS = {
    "csv": write_csv, "parquet": write_parquet, "xlsx": write_xlsx, "json": write_json, "sql": write_sql,
}  # fmt: skip

COSTS_THE_ROW = (
    "case_id", "client", "bsn", "household", "activity", "started_at", "ended_at", "partner", "team",
    "worker", "regisseur", "regisseur_role", "referred_to", "domain", "municipality", "version",
)  # fmt: skip
COSTS_THE_VALUE = (
    "cost_eur", "family_name", "given_name", "birth_date", "sex", "postcode", "house_number",
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("column", COSTS_THE_ROW)
def test_an_error_of_a_spreadsheet_costs_the_row_where_time_order_place_or_person_hang_on_it(
    read, kind, column
):
    name = COLUMNS.get(column, ("Kolom",))[0]
    good = {**GOOD, name: GOOD.get(name, "7")}
    records, rejected, notes = read(
        kind, [good, {**good, name: "#N/A"}, good], {column: (name,)}, empty_end="running"
    )
    assert [row["source_row"] for row in records] == [1, 3]
    assert [
        (row["source_row"], row["column"], row["reason"], row["value"]) for row in rejected
    ] == [(2, name, f"{column} holds an error of the spreadsheet (#N/A), not a value", "#x/x")]
    assert notes == ()


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("column", COSTS_THE_VALUE)
def test_an_error_of_a_spreadsheet_in_an_amount_or_a_feature_of_a_person_costs_that_value(
    read, kind, column
):
    name = COLUMNS.get(column, ("Kolom",))[0]
    fine = {"birth_date": "2001-02-03", "cost_eur": "12,50"}.get(column, "7")
    good = {**GOOD, name: fine}
    rows = [good, {**good, name: "#REF!"}, {**good, name: "#VERW!"}]
    records, rejected, notes = read(kind, rows, {column: (name,)})
    assert [row["source_row"] for row in records] == [1, 2, 3]
    assert rejected == []
    said = "cost_unread" if column == "cost_eur" else "identity_unread"
    assert notes == (Note(said, 2, name),)
    cost = None if column == "cost_eur" else 12.5
    assert [row["cost_eur"] for row in records] == [12.5, cost, cost]


def test_what_missing_lists_is_empty_even_if_it_is_an_error(read):
    records, rejected, _ = read("csv", [GOOD, {**GOOD, "Eind": "#N/A"}], missing=("#N/A",))
    assert [row["is_running"] for row in records] == [False, True]
    assert rejected == []


@pytest.mark.parametrize("at", [0, 1])
def test_a_value_that_failed_is_not_taken_from_another_name_of_its_column(read, at):
    row = {**GOOD, "Datum": "2024-03-01"}
    broken = {**row, ("Begin", "Datum")[at]: "#VALUE!"}
    records, rejected, _ = read("csv", [row, broken], {"started_at": ("Begin", "Datum")})
    assert [row["source_row"] for row in records] == [1]
    assert [row["column"] for row in rejected] == [("Begin", "Datum")[at]]


def test_an_amount_that_does_not_read_costs_the_amount_and_is_counted(read):
    records, rejected, notes = read(
        "csv", [GOOD, {**GOOD, "Kosten": "veel"}, {**GOOD, "Kosten": ""}]
    )
    assert [row["cost_eur"] for row in records] == [12.5, None, None]
    assert rejected == []
    assert notes == (Note("cost_unread", 1, "Kosten"),)


def test_a_number_of_the_file_is_stored_as_it_is_and_one_that_is_none_is_counted(read):
    day = dt.date(2024, 3, 1)
    rows = [
        {"Zaak": 1001.0, "Wat": "Intake", "Begin": day, "Eind": None, "Kosten": cost}
        for cost in (12.125, math.nan, math.inf, None)
    ]
    records, rejected, notes = read("parquet", rows)
    assert [row["cost_eur"] for row in records] == [12.125, None, None, None]
    key = Pseudonyms(b"k" * 32)
    assert {row["case_id"] for row in records} == {key.of("case|s", "1001")}
    assert (rejected, notes) == ([], (Note("cost_unread", 2, "Kosten"),))


def test_a_number_that_is_none_costs_its_row_in_a_key_column(read):
    rows = [{**GOOD, "Zaak": case} for case in (1.0, math.nan)]
    records, rejected, _ = read("parquet", rows)
    assert [row["source_row"] for row in records] == [1]
    assert "case_id holds a number that is none" in rejected[0]["reason"]


def test_a_moment_that_no_calendar_has_costs_its_row_and_not_the_file(read):
    rows = pa.Table.from_pylist([{**GOOD, "Eind": None}] * 2)
    far = pa.array([0, 2**60], pa.timestamp("us"))
    records, rejected, _ = read("parquet", rows.set_column(2, "Begin", far))
    assert [row["source_row"] for row in records] == [1]
    assert (
        rejected[0]["reason"] == "started_at holds a time beyond the years 1 to 9999, not a value"
    )


ODD = ("Intake", " Intake ", "Intake\u00a0", "In\u200btake", "\ufeffIntake")


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_white_space_and_unseen_characters_make_no_other_partner_person_or_case(read, kind):
    rows = [{**GOOD, "Zaak": text, "Partner": text, "Client": text} for text in ODD]
    columns = {"partner": ("Partner",), "client": ("Client",)}
    records, rejected, _ = read(kind, rows, columns)
    assert [row["partner"] for row in records] == ["Intake"] * len(ODD)
    assert len({row["case_id"] for row in records}) == 1
    assert len({row["client_id"] for row in records}) == 1
    assert rejected == []


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_an_activity_stays_as_it_is_written(read, kind):
    records, _, _ = read(kind, [{**GOOD, "Wat": " In\u00a0take"}])
    assert [row["activity_source"] for row in records] == [" In\u00a0take"]


@pytest.mark.parametrize("kind", ["json", "parquet", "sql", "xlsx"])
def test_a_number_that_the_source_types_goes_through_no_text(read, kind):
    rows = [{**GOOD, "Zaak": case, "Kosten": 12.125} for case in (1001, 1001.0, "1001")]
    if kind == "parquet":
        rows = [{**GOOD, "Zaak": 1001.0, "Kosten": 12.125}] * 3
    records, rejected, notes = read(kind, rows)
    assert [row["cost_eur"] for row in records] == [12.125] * 3
    assert {row["case_id"] for row in records} == {Pseudonyms(b"k" * 32).of("case|s", "1001")}
    assert (rejected, notes) == ([], ())


def test_real_dates_beside_dates_as_text_are_read_as_they_are(read, tmp_path):
    def write(path, rows):
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, list(rows[0]))
            for n, row in enumerate(rows, start=1):
                for place, value in enumerate(row.values()):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(
                            n, place, value, book.add_format({"num_format": "d-m-yyyy"})
                        )
                    else:
                        sheet.write(n, place, value)

    path = tmp_path / "b.xlsx"
    begins = [dt.date(2024, 4, 3), "13-03-2024", "02-05-2024"]
    write(path, [{"Zaak": "1", "Wat": "A", "Begin": begin} for begin in begins])
    source = Source(
        "s", "xlsx", {name: COLUMNS[name] for name in ("case_id", "activity", "started_at")}
    )
    with connect(tmp_path / "spill", memory="1GB", threads=2) as connection:
        made = read_extract(
            connection, source, lambda: kind_of("xlsx").reader(path, source), "f",
            Pseudonyms(b"k" * 32), tmp_path / "made", timezone="UTC",
        )  # fmt: skip
    records = pq.read_table(made.records).to_pylist()
    assert [row["started_at"].strftime("%d-%m") for row in records] == ["03-04", "13-03", "02-05"]
    assert {row["precision"] for row in records} == {"day"}


@pytest.mark.parametrize("begin", [{"jaar": 2024}, ["2024-03-01"]], ids=["an object", "a list"])
def test_what_is_no_single_value_costs_its_row_and_not_the_file(read, begin):
    records, rejected, _ = read("json", [GOOD, {**GOOD, "Begin": begin}])
    assert [row["source_row"] for row in records] == [1]
    assert [row["column"] for row in rejected] == ["Begin"]


@pytest.mark.parametrize("column", ["Zaak", "Wat", "Begin", "Eind"])
def test_bytes_that_are_no_text_cost_their_row(read, column):
    records, rejected, _ = read("sql", [GOOD, {**GOOD, column: b"\xff\xfe"}])
    assert [row["source_row"] for row in records] == [1]
    assert "bytes that are no text" in rejected[0]["reason"]


@pytest.mark.parametrize("column", ["Zaak", "Wat", "Begin", "Eind"])
def test_bytes_that_are_no_text_cost_their_row_in_a_parquet_file(read, column):
    rows = [{name: value.encode() for name, value in GOOD.items()} for _ in range(2)]
    rows[1][column] = b"\xff\xfe"
    records, rejected, _ = read("parquet", rows)
    assert [row["source_row"] for row in records] == [1]
    assert [row["column"] for row in rejected] == [column]


def test_a_text_that_is_no_date_among_real_dates_costs_its_row_and_not_the_file(read, monkeypatch):
    day = {**GOOD, "Begin": dt.date(2024, 3, 1), "Eind": None}
    monkeypatch.setitem(WRITERS, "xlsx", write_dates)
    records, rejected, _ = read("xlsx", [day, day, {**day, "Begin": "onbekend"}])
    assert [row["source_row"] for row in records] == [1, 2]
    assert [(row["source_row"], row["column"]) for row in rejected] == [(3, "Begin")]


def write_dates(path, rows):
    with xlsxwriter.Workbook(str(path), {"default_date_format": "d-m-yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for n, row in enumerate(rows, start=1):
            sheet.write_row(n, 0, list(row.values()))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('t="e"><v>#N/A</v>', "an error of the spreadsheet (#N/A)"),
        ('t="e"><f>1/0</f><v>#DIV/0!</v>', "an error of the spreadsheet (#DIV/0!)"),
        ('t="e"><v>#SPILL!</v>', "an error of the spreadsheet (#SPILL!)"),
        ('t="e"><f>NOW()</f>', "an error of the spreadsheet"),
        ("><f>NOW()</f>", "a formula without a value"),
        ("><f>NOW()</f><v></v>", "a formula without a value"),
        ('><f t="shared" si="0"/><v/>', "a formula without a value"),
        ('t="str"><f>A1</f>', "a formula without a value"),
        ('t="str"><f>""</f><v></v>', None),
    ],
)
@pytest.mark.parametrize("column", ["Wat", "Eind"])
def test_a_cell_of_a_workbook_that_failed_is_not_empty(read, monkeypatch, column, cell, reason):
    at = list(GOOD).index(column)

    def write(path, rows):
        write_xlsx(path, rows)
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        name = "xl/worksheets/sheet1.xml"
        place = f"{'ABCDE'[at]}3"
        new = f'<c r="{place}" {cell}</c>'.encode()
        parts[name], n = re.subn(rb'<c r="%s"[^>]*>.*?</c>' % place.encode(), new, parts[name])
        assert n == 1
        with zipfile.ZipFile(path, "w") as book:
            for each, content in parts.items():
                book.writestr(each, content)

    monkeypatch.setitem(WRITERS, "xlsx", write)
    records, rejected, _ = read("xlsx", [GOOD, GOOD, GOOD])
    canonical = {"Wat": "activity", "Eind": "ended_at"}[column]
    if reason:
        assert [row["source_row"] for row in records] == [1, 3]
        assert [row["reason"] for row in rejected] == [f"{canonical} holds {reason}, not a value"]
    else:
        assert [row["reason"] for row in rejected] == ["activity is empty"] * (column == "Wat")
