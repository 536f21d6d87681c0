"""What `missing` lists is not filled in: kind of source × column × how the cell is typed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from every_kind import KEY

from connectors.identity.people import SCHEMA
from connectors.identity.sealing import Seal
from connectors.nested.reader import JsonOptions
from connectors.sql.options import SqlOptions
from journeys.linking.features import Identity, features

DAY, NEVER = dt.date(2024, 3, 15), dt.date(2099, 12, 31)
BORN = dt.date(2010, 5, 20)
MISSING = ("2099-12-31", "-1", "99999,5")


def midnight(day):
    return dt.datetime.combine(day, dt.time())


def dutch(day):
    return f"{day:%d-%m-%Y}"


def of_text(kind):
    return {kind: (dt.date.isoformat, str), f"{kind}, Dutch": (dutch, str)}


FORMS = {
    **of_text("csv"),
    **of_text("xlsx"),
    "xlsx, date cells": (lambda day: day, lambda number: number),
    "xlsx, times": (midnight, lambda number: number),
    **of_text("parquet"),
    "parquet, dates": (lambda day: day, float),
    "parquet, times": (midnight, float),
    "parquet, times in UTC": (
        lambda day: midnight(day).replace(tzinfo=dt.UTC) - dt.timedelta(hours=1),
        float,
    ),
    **of_text("json"),
    "json, numbers": (dt.date.isoformat, lambda number: number),
    **of_text("sql"),
    "sql, numbers": (dt.date.isoformat, lambda number: number),
    **of_text("xes"),
    "xes, dates": (lambda day: f"{day}T00:00:00+01:00", str),
}
"""Of each way to write a source how a day and how a number stand in it."""


def rows_of(form):
    day, number = FORMS[form]
    good = {
        "Zaak": "1", "Wat": "A", "Begin": day(DAY), "Eind": day(DAY), "Geboren": day(BORN),
        "Kosten": number(7), "Klant": number(12),
    }  # fmt: skip
    never = {
        "Begin": day(NEVER), "Eind": day(NEVER), "Geboren": day(NEVER), "Kosten": number(-1),
        "Klant": number(-1),
    }  # fmt: skip
    return good, never


def write(kind, form, path, rows):
    if kind == "csv":
        lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    elif kind == "xlsx":
        with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, list(rows[0]))
            for n, row in enumerate(rows, start=1):
                for place, value in enumerate(row.values()):
                    typed = sheet.write_string if isinstance(value, str) else sheet.write
                    typed(n, place, value)
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif kind == "json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    elif kind == "sql":
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"create table t ({', '.join(rows[0])})")
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"insert into t values ({marks})", [(*r.values(),) for r in rows])
            database.commit()
    else:
        tag = "date" if "dates" in form else "string"
        events = "".join(
            "<event>"
            + "".join(
                f'<{tag if name in {"Begin", "Eind", "Geboren"} else "string"} key="{name}" value="{value}"/>'
                for name, value in row.items()
            )
            + "</event>"
            for row in rows
        )
        path.write_text(f"<log><trace>{events}</trace></log>", encoding="utf-8")


COLUMNS = {
    "case_id": ("Zaak",),
    "activity": ("Wat",),
    "started_at": ("Begin",),
    "ended_at": ("Eind",),
    "cost_eur": ("Kosten",),
    "client": ("Klant",),
}


@pytest.fixture
def read(tmp_path, read_records):
    """A function from a form and what its second row has otherwise to what comes out."""

    def reading(form, columns, *names, missing=MISSING):
        good, never = rows_of(form)
        kind = form.split(",")[0]
        path = tmp_path / f"a.{kind}"
        write(kind, form, path, [good, {**good, **{name: never[name] for name in names}}])
        options = {"missing": missing}
        if kind == "json":
            options["options"] = JsonOptions(rows="[]")
        if kind == "sql":
            options["options"] = SqlOptions(url=f"sqlite:///{path}", table="t")
        return read_records(path, kind, columns, **options)

    return reading


@pytest.mark.parametrize("form", FORMS)
def test_an_end_that_is_not_filled_in_is_none(read, form):
    records, rejected, _ = read(form, COLUMNS, "Eind")
    assert rejected == []
    assert [row["is_running"] for row in records] == [False, True]


@pytest.mark.parametrize("form", FORMS)
def test_a_start_that_is_not_filled_in_costs_the_row_and_says_so(read, form):
    times = ("Begin", "Eind") if form.startswith("xes") else ("Begin",)  # its end is a moment too
    records, rejected, _ = read(form, COLUMNS, *times)
    assert len(records) == 1
    assert [(row["column"], row["reason"]) for row in rejected] == [
        ("Begin", "started_at is empty")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_an_amount_that_is_not_filled_in_is_none_and_none_is_counted(read, form):
    records, rejected, notes = read(form, COLUMNS, "Kosten")
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [7.0, None]
    assert "cost_unread" not in {note.kind for note in notes}


@pytest.mark.parametrize("form", FORMS)
def test_a_client_that_is_not_filled_in_is_nobody(read, form):
    records, rejected, _ = read(form, COLUMNS, "Klant")
    assert rejected == []
    assert [row["client_id"] for row in records] == [KEY.of("client", "12"), None]


@pytest.mark.parametrize("form", FORMS)
def test_a_birth_date_that_is_not_filled_in_says_nothing_of_a_person(
    read, read_records, tmp_path, form
):
    columns = {**COLUMNS, "birth_date": ("Geboren",)}
    records, rejected, notes = read(form, columns, "Geboren")
    assert rejected == []
    assert len(records) == 2
    assert not {note.kind for note in notes} & {"birth_dates_unread", "identity_unread"}
    (kept,) = sorted(tmp_path.glob("records-*/identities.parquet"))
    table = pq.read_table(kept, schema=SCHEMA)
    opened = Seal(KEY).open(table["person"].to_pylist(), table["sealed"].to_pylist())
    days = {day for day in opened["birth_date"].to_pylist() if day is not None}
    born = features(Identity(birth_date=BORN))["birth_date"]
    assert days == {KEY.token("birth_date", born)}


def test_a_number_in_missing_is_no_day_and_a_day_no_number(read):
    records, _, _ = read("csv", COLUMNS, "Eind", missing=("99999,5",))
    assert [row["is_running"] for row in records] == [False, False]


def test_days_and_times_that_a_database_types_are_compared_as_days(postgres, read_records):
    postgres.run(
        "create table t (zaak text, wat text, begin timestamptz, eind timestamp, af date)",
        "insert into t values ('1', 'A', '2024-03-15 10:00+01', '2099-12-31', null),"
        " ('2', 'A', '2024-03-15 10:00+01', null, '2099-12-31'),"
        " ('3', 'A', '2099-12-30 23:00+00', '2024-03-16 10:00', null),"
        " ('4', 'A', '2024-03-15 10:00+01', '2024-03-16', null)",
        "grant select on t to lezer",
    )
    columns = {
        "case_id": ("zaak",),
        "activity": ("wat",),
        "started_at": ("begin",),
        "ended_at": ("eind", "af"),
    }
    access = {"user": "lezer", "password_env": "KLANTREIS_DB"}
    options = SqlOptions(url=postgres.url, table="t", **access)
    records, rejected, _ = read_records(
        None, "sql", columns, missing=("2099-12-31",), options=options
    )
    assert [row["is_running"] for row in records] == [True, True, False]
    assert [row["reason"] for row in rejected] == ["started_at is empty"]
