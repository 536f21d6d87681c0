"""Excel: cells as text, sheets, and the guard against what would exhaust the memory."""

import datetime as dt
import struct
import zipfile

import pytest
import xlsxwriter

from connectors.errors import ConnectorError, FileUnreadableError
from connectors.files.xlsx import open_xlsx
from connectors.formats import gathering, text
from connectors.source import Source

SOURCE = Source("wijkteam", "xlsx", {})


@pytest.fixture
def book(tmp_path):
    """Writes sheets of rows to a workbook."""

    def write(**sheets):
        path = tmp_path / "export.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            formats = {
                kind: workbook.add_format({"num_format": code})
                for kind, code in [
                    (dt.datetime, "dd-mm-yyyy hh:mm"),
                    (dt.date, "dd-mm-yyyy"),
                    (dt.time, "hh:mm"),
                    (dt.timedelta, "[h]:mm"),
                ]
            }
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        sheet.write(at, column, cell, formats.get(type(cell)))
        return path

    return write


def read(path, *wanted, source=SOURCE):
    file = open_xlsx(path, source)
    return [
        tuple(row.values())
        for batch in file.batches(wanted or file.columns)
        for row in batch.rows.to_pylist()
    ]


def rezipped(path, edit):
    """The same workbook with some entries edited."""
    with zipfile.ZipFile(path) as book:
        entries = {entry.filename: book.read(entry) for entry in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in entries.items():
            book.writestr(name, edit(name, content))
    return path


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Intake", "Intake"),
        (" 007 ", " 007 "),
        (1001, "1001"),
        (2.5, "2.5"),
        (True, "true"),
        (False, "false"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 10, 30), "2024-05-01 10:30:00"),  # noqa: DTZ001
        (dt.time(10, 30), "10:30:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
    ],
    ids=[
        "text",
        "text as it is",
        "a whole number",
        "a number",
        "true",
        "false",
        "a date",
        "a moment",
        "a time of day",
        "a duration",
    ],
)
def test_cells(book, cell, expected):
    assert read(book(S=[["x"], [cell]])) == [(1, expected)]


def test_a_midnight_among_times_is_a_time_and_not_a_date(book):
    noon, midnight = dt.datetime(2024, 5, 1, 12), dt.datetime(2024, 5, 2)  # noqa: DTZ001
    path = book(S=[["at", "on"], [midnight, dt.date(2024, 5, 2)], [noon, dt.date(2024, 5, 3)]])
    assert read(path) == [
        (1, "2024-05-02 00:00:00", "2024-05-02"),
        (2, "2024-05-01 12:00:00", "2024-05-03"),
    ]


def test_empty_rows_are_left_out_and_keep_their_numbers(book):
    path = book(S=[[], [None, " Zaak ", "x"], [None, "Z1"], [], [None, "Z2", 1]])
    assert open_xlsx(path, SOURCE).columns == ["Zaak", "x"]
    assert read(path, "x", "Zaak") == [(1, "", "Z1"), (3, "1", "Z2")]


def test_chopping_into_other_batches_changes_nothing(book, monkeypatch):
    path = book(S=[["x"], *([n] for n in range(20))])
    whole = read(path)
    monkeypatch.setattr(gathering, "BATCH_ROWS", 3)
    assert len(list(open_xlsx(path, SOURCE).batches(["x"]))) == 7
    assert read(path) == whole


def test_the_only_sheet_that_holds_something_is_read(book):
    assert read(book(Leeg=[], Data=[["x"], [1]])) == [(1, "1")]


def test_one_of_several_sheets_must_be_chosen(book):
    path = book(A=[["x"], [1]], B=[["x"], [2]])
    with pytest.raises(ConnectorError, match="several sheets") as caught:
        read(path)
    assert caught.value.got == "2 of them"
    assert read(path, source=Source("w", "xlsx", {}, sheet="B")) == [(1, "2")]


def test_a_sheet_that_is_not_there_offers_close_names_alone(book):
    path = book(Meldingen=[["x"]], Jansen=[["x"]])
    with pytest.raises(ConnectorError) as caught:
        read(path, source=Source("w", "xlsx", {}, sheet="Melding"))
    assert "Meldingen" in caught.value.hint
    assert "Jansen" not in str(caught.value)


def test_a_hidden_sheet_needs_no_choice(tmp_path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Data").write_column(0, 0, ["x", 1])
        lists = workbook.add_worksheet("Lijsten")
        lists.write_column(0, 0, ["keuze", 2])
        lists.hide()
    assert read(path) == [(1, "1")]


def test_a_wanted_name_that_stands_twice_is_refused(book):
    with pytest.raises(ConnectorError, match="more than once"):
        read(book(S=[["x", "x"], [1, 2]]), "x")


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (b"Zaak;Datum\n", "another kind"),
        (b"<html><table>", "a web page"),
        (text.OLE + bytes(600), "an old Excel file (.xls)"),
        (
            text.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a workbook with a password",
        ),
        (text.ZIP + b" and no more", "truncated"),
    ],
    ids=["nothing", "text", "HTML", "an old .xls", "a password", "a zip cut short"],
)
def test_another_kind_of_file_is_refused_by_name(tmp_path, content, got):
    path = tmp_path / "export.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(path, SOURCE)
    assert got in caught.value.got


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "export.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brief.docx", "x")
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(path, SOURCE)
    assert "no .xlsx workbook" in caught.value.got


def test_a_workbook_without_a_value_is_refused(book):
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(book(Leeg=[]), SOURCE)
    assert caught.value.got == "a sheet without a value"


def test_a_workbook_cut_short_or_changed_is_refused(book):
    path = book(S=[["x"], *([f"waarde {n}"] for n in range(500))])
    whole = path.read_bytes()
    for damaged in (whole[:-100], whole[:2000] + bytes(8) + whole[2008:]):
        path.write_bytes(damaged)
        with pytest.raises(FileUnreadableError):
            open_xlsx(path, SOURCE)


@pytest.mark.parametrize("declared", [100, 9_999_999], ids=["less", "more"])
def test_a_zip_that_lies_about_a_size_is_refused(book, declared):
    path = book(S=[["x"], [1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(3_000_000))
    real = struct.pack("<L", 3_000_000)
    path.write_bytes(path.read_bytes().replace(real, struct.pack("<L", declared)))
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(path, SOURCE)
    assert "declares" in caught.value.got


def test_two_values_in_opposite_corners_are_refused(tmp_path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(path, SOURCE)
    assert "17,179,869,184 when it was given up" in caught.value.got


def test_styled_cells_without_a_value_take_no_room(tmp_path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.write_column(0, 0, ["x", "y"])
        for column in range(1, 16_384):
            sheet.write_blank(5000, column, None, bold)
    assert read(path) == [(1, "y")]


@pytest.mark.parametrize("entity", [b"&a9;", b"&file;"], ids=["billion laughs", "external"])
def test_entities_are_nothing_to_calamine(book, entity):
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 10)
    )
    dtd = f'<!DOCTYPE sst [{laughs}<!ENTITY file SYSTEM "file:///etc/passwd">]>'

    def edit(name, content):
        if not name.endswith("sharedStrings.xml"):
            return content
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + dtd.encode() + rest.replace(b"PLACE", entity)

    path = rezipped(book(S=[["x"], ["PLACE"]]), edit)
    with pytest.raises(FileUnreadableError) as caught:
        open_xlsx(path, SOURCE)
    assert "no readable workbook" in caught.value.got
