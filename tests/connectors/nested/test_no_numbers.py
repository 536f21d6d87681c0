"""A number that is none, or that its type does not tell exactly: kind of source × column × number."""

from __future__ import annotations

import io
import json
import math
import sqlite3
from contextlib import closing
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from connectors.nested import json_numbers
from connectors.nested.json_numbers import MARK, has_no_numbers, numeric
from connectors.nested.reader import JsonOptions
from connectors.sql.options import SqlOptions
from connectors.values.cells import NOT_A_NUMBER, ROUNDED_NUMBER
from journeys.notes import Note

COLUMNS = {
    "case_id": ("Zaak",), "activity": ("Wat",), "started_at": ("Begin",), "ended_at": ("Eind",),
    "cost_eur": ("Kosten",), "client": ("Klant",), "worker": ("Wie",),
}  # fmt: skip
GOOD = {
    "Zaak": "1", "Wat": "A", "Begin": "2024-03-15", "Eind": "2024-03-16", "Kosten": 12.5, "Klant": 7.0,
    "Wie": 3.0,
}  # fmt: skip
NONE = [math.nan, math.inf, -math.inf]


@pytest.fixture
def read(tmp_path, read_records):
    """A function from a kind, the text or rows in it and its columns to what comes out."""

    def reading(kind, rows, columns=None, **options):
        path = tmp_path / f"a.{kind}"
        if kind == "json":
            text = rows if isinstance(rows, str) else json.dumps(rows)
            path.write_text(text, encoding="utf-8")
            options["options"] = JsonOptions(rows="[]")
        elif kind == "parquet":
            pq.write_table(rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows), path)
        elif kind == "xlsx":
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                sheet.write_row(0, 0, list(rows[0]))
                for n, row in enumerate(rows, start=1):
                    sheet.write_row(n, 0, list(row.values()))
        else:
            with closing(sqlite3.connect(path)) as database:
                database.execute(f"create table t ({', '.join(rows[0])})")
                marks = ", ".join("?" * len(rows[0]))
                values = [tuple(row.values()) for row in rows]
                database.executemany(f"insert into t values ({marks})", values)
                database.commit()
            options["options"] = SqlOptions(url=f"sqlite:///{path}", table="t")
        return read_records(path, kind, {**COLUMNS, **(columns or {})}, **options)

    return reading


@pytest.mark.parametrize("number", NONE, ids=str)
@pytest.mark.parametrize(("column", "name"), [("client", "Klant"), ("worker", "Wie")])
@pytest.mark.parametrize("kind", ["json", "parquet"])
def test_a_number_that_is_none_costs_the_row_where_a_key_stands(read, kind, column, name, number):
    records, rejected, _ = read(kind, [GOOD, {**GOOD, name: number}, GOOD])
    assert [row["source_row"] for row in records] == [1, 3]
    assert [(row["source_row"], row["column"], row["reason"]) for row in rejected] == [
        (2, name, f"{column} holds {NOT_A_NUMBER}, not a value")
    ]


@pytest.mark.parametrize("number", NONE, ids=str)
@pytest.mark.parametrize("kind", ["json", "parquet"])
def test_an_amount_that_is_no_number_costs_the_amount_and_is_counted(read, kind, number):
    records, rejected, notes = read(kind, [GOOD, {**GOOD, "Kosten": number}])
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [12.5, None]
    assert notes == (Note("cost_unread", 1, "Kosten"),)


@pytest.mark.parametrize("number", [math.inf, -math.inf], ids=str)
def test_a_database_that_holds_an_infinite_amount_likewise(read, number):
    records, rejected, notes = read("sql", [GOOD, {**GOOD, "Kosten": number}])
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [12.5, None]
    assert notes == (Note("cost_unread", 1, "Kosten"),)


@pytest.mark.parametrize("column", ["Zaak", "Wat", "Begin", "Eind"])
@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e99999", "1E+9999999999999999999"]
)
def test_one_such_cell_of_json_costs_its_row_and_no_more(read, column, number):
    good = json.dumps(GOOD)
    records, rejected, _ = read(
        "json",
        f"[{good}, {json.dumps({**GOOD, column: 0}).replace(': 0,', f': {number},')}, {good}]",
    )
    assert [row["source_row"] for row in records] == [1, 3]
    assert [(row["source_row"], row["column"]) for row in rejected] == [(2, column)]
    assert NOT_A_NUMBER in rejected[0]["reason"]


def test_words_in_a_text_of_json_are_no_numbers(read):
    rows = [{**GOOD, "Wat": "NaN, -Infinity en 1e99999 \\"}, {**GOOD, "Wat": '"NaN"'}]
    text = json.dumps(rows).replace("12.5", "NaN", 1)
    records, _, _ = read("json", text)
    assert [row["activity_source"] for row in records] == [row["Wat"] for row in rows]
    assert [row["cost_eur"] for row in records] == [None, 12.5]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["NaN", '"', "\\"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON, st.integers(1, 40))
def test_all_else_in_json_stays_as_it_is_however_it_is_cut(value, chunk):
    written = json.dumps(value).encode()
    with patch.object(json_numbers, "_CHUNK", chunk):
        parts = list(iter(numeric(io.BytesIO(written)).read, b""))
    marked = {"NaN": MARK + "NaN", "Infinity": MARK + "Infinity", "-Infinity": MARK + "-Infinity"}
    assert json.loads(b"".join(parts)) == json.loads(written, parse_constant=marked.__getitem__)


def test_a_file_without_such_numbers_is_read_as_it_stands():
    file = io.BytesIO(b'{"a": 1.5e3, "b": "1E5"}')
    assert not has_no_numbers(file)
    assert file.read(3) == b'{"a'


LONG = 12345678901234567890


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("json", LONG),
        ("json", str(LONG)),
        ("sql", str(LONG)),
        ("parquet", str(LONG)),
        ("xlsx", str(LONG)),
    ],
    ids=[
        "a number of JSON",
        "a text of JSON",
        "a text of a database",
        "of Parquet",
        "of a workbook",
    ],
)
def test_a_case_number_of_twenty_digits_is_told_to_the_last(read, kind, number):
    exact, _, _ = read("json", [{**GOOD, "Zaak": str(LONG)}])
    records, rejected, _ = read(kind, [{**GOOD, "Zaak": number}])
    assert rejected == []
    assert [row["case_id"] for row in records] == [exact[0]["case_id"]]


@pytest.mark.parametrize("number", [float(LONG), float(2**53), -1e200, 9.5e15])
@pytest.mark.parametrize(
    ("column", "name"), [("case_id", "Zaak"), ("client", "Klant"), ("worker", "Wie")]
)
@pytest.mark.parametrize("kind", ["parquet", "sql", "xlsx"])
def test_a_number_that_its_type_does_not_tell_exactly_is_no_key(read, kind, column, name, number):
    good = {**GOOD, "Zaak": 1.0}
    records, rejected, _ = read(kind, [good, {**good, name: number}])
    assert [row["source_row"] for row in records] == [1]
    assert [(row["column"], row["reason"]) for row in rejected] == [
        (name, f"{column} holds {ROUNDED_NUMBER}, not a value")
    ]


def test_such_a_number_is_an_amount_all_the_same(read):
    records, rejected, _ = read("parquet", [{**GOOD, "Kosten": 1e17}])
    assert (records[0]["cost_eur"], rejected) == (1e17, [])


def test_a_decimal_of_a_database_that_is_none_costs_the_amount(postgres, read_records):
    postgres.run(
        "create table t (zaak numeric, wat text, op date, kosten numeric)",
        "insert into t values (12345678901234567890, 'A', '2024-03-15', 'NaN'), (2, 'A', '2024-03-15', 12.5)",
        "grant select on t to lezer",
    )
    columns = {
        "case_id": ("zaak",),
        "activity": ("wat",),
        "started_at": ("op",),
        "cost_eur": ("kosten",),
    }
    access = {"user": "lezer", "password_env": "KLANTREIS_DB"}
    options = SqlOptions(url=postgres.url, table="t", **access)
    records, rejected, notes = read_records(None, "sql", columns, options=options)
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [None, 12.5]
    assert Note("cost_unread", 1, "kosten") in notes
