"""Keys that cannot be: marked by row and column, and never what they are; nobody is tied by one."""

from __future__ import annotations

import pyarrow as pa
import pytest
from every_kind import ALL_KINDS, KEY, reader

from connectors.records.key_faults import KEYS, TIES, doubts, marks_of

FILLERS = (
    "NULL", "null", "-", "onbekend", "Onbekend", "n.v.t.", "N/A", "#N/B", "0000", "999999999",
    "111111111", "123456789", "999999990", "000000000", "Niet ingevuld",
)  # fmt: skip
CUT = ("1,23457E+08", "1.23E+15", "1.23457e+08", "1,2E9")
REAL = ("123456782", "000012345", "K-12", "12E4", "1000000", "2024-0001", "Jansen", "A0", "11", "x")


def doubted(column, *values):
    return doubts(column, pa.array(values, pa.string())).to_pylist()


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", FILLERS)
def test_a_filler_is_marked_in_every_key_column(column, value):
    assert doubted(column, value, "K-1", None, value) == ["filler", None, None, "filler"]


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", CUT)
def test_a_number_that_a_spreadsheet_cut_is_marked_in_every_key_column(column, value):
    assert doubted(column, value, "K-1") == ["cut", None]


@pytest.mark.parametrize("column", KEYS)
@pytest.mark.parametrize("value", REAL)
def test_a_key_that_can_be_is_not_marked(column, value):
    assert doubted(column, value) == [None]


def test_initials_or_an_account_are_somebody_at_work_and_no_client():
    assert doubted("worker", "NA", "TEST") == doubted("regisseur", "na", "test") == [None, None]
    assert doubted("client", "NA", "test") == ["filler", "filler"]


def test_long_numbers_say_whether_all_beyond_fifteen_digits_are_zeros():
    assert doubted("client", "1234567890123450", "1234567890123461", "7") == [
        "rounded", "long", None,
    ]  # fmt: skip


def test_a_zero_is_nobodys_number_but_may_be_a_case():
    assert doubted("client", "0") == ["filler"]
    assert doubted("case_id", "0") == [None]


def test_a_row_says_of_each_of_its_keys_what_is_in_doubt():
    doubts_of_columns = {
        "client": pa.array(["filler", None, "cut"]),
        "worker": pa.array(["filler", None, None], pa.string()),
    }
    assert marks_of(doubts_of_columns, 3).to_pylist() == [
        "client=filler worker=filler", None, "client=cut",
    ]  # fmt: skip
    assert marks_of({"client": pa.nulls(2, pa.string())}, 2).to_pylist() == [None, None]


ROW = {"Zaak": "1", "Wat": "A", "Begin": "2024-03-25", "Sleutel": "K-1"}
NAMED = {
    "case_id": ("case_id", "case|s"),
    "client": ("client_id", "client"),
    "household": ("household_id", "household"),
    "worker": ("worker", "person"),
    "regisseur": ("regisseur", "person"),
}


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("column", NAMED)
def test_who_a_filler_stands_for_is_unknown_and_what_it_names_else_stays(tmp_path, kind, column):
    name, label = NAMED[column]
    rows = [ROW, {**ROW, "Sleutel": "NULL"}, {**ROW, "Sleutel": "1,23457E+08"}]
    columns = {column: ("Sleutel",)}
    records, rejected, _ = reader(kind, tmp_path)(rows, columns)
    assert rejected == []
    values = ["K-1", "NULL", "1,23457E+08"]
    expected = [KEY.of(label, value) for value in values]
    if column in TIES:
        expected[1:] = [None, None]
    assert [row[name] for row in records] == expected
    assert [row["key_doubts"] for row in records] == [None, f"{column}=filler", f"{column}=cut"]


def test_a_filler_beside_a_name_is_no_number_of_that_person(tmp_path):
    columns = {"client": ("Sleutel",), "family_name": ("Naam",)}
    rows = [
        {**ROW, "Zaak": "1", "Sleutel": "NULL", "Naam": "Jansen"},
        {**ROW, "Zaak": "2", "Sleutel": "NULL", "Naam": "Jansen"},
        {**ROW, "Zaak": "3", "Sleutel": "", "Naam": "Jansen"},
    ]
    records, _, _ = reader("csv", tmp_path)(rows, columns)
    assert len({row["client_id"] for row in records}) == 3
    assert None not in {row["client_id"] for row in records}
