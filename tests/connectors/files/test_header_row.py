"""`header_row`: the line of the header as the config names it, counted as an editor or Excel counts."""

from __future__ import annotations

import pytest
import xlsxwriter

from connectors.errors import ColumnMissingError
from connectors.registry import kind_of
from connectors.source import Source, form_of

COLUMNS = {"case_id": ("Zaak",), "activity": ("Wat",)}
TITLE = ["Zaak", "Wat"]
"""A first line that looks as much like the header as the header itself."""


def write_csv(path, lines, *, begin="", at=0):
    path.write_text(begin + "\n".join(["", *[";".join(line) for line in lines]][not at :]) + "\n")


def write_xlsx(path, lines, *, begin="", at=0):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(lines, start=at):
            sheet.write_row(n, 1, line)


@pytest.fixture(params=["csv", "xlsx"])
def read(request, tmp_path):
    """Writes lines as a table and reads it back: the line of its header, and its rows."""
    writers = {"csv": write_csv, "xlsx": write_xlsx}

    def rows_of(lines, header_row, **options):
        path = tmp_path / f"export.{request.param}"
        writers[request.param](path, lines, **options)
        source = Source("a", request.param, COLUMNS, header_row=header_row)
        extract = kind_of(source.kind).reader(path, source)
        rows = [row for batch in extract.batches(["Zaak", "Wat"]) for row in batch.rows.to_pylist()]
        return form_of(extract).header_row, [(row["source_row"], row["Zaak"]) for row in rows]

    return rows_of


def test_the_line_that_is_named_is_the_header_also_under_one_that_looks_like_it(read):
    lines = [TITLE, ["oud", "x"], ["Zaak", "Wat"], ["Z1", "Intake"]]
    assert read(lines, 3) == (3, [(1, "Z1")])
    assert read(lines, 0)[0] == 1


def test_empty_lines_above_it_count(read):
    assert read([["Zaak", "Wat"], ["Z1", "Intake"]], 2, at=1) == (2, [(1, "Z1")])


def test_it_may_lie_deeper_than_a_header_is_looked_for(read):
    lines = [[f"regel {n}", "x"] for n in range(80)] + [["Zaak", "Wat"], ["Z1", "Intake"]]
    assert read(lines, 81) == (81, [(1, "Z1")])


def test_a_line_that_tells_the_delimiter_counts(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("sep=;\nRapport;\nZaak;Wat\nZ1;Intake\n")
    extract = kind_of("csv").reader(path, Source("a", "csv", COLUMNS, header_row=3))
    assert form_of(extract).header_row == 3


@pytest.mark.parametrize(
    ("header_row", "told"),
    [(2, ("2 cells, none of them such a name", "header_row = 1")), (9, ("no such line", "header_row = 1"))],
    ids=["a row of data", "beyond the end"],
)  # fmt: skip
def test_a_line_without_a_configured_column_is_refused_without_a_word_of_it(read, header_row, told):
    with pytest.raises(ColumnMissingError) as caught:
        read([["Zaak", "Wat"], ["Jansen", "Intake"]], header_row)
    assert f"header_row = {header_row}: this line is no header" in str(caught.value)
    assert [part in str(caught.value) for part in told] == [True, True]
    assert "Jansen" not in str(caught.value)
