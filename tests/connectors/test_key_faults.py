"""Keys that cannot be: said by column with how many rows or cases, and never what they are."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.key_faults import KEYS, KeyFaults
from journeys.notes import Note

FILLERS = (
    "NULL", "null", "-", "onbekend", "Onbekend", "n.v.t.", "N/A", "#N/B", "0000", "999999999",
    "111111111", "123456789", "999999990",
)  # fmt: skip
CUT = ("1,23457E+08", "1.23E+15", "1.23457e+08", "1,2E9")
REAL = ("123456782", "000012345", "K-12", "12E4", "1000000", "2024-0001", "Jansen", "A0", "11")


def noticed(column, values):
    faults = KeyFaults()
    faults.see(column, ["Kolom"], pa.array(values, pa.string()))
    return faults.notes()


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", FILLERS)
def test_a_filler_is_counted_in_every_key_column(column, value):
    assert noticed(column, [value, value, "K-1", None]) == [Note("key_filler", 2, "Kolom")]


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", CUT)
def test_a_number_that_a_spreadsheet_cut_is_counted_in_every_key_column(column, value):
    assert noticed(column, [value, "K-1"]) == [Note("key_cut", 1, "Kolom")]


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", REAL)
def test_a_key_that_can_be_is_not_counted(column, value):
    assert noticed(column, [value]) == []


def test_initials_are_somebody_at_work_and_no_client():
    assert noticed("worker", ["NA"]) == noticed("regisseur", ["na"]) == []
    assert noticed("client", ["NA"]) == [Note("key_filler", 1, "Kolom")]


def test_long_numbers_that_all_end_in_zeros_were_cut_to_fifteen_digits():
    assert noticed("client", ["1234567890123450", "1234567890123460", "7"]) == [
        Note("key_cut", 2, "Kolom")
    ]
    assert noticed("client", ["1234567890123450", "1234567890123461"]) == []
    assert noticed("client", ["1234567890123450"]) == []


def test_a_zero_is_nobodys_number_but_may_be_a_case():
    assert noticed("client", ["0"]) == [Note("key_filler", 1, "Kolom")]
    assert noticed("case_id", ["0"]) == []


def read_wide(read_records, tmp_path, rows):
    path = tmp_path / "a.parquet"
    case, client = zip(*rows, strict=True)
    pq.write_table(
        pa.table({"Z": case, "K": client, "W": ["A"] * len(rows), "B": ["2024-03-25"] * len(rows)}),
        path,
    )
    columns = {"case_id": ("Z",), "client": ("K",), "activity": ("W",), "started_at": ("B",)}
    *_, notes = read_records(path, "parquet", columns)
    return [note for note in notes if note.kind.endswith("_wide")]


def many(n, client):
    return [(f"{client}-{k}", client) for k in range(n)]


def one_each(n):
    return [(f"z{k}", f"k{k}") for k in range(n)]


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (many(30, "leeg?") + one_each(100), [Note("key_wide", 30, "K")]),
        (many(40, "vaste bezoeker") + one_each(1000), []),
        (many(20, "vaste bezoeker") + one_each(10), []),
        (many(150, "leeg?") + one_each(4000), [Note("key_wide", 150, "K")]),
        ([("z", f"k{n}") for n in range(30)] + one_each(50), [Note("case_wide", 30, "Z")]),
    ],
    ids=[
        "one key over a large share",
        "someone who is helped often is no mistake",
        "few cases are never too many",
        "one key far beyond what keys have",
        "one case number over many clients",
    ],
)
def test_a_key_over_implausibly_many_cases_is_said(read_records, tmp_path, rows, notes):
    assert read_wide(read_records, tmp_path, rows) == notes
