"""CSV as a spreadsheet opens it: read back by Python's own reader, byte for byte where it matters."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from outputs.spreadsheet import harmless, unguarded, write_csv


def cells(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))


def test_a_file_has_a_byte_order_mark_semicolons_and_crlf(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["a", "b"], [{"a": "één", "b": 1, "more": 2}])
    assert path.read_bytes() == b"\xef\xbb\xbfa;b\r\n\xc3\xa9\xc3\xa9n;1\r\n"


def test_without_rows_there_is_the_header_alone(tmp_path):
    assert cells(write_csv(tmp_path / "a.csv", ["a", "b"], [])) == [["a", "b"]]


def test_nothing_is_an_empty_cell_and_a_fraction_has_a_decimal_comma(tmp_path):
    row = {"none": None, "float": -1234.5, "int": -3, "bool": True, "day": date(2024, 1, 5)}
    path = write_csv(tmp_path / "a.csv", list(row), [row])
    assert cells(path)[1] == ["", "-1234,5", "-3", "True", "2024-01-05"]


def test_a_moment_is_written_with_its_zone(tmp_path):
    moment = datetime(2024, 1, 5, 13, tzinfo=UTC)
    path = write_csv(tmp_path / "a.csv", ["at"], [{"at": moment}])
    assert cells(path)[1] == ["2024-01-05 13:00:00+00:00"]


def test_what_would_break_a_row_stays_in_its_cell(tmp_path):
    texts = [
        "a;b",
        'zei "ja"',
        "twee\nregels",
        "twee\r\nregels",
        "los\rwagentje",
        "a,b",
        " spatie ",
    ]
    path = write_csv(tmp_path / "a.csv", ["n", "text"], [{"n": 1, "text": t} for t in texts])
    assert cells(path) == [["n", "text"], *(["1", text] for text in texts)]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()",
        '=HYPERLINK("x";"y")',
        "+31 6 12345678",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
    ],
)
def test_a_text_that_is_a_formula_gets_an_apostrophe(tmp_path, text):
    path = write_csv(tmp_path / "a.csv", ["before", "text"], [{"before": "x", "text": text}])
    assert cells(path)[1] == ["x", f"'{text}"]
    assert unguarded(harmless(harmless(text))) == harmless(text)


@pytest.mark.parametrize("text", ["GGZ", "", "a=b", "1-2", "'s-Hertogenbosch", "x@y", "{{ 7*7 }}"])
def test_any_other_text_is_left_as_it_is(text):
    assert harmless(text) == text


def test_the_same_rows_give_the_same_bytes(tmp_path):
    rows = [{"a": "x", "b": 0.1}, {"a": None, "b": 3}]
    one, other = (write_csv(tmp_path / name, ["a", "b"], rows) for name in ("1.csv", "2.csv"))
    assert one.read_bytes() == other.read_bytes()
