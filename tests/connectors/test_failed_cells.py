"""A value that failed is never an empty one: kind of fault × source kind × column."""

from __future__ import annotations

import datetime as dt
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.canonical import read_extract
from connectors.pseudonyms import Pseudonyms
from connectors.registry import kind_of
from connectors.source import Source
from journeys import engine
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
        source = Source(name="s", kind=kind, columns={**COLUMNS, **(columns or {})}, **options)
        with engine.connect(tmp_path / "spill", memory="1GB", threads=2) as connection:
            made = read_extract(
                connection,
                source,
                lambda: kind_of(kind).reader(path, source),
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


WRITERS = {"csv": write_csv, "parquet": write_parquet}

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
