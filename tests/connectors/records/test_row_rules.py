"""Rows that a config leaves out, in every kind of source."""

from __future__ import annotations

import pytest
from every_kind import ALL_KINDS, reader

from connectors.errors import ColumnMissingError
from journeys.notes import Note

ROWS = [
    {"Zaak": "1", "Wat": "Intake", "Begin": "2024-03-01", "n": 2},
    {"Zaak": "Totaal", "Wat": "2", "Begin": "", "n": 2},
    {"Zaak": "2", "Wat": "Intake", "Begin": "2024-03-02", "n": 1},
    {"Zaak": "Totaal ", "Wat": "Intake", "Begin": "2024-03-02", "n": 1},
    {"Zaak": "Subtotaal maart", "Wat": "3", "Begin": "", "n": 3},
    {"Zaak": "Totaalbeeld", "Wat": "Intake", "Begin": "2024-03-03", "n": 1},
]


def _read(kind, folder, *rules):
    return reader(kind, folder)(ROWS, skip_rows_where=rules)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_rows_that_a_rule_names_are_left_out_and_counted(tmp_path, kind):
    records, rejected, notes = _read(kind, tmp_path, {"Zaak": ("Totaal", "Subtotaal*")})
    assert rejected == []
    assert [row["source_row"] for row in records] == [1, 3, 6]
    assert notes == (Note("rows_skipped", 3, "Zaak"),)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_left_out_changes_nothing_of_the_other_rows(tmp_path, kind):
    whole, _, _ = reader(kind, tmp_path)(ROWS)
    records, _, _ = _read(kind, tmp_path, {"Zaak": ("Totaal", "Subtotaal*")})
    assert records == [row for row in whole if row["source_row"] in {1, 3, 6}]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json"])
def test_a_rule_may_look_at_a_column_that_is_not_mapped_and_at_numbers(tmp_path, kind):
    records, rejected, _ = _read(kind, tmp_path, {"n": ("2", "3")})
    assert [row["source_row"] for row in (*records, *rejected)] == [3, 4, 6]


def test_all_columns_of_a_rule_must_fit_and_one_of_the_rules(tmp_path):
    both = {"Zaak": ("Totaal",), "Begin": ("",)}
    records, rejected, _ = _read("csv", tmp_path, both)
    assert [row["source_row"] for row in (*records, *rejected)] == [1, 3, 4, 6, 5]
    records, rejected, _ = _read("csv", tmp_path, both, {"Wat": ("3",)})
    assert [row["source_row"] for row in (*records, *rejected)] == [1, 3, 4, 6]


def test_a_rule_about_a_column_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(ColumnMissingError, match=r"(?s)skip_rows_where.*'Soort'"):
        _read("csv", tmp_path, {"Soort": ("Totaal",)})


def test_a_rule_takes_nothing_of_another_case_or_with_more_letters(tmp_path):
    records, rejected, notes = _read("csv", tmp_path, {"Zaak": ("totaal", "Totaalb")})
    assert len(records) + len(rejected) == len(ROWS)
    assert notes == ()


def test_a_rule_names_a_column_by_its_spelling(tmp_path):
    rows = [
        {**{key: row[key] for key in ("Wat", "Begin", "n")}, "Zaak\u00a0nr": row["Zaak"]}
        for row in ROWS
    ]
    columns = {"case_id": ("Zaak nr",)}
    for kind in ALL_KINDS[:3]:
        rules = ({"Zaak nr": ("Totaal", "Subtotaal*")},)
        records, rejected, _ = reader(kind, tmp_path)(rows, columns, skip_rows_where=rules)
        assert (len(records), rejected) == (3, [])
