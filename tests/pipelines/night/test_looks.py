"""A look at a source of every kind: the same columns, the same shapes, and nobody in it."""

from __future__ import annotations

import pytest
from every_kind import ALL_KINDS, reader

from pipelines.night.look import Looker

MOMENT = "2024-02-13 09:30:00"
ROWS = [
    ("Z1", "Jansen", "Intake"),
    ("Z2", "", "Zorg"),
    ("Z3", "Bakker", "Plan B"),
    ("Z4", "x", "y"),
]
COLUMNS = {"family_name": ("Naam",)}


def look_at(kind, folder):
    looker = Looker("s")
    rows = [{"Zaak": zaak, "Naam": naam, "Wat": wat, "Begin": MOMENT} for zaak, naam, wat in ROWS]
    reader(kind, folder)(rows, COLUMNS, watcher=looker)
    return looker.look(None, None)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_first_three_rows_are_shown_by_their_shape(kind, tmp_path):
    look = look_at(kind, tmp_path)
    assert {each.column: each.rows for each in look.columns} == {
        "case_id": ["***", "***", "***"],
        "family_name": ["***", "", "***"],
        "activity": ["xxxxxx", "xxxx", "xxxx x"],
        "started_at": ["9999-99-99 99:99:99"] * 3,
    }


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_form_is_that_of_a_table_or_nothing(kind, tmp_path):
    form = look_at(kind, tmp_path).form
    assert (form.header_row, form.delimiter, form.sheet) == {
        "csv": (1, "|", ""), "xlsx": (1, "", "Sheet1"),
    }.get(kind, (0, "", ""))  # fmt: skip
