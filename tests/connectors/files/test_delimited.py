"""CSV: what a file's bytes become, row by row, and what a bad row costs."""

import csv
import io
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import ConnectorError, FileUnreadableError
from connectors.files.delimited import open_delimited
from connectors.formats import gathering, text
from connectors.source import Source

SOURCE = Source("wijkteam", "csv", {"case_id": ("Zaak",), "activity": ("Activiteit",)})


@pytest.fixture
def read(tmp_path):
    """Writes bytes or text to a file and reads it back: rows as tuples, bad rows as pairs."""

    def run(content, wanted=None, **settings):
        path = tmp_path / "export.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        file = open_delimited(path, replace(SOURCE, **settings))
        rows, bad = [], []
        for batch in file.batches(file.columns if wanted is None else wanted):
            rows += [tuple(row.values()) for row in batch.rows.to_pylist()]
            bad += [(row.row, row.reason) for row in batch.bad]
        return rows, bad

    return run


def test_rows_are_numbered_from_one_under_the_header(read):
    assert read("Zaak;Activiteit\nZ1;Intake\nZ2;Besluit\n") == (
        [(1, "Z1", "Intake"), (2, "Z2", "Besluit")],
        [],
    )


def test_a_header_alone_is_a_file_without_rows(read):
    assert read("Zaak;Activiteit\n") == ([], [])


def test_only_wanted_columns_are_handed_over_in_the_order_wanted(read):
    rows, _ = read("Zaak;BSN;Activiteit\nZ1;1;Intake\n", wanted=["Activiteit", "Zaak", "Einde"])
    assert rows == [(1, "Intake", "Z1")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_line_end_is_a_line_end(read, end):
    assert read(end.join(["Zaak;Activiteit", "Z1;Intake", ""]))[0] == [(1, "Z1", "Intake")]


@pytest.mark.parametrize(
    "delimiter", [";", ",", "\t", "|"], ids=["semicolon", "comma", "tab", "pipe"]
)
def test_the_delimiter_is_found_in_header_and_first_rows(read, delimiter):
    content = f'Zaak|Activiteit|Tekst\nZ1|Intake|"a{delimiter}b"\n'.replace("|", delimiter)
    assert read(content)[0] == [(1, "Z1", "Intake", f"a{delimiter}b")]


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("Zaak;Datum, tijd\nZ1;x\n", ["Zaak", "Datum, tijd"]),
        ("a;b,c\n1;2\n3;4\n", ["a", "b,c"]),
        ("Zaak;Kosten\nZ1;1,50\n", ["Zaak", "Kosten"]),
        ("Zaak\nZ1\n", ["Zaak"]),
        ("\n\nZaak;Activiteit\nZ1;x\n", ["Zaak", "Activiteit"]),
        ('sep=,\n"a;b",c\n1,2\n', ["a;b", "c"]),
        ("\ufeff Zaak ;Activiteit\t\nZ1;x\n", ["Zaak", "Activiteit"]),
    ],
    ids=[
        "a comma in a known header's name is no delimiter",
        "what fits the rows wins",
        "a decimal comma is no delimiter",
        "one column needs none",
        "blank lines before the header are skipped",
        "Excel's sep line tells",
        "mark and white space around names go",
    ],
)
def test_header(tmp_path, content, columns):
    path = tmp_path / "export.csv"
    path.write_text(content, encoding="utf-8", newline="")
    assert open_delimited(path, SOURCE).columns == columns


def test_a_delimiter_that_reads_both_ways_is_asked_for(read):
    with pytest.raises(ConnectorError, match="more than one way") as caught:
        read("a;b,c\n1;2,3\n")
    assert "delimiter = " in caught.value.hint
    assert read("a;b,c\n1;2,3\n", delimiter=",")[0] == [(1, "1;2", "3")]


@pytest.mark.parametrize("delimiter", [";;", '"', "\n"], ids=["two", "a quote", "a line end"])
def test_an_impossible_delimiter_is_refused(read, delimiter):
    with pytest.raises(ConnectorError, match="delimiter"):
        read("a;b\n", delimiter=delimiter)


@pytest.mark.parametrize(
    ("encoding", "configured"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-32", ""),
        ("cp1252", ""),
        ("utf-16-le", "utf-16-le"),
        ("cp850", "cp850"),
        ("utf-8-sig", "utf-8"),
    ],
)
def test_the_encoding_is_found_or_configured(read, encoding, configured):
    content = "Zaak;Activiteit\nZ1;Reïntegratie é\n".encode(encoding)
    assert read(content, encoding=configured)[0] == [(1, "Z1", "Reïntegratie é")]


def test_a_few_bytes_that_are_no_utf8_cost_their_rows_and_no_other_accent(read):
    content = "Zaak;Activiteit\nZ1;één\nZ2;?\nZ3;twee ën\n".encode().replace(b"?", b"\xe9")
    assert read(content) == (
        [(1, "Z1", "één"), (3, "Z3", "twee ën")],
        [(2, "bytes that are no UTF-8")],
    )


@pytest.mark.parametrize(
    ("content", "configured"),
    [
        (b"Zaak;Activiteit\nZ1;\x81\n", ""),
        (b"Zaak;Activiteit\nZ1;\xe9\n", "utf-8"),
        ("Zaak;A\nZ1;x\n".encode("utf-16")[:-1], ""),
    ],
    ids=["neither UTF-8 nor cp1252", "not what is configured", "UTF-16 cut in a character"],
)
def test_bytes_in_no_known_encoding_ask_for_one(read, content, configured):
    with pytest.raises(FileUnreadableError) as caught:
        read(content, encoding=configured)
    assert "encoding = " in caught.value.hint


@pytest.mark.parametrize("name", ["latijn", "rot13", "a\0b"])
def test_an_unknown_encoding_is_refused_by_name(read, name):
    with pytest.raises(ConnectorError, match="unknown encoding"):
        read("a;b\n", encoding=name)


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (b" \r\n\t\n", "an empty file"),
        (b"\xef\xbb\xbf\n\n", "an empty file"),
        (b"\n" * 100_000, "an empty file"),
        (b"  <!DOCTYPE html><p>", "a web page"),
        (b"\xef\xbb\xbf<HTML>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"PK\x03\x04...", "a zip or Excel file"),
        (b"PAR1...", "a Parquet file"),
        (b"\x1f\x8b...", "a gzip file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0...", "an old Excel file"),
        (b"Z\0a\0;\0b\0\n\0", "NUL bytes"),
    ],
)
def test_another_kind_of_file_is_refused_by_name(read, content, got):
    with pytest.raises(FileUnreadableError) as caught:
        read(content)
    assert got in caught.value.got


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path):
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        open_delimited(tmp_path / "weg.csv", SOURCE)


@pytest.mark.parametrize(
    ("lines", "rows", "bad"),
    [
        (["Z1;a;b", "Z2;c"], [(2, "Z2", "c")], [(1, "3 fields where the header has 2")]),
        (["Z1", "Z2;c"], [(2, "Z2", "c")], [(1, "1 field where the header has 2")]),
        (["Z1;\0", "Z2;c"], [(2, "Z2", "c")], [(1, "a NUL character in the row")]),
        (["", "  ", "Z2;c", ""], [(1, "Z2", "c")], []),
        (["Z1;"], [(1, "Z1", "")], []),
        (['Z1;"a""b"'], [(1, "Z1", 'a"b')], []),
        (['Z1;"a', "", 'b"', "Z2;c"], [(1, "Z1", "a\n\nb"), (2, "Z2", "c")], []),
        (
            ['Z1;"a"b', "Z2;c"],
            [(2, "Z2", "c")],
            [(1, "text between a closing quote and the delimiter")],
        ),
    ],
    ids=[
        "too many fields",
        "too few fields",
        "a NUL",
        "blank lines are no rows",
        "an empty cell is a cell",
        "a doubled quote is one quote",
        "a quoted field goes on over line ends",
        "text after a closing quote",
    ],
)
def test_rows(read, lines, rows, bad):
    assert read("\n".join(["Zaak;Activiteit", *lines, ""])) == (rows, bad)


STRAY = "an opening quote that nothing closes within the row"


@pytest.mark.parametrize(
    ("lines", "good"),
    [
        (['Z1;"a', "Z2;b", "Z3;c"], [2, 3]),
        (['Z1;"a', "Z2;b", 'Z3;"c"', "Z4;d"], [2, 3, 4]),
        (['Z1;"a', "Z2;b", 'Z3;x";y', "Z4;d"], [2, 4]),
        (['"Z1;a', 'Z2;"b"', "Z3;c"], [2, 3]),
        (["Z1;a", 'Z2;"b'], [1]),
    ],
    ids=[
        "that swallows to the end of the file",
        "that a later quoted field breaks",
        "that closes into too many fields",
        "at the start of the line",
        "in the last line",
    ],
)
def test_a_stray_quote_costs_one_physical_line(read, lines, good):
    rows, bad = read("\n".join(["Zaak;Activiteit", *lines, ""]))
    assert [row[0] for row in rows] == good
    assert (next(n for n in range(1, 9) if n not in good), STRAY) in bad
    assert len(rows) + len(bad) == len(lines)


def test_a_record_over_the_limit_costs_its_first_line(read, monkeypatch):
    monkeypatch.setattr(text, "MAX_RECORD", 50)
    lines = ['Z1;"a', *["x;y" for _ in range(30)], 'z"', "Z2;b"]
    rows, bad = read("\n".join(["Zaak;Activiteit", *lines, ""]))
    assert bad[0] == (1, STRAY)
    assert len(rows) + len(bad) == len(lines)


@pytest.mark.parametrize(
    "line",
    ['Z;"x\n', 'a";"b\n', 'x"y;"z\n'],
    ids=["opens a quote", "closes one and opens another", "literal and opening"],
)
def test_a_stray_quote_in_every_line_costs_linear_time(read, monkeypatch, line):
    """Each line is taken apart as often as the header has columns, and a few times more."""
    from connectors.files.csv_records import CsvParser

    n, calls = 3000, 0
    plain = CsvParser.fields

    def counted(self, lines):
        nonlocal calls
        calls += len(lines)
        return plain(self, lines)

    monkeypatch.setattr(CsvParser, "fields", counted)
    rows, bad = read("Zaak;Activiteit\n" + line * n)
    assert len(bad) > n / 3
    assert len(rows) + len(bad) <= n
    assert calls < 12 * n + 2000 * 4


@pytest.mark.parametrize("end", ["\n", "\r\n", ""], ids=["LF", "CRLF", "the file's end"])
def test_a_line_over_the_limit_is_a_bad_row_and_reading_goes_on(read, monkeypatch, end):
    monkeypatch.setattr(text, "MAX_RECORD", 40)
    monkeypatch.setattr(text, "_CHUNK", 16)
    after = f"Z3;b{end}" if end else ""
    rows, bad = read(f"Zaak;Activiteit\nZ1;a\nZ2;{'x' * 1000}{end}{after}")
    assert rows == [(1, "Z1", "a"), *([(3, "Z3", "b")] if after else [])]
    assert bad == [(2, "a line of more than 40 characters")]


def test_a_header_over_the_limit_is_no_header(read, monkeypatch):
    monkeypatch.setattr(text, "MAX_RECORD", 40)
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        read("Zaak;" * 20 + "\nZ1;a\n")


def test_one_line_of_64_mb_is_never_held_whole(tmp_path):
    path = tmp_path / "export.csv"
    with path.open("wb") as file:
        file.write(b"Zaak;Activiteit\n")
        for _ in range(64):
            file.write(b"x" * 1024 * 1024)
        file.write(b"\nZ2;b\n")
    tracemalloc.start()
    (batch,) = open_delimited(path, SOURCE).batches(["Zaak"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert batch.rows.to_pylist() == [{"source_row": 2, "Zaak": "Z2"}]
    assert [bad.row for bad in batch.bad] == [1]
    assert len(batch.bad[0].value) == 200
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize(
    "tail", ["Z2", 'Z2;"b', 'Z2;"b\nc'], ids=["too few fields", "an open quote", "in a quoted line"]
)
def test_a_file_that_ends_within_a_row_is_truncated(read, tail):
    with pytest.raises(FileUnreadableError) as caught:
        read("Zaak;Activiteit\nZ1;a\n" + tail)
    assert "truncated" in caught.value.got
    assert "row" in caught.value.got


def test_a_whole_last_row_needs_no_line_end(read):
    assert read("Zaak;Activiteit\nZ1;a") == ([(1, "Z1", "a")], [])


def test_a_blank_line_is_an_empty_cell_where_there_is_one_column(read):
    assert read("Zaak\nZ1\n\nZ2\n") == ([(1, "Z1"), (2, ""), (3, "Z2")], [])


def test_a_wanted_name_that_stands_twice_is_refused(read):
    with pytest.raises(ConnectorError, match="more than once"):
        read("Zaak;Zaak;Activiteit\n1;2;3\n", wanted=["Zaak"])
    assert read("Zaak;Zaak;Activiteit\n1;2;3\n", wanted=["Activiteit"])[0] == [(1, "3")]


def test_no_message_holds_what_stands_in_the_file(read):
    with pytest.raises(ConnectorError) as caught:
        read("Jansen;Jansen;123456782\nx", wanted=["123456782"])
    assert "Jansen" not in str(caught.value)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TABLES = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), max_size=12)
)


def written(table, **dialect):
    stream = io.StringIO(newline="")
    width = len(table[0]) if table else 2
    csv.writer(stream, **dialect).writerows([[f"K{i}" for i in range(width)], *table])
    return stream.getvalue()


@given(TABLES, st.sampled_from(";,\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_the_csv_module_writes_reads_back_equal(read, table, delimiter, end):
    content = written(table, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    rows, bad = read(content, delimiter=delimiter)
    assert bad == []
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert rows == [(n, *row) for n, row in enumerate(filled, start=1)]


def test_delimiters_alone_are_a_blank_line(read):
    assert read("Zaak;Activiteit\n1;A\n;\n2;B\n; \n") == ([(1, "1", "A"), (2, "2", "B")], [])


@given(st.text('";\nab', max_size=60), st.integers(1, 5), st.integers(1, 40))
def test_chopping_into_other_batches_or_chunks_changes_nothing(read, body, n_rows, n_chars):
    content = f"Zaak;Activiteit\n{body}\n"
    whole = read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "BATCH_ROWS", n_rows)
        patch.setattr(text, "_CHUNK", n_chars)
        assert read(content) == whole


@given(st.text('";\nab', max_size=60))
def test_every_row_is_either_good_or_bad_once(read, body):
    rows, bad = read(f"Zaak;Activiteit\n{body}\n")
    numbers = sorted([row[0] for row in rows] + [row for row, _ in bad])
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("header_row", [0, 2])
def test_a_header_whose_names_stand_on_several_lines_is_found_below_a_title(tmp_path, header_row):
    path = tmp_path / "a.csv"
    path.write_text(
        'Rapportage\n"Zaak\nnummer";Wat;"Op welke\ndag?"\n1;Intake;2024-01-01\n', encoding="utf-8"
    )
    columns = {"case_id": ("Zaak nummer",), "activity": ("Wat",), "started_at": ("Op welke dag?",)}
    file = open_delimited(path, Source("s", "csv", columns, header_row=header_row))
    assert (file.columns, file.header_at) == (["Zaak nummer", "Wat", "Op welke dag?"], 1)
    (batch,) = file.batches(["Wat"])
    assert batch.rows.to_pylist() == [{"source_row": 1, "Wat": "Intake"}]
