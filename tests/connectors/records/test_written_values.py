"""Dates, clock times and amounts as people write them: in every kind of source, and every hint followed."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from every_kind import ALL_KINDS, COLUMNS, KEY, reader
from literal import at

from connectors.errors import ColumnAmbiguousError, ConnectorError
from connectors.records.canonical import read_extract
from connectors.registry import kind_of
from connectors.source import Source
from connectors.values.birth_dates import read_birth_dates
from journeys.engine import connect
from journeys.notes import Note


@pytest.fixture(params=ALL_KINDS)
def read(request, tmp_path):
    """A function from rows to records and rejected rows, through a file or database of each kind."""
    return reader(request.param, tmp_path)


@pytest.fixture
def read_csv(tmp_path):
    """The same through CSV alone."""
    return reader("csv", tmp_path)


def _rows(values, name="Begin"):
    """A row for each value of one column."""
    return [
        {"Zaak": f"Z{n}", "Wat": "Intake", "Begin": "2024-01-01", name: value}
        for n, value in enumerate(values)
    ]


def _starts(records):
    return [(row["started_at"], row["precision"]) for row in records]


DATES = {
    "a month in full": (
        ["1 maart 2024", "15 mei 2024"],
        ["2024-02-29 23:00", "2024-05-14 22:00"],
        "day",
    ),
    "a short month": (
        ["15 mrt 2024", "15 okt. 2024"],
        ["2024-03-14 23:00", "2024-10-14 22:00"],
        "day",
    ),
    "capitals": (["15 MRT 2024", "1 Maart 2024"], ["2024-03-14 23:00", "2024-02-29 23:00"], "day"),
    "hyphens and a short year": (
        ["15-mrt-24", "16-okt-24"],
        ["2024-03-14 23:00", "2024-10-15 22:00"],
        "day",
    ),
    "a weekday": (
        ["vr 15 maart 2024", "vrijdag 15 mrt. 2024"],
        ["2024-03-14 23:00", "2024-03-14 23:00"],
        "day",
    ),
    "a weekday before digits": (
        ["ma. 18-3-2024", "di 19-3-2024"],
        ["2024-03-17 23:00", "2024-03-18 23:00"],
        "day",
    ),
    "English": (
        ["1 March 2024", "Fri, 15 Mar 2024"],
        ["2024-02-29 23:00", "2024-03-14 23:00"],
        "day",
    ),
    "English, month first": (
        ["March 1, 2024", "Mar 15, 2024"],
        ["2024-02-29 23:00", "2024-03-14 23:00"],
        "day",
    ),
    "a no-break space": (
        ["1\u00a0maart\u00a02024", "2\u202fmaart 2024"],
        ["2024-02-29 23:00", "2024-03-01 23:00"],
        "day",
    ),
    "a clock with uur": (
        ["28-3-2024 12.30 uur", "29-3-2024 9:05 uur"],
        ["2024-03-28 11:30", "2024-03-29 08:05"],
        "second",
    ),
    "a clock with u": (
        ["28-3-2024 12u30", "29-3-2024 om 12 uur"],
        ["2024-03-28 11:30", "2024-03-29 11:00"],
        "second",
    ),
    "a worded date with a clock": (
        ["28 maart 2024 om 12.30 uur", "vr 29 mrt 2024, 8:15"],
        ["2024-03-28 11:30", "2024-03-29 07:15"],
        "second",
    ),
    "halves of a day": (
        ["3/28/2024 3:15:00 PM", "3/29/2024 12:05:00 AM"],
        ["2024-03-28 14:15", "2024-03-28 23:05"],
        "second",
    ),
    "digits alone": (["20240328", "20240329"], ["2024-03-27 23:00", "2024-03-28 23:00"], "day"),
}


@pytest.mark.parametrize(("texts", "utc", "precision"), DATES.values(), ids=DATES)
def test_a_date_as_people_write_it_is_read_in_every_kind_of_source(read, texts, utc, precision):
    records, rejected, notes = read(_rows(texts))
    assert (rejected, notes) == ([], ())
    assert _starts(records) == [(at(each), precision) for each in utc]


@pytest.mark.parametrize(
    ("fmt", "texts", "utc"),
    [
        ("%d %B %Y", ["1 maart 2024", "2 maart 2024"], ["2024-02-29 23:00", "2024-03-01 23:00"]),
        ("%A %d %b %Y", ["Vrijdag 15 Mrt. 2024", "ma 18 mrt 2024"], ["2024-03-14 23:00", "2024-03-17 23:00"]),
        ("%a %d %B %Y om %H.%M uur", ["vr 15 maart 2024 om 12.30 uur"], ["2024-03-15 11:30"]),
        ("%Y %B %d", ["2024 oktober 1", "2024 December 2"], ["2024-09-30 22:00", "2024-12-01 23:00"]),
        ("%d-%b-%Y %H:%M", ["15-okt-2024 08:00"], ["2024-10-15 06:00"]),
        ("%d-%m-%Y", ["01-02-2024 10:15", "01-02-2024"], ["2024-02-01 09:15", "2024-01-31 23:00"]),
        ("%H:%M, %d-%m-%Y", ["10:15, 01-02-2024"], ["2024-02-01 09:15"]),
        ("%Y%m%d%H%M%S", ["20240328101500"], ["2024-03-28 09:15"]),
        ("excel", ["45352", "45366,5"], ["2024-02-29 23:00", "2024-03-15 11:00"]),
        ("excel", ["45366.354166666664"], ["2024-03-15 07:30"]),
        ("excel-1904", ["43890", "43904,5"], ["2024-02-29 23:00", "2024-03-15 11:00"]),
        ("unix_s", ["1709251200", "1709251200,5"], ["2024-03-01 00:00", "2024-03-01 00:00:00.5"]),
        ("unix_ms", ["1709251200250"], ["2024-03-01 00:00:00.25"]),
        ("ISO 8601", ["2024-03-01T10:00:00+05:00"], ["2024-03-01 05:00"]),
    ],
)  # fmt: skip
def test_a_configured_format_reads_in_every_kind_of_source(read, fmt, texts, utc):
    records, rejected, _ = read(_rows(texts), formats={"Begin": (fmt,)})
    assert rejected == []
    assert [row["started_at"] for row in records] == [at(each) for each in utc]


@pytest.mark.parametrize("number", [45366, 45366.5], ids=["a whole day", "a day and a half"])
@pytest.mark.parametrize("kind", ["xlsx", "parquet", "json", "sql"])
def test_a_number_that_the_source_types_is_a_serial_where_a_format_says_so(tmp_path, kind, number):
    records, rejected, _ = reader(kind, tmp_path)(_rows([number]), formats={"Begin": ("excel",)})
    assert rejected == []
    clock, precision = ("2024-03-15 11:00", "second") if number % 1 else ("2024-03-14 23:00", "day")
    assert _starts(records) == [(at(clock), precision)]


@pytest.mark.parametrize(("serial", "day"), [("2", 2), ("59", 59), ("61", 60)])
def test_the_first_days_of_excel_are_counted_without_its_29_february(serial, day):
    read = read_birth_dates({serial}, ("excel",))
    assert read.days[serial] == date(1899, 12, 31) + timedelta(days=day)


def test_the_29_february_1900_that_excel_alone_knows_is_rejected(read_csv):
    _, rejected, _ = read_csv(_rows(["60", "45000"]), formats={"Begin": ("excel",)})
    assert [row["source_row"] for row in rejected] == [1]


BOTH = {"started_at": ("Dag", "Tijd")}


def _day_and_time(pairs):
    return [
        {"Zaak": f"Z{n}", "Wat": "Intake", "Dag": day, "Tijd": clock}
        for n, (day, clock) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    "clocks",
    [
        ["15:15", "08:30"],
        ["15.15", "08.30"],
        ["15.15 uur", "8.30 uur"],
        ["15:15:00", "08:30:00"],
        ["15u15", "8u30"],
        ["1515", "0830"],
        ["3:15 PM", "8:30 am"],
    ],
    ids=lambda clocks: clocks[0],
)
def test_a_date_and_a_clock_in_two_columns_are_joined(read, clocks):
    records, rejected, _ = read(
        _day_and_time(zip(["28-3-2024", "28-3-2024"], clocks, strict=True)), BOTH
    )
    assert rejected == []
    assert _starts(records) == [
        (at("2024-03-28 14:15"), "second"),
        (at("2024-03-28 07:30"), "second"),
    ]


def test_a_date_without_a_clock_is_a_day_and_a_clock_without_a_date_is_rejected(read):
    records, rejected, _ = read(
        _day_and_time([("28-3-2024", "15:15"), ("29-3-2024", ""), ("", "08:30"), ("", "")]), BOTH
    )
    assert _starts(records) == [(at("2024-03-28 14:15"), "second"), (at("2024-03-28 23:00"), "day")]
    assert [
        (row["source_row"], row["column"], row["reason"], row["value"]) for row in rejected
    ] == [
        (3, "Dag / Tijd", "started_at has a clock time and no date", "99:99"),
        (4, "Dag / Tijd", "started_at is empty", None),
    ]


def test_a_clock_that_does_not_read_rejects_the_row_and_is_no_bare_date(read):
    records, rejected, _ = read(
        _day_and_time([("28-3-2024", "15:15"), ("29-3-2024", "25:99"), ("30-3-2024", "middag")]),
        BOTH,
    )
    assert len(records) == 1
    assert [(row["source_row"], row["reason"]) for row in rejected] == [
        (2, "started_at does not read as a time in the column's format"),
        (3, "started_at does not read as a time in the column's format"),
    ]


@pytest.mark.parametrize("formats", [{}, {"Dag": ("%d-%m-%Y",), "Tijd": ("%H:%M",)}])
def test_the_order_of_the_two_names_means_nothing(read_csv, formats):
    rows = _day_and_time([("28-3-2024", "15:15")])
    for names in (("Dag", "Tijd"), ("Tijd", "Dag")):
        records, _, _ = read_csv(rows, {"started_at": names}, formats=formats)
        assert _starts(records) == [(at("2024-03-28 14:15"), "second")]


def test_an_end_is_joined_as_a_start_is(read):
    rows = [
        {"Zaak": "Z1", "Wat": "x", "Begin": "2024-03-28", "Dag": "28-3-2024", "Tijd": "15:15"},
        {"Zaak": "Z2", "Wat": "x", "Begin": "2024-03-28", "Dag": "", "Tijd": ""},
    ]
    records, rejected, _ = read(rows, {"ended_at": ("Dag", "Tijd")})
    assert rejected == []
    assert [(row["ended_at"], row["is_running"]) for row in records] == [
        (at("2024-03-28 14:15"), False),
        (None, True),
    ]


def test_columns_that_drifted_stay_columns_of_which_the_first_counts(read):
    rows = [
        {"Zaak": "Z1", "Wat": "x", "Datum": "28-3-2024", "Moment": ""},
        {"Zaak": "Z2", "Wat": "x", "Datum": "", "Moment": "2024-03-29 10:00"},
        {"Zaak": "Z3", "Wat": "x", "Datum": "30-3-2024", "Moment": "2024-03-29 10:00"},
    ]
    records, rejected, _ = read(rows, {"started_at": ("Datum", "Moment")})
    assert rejected == []
    assert _starts(records) == [
        (at("2024-03-27 23:00"), "day"),
        (at("2024-03-29 09:00"), "second"),
        (at("2024-03-29 23:00"), "day"),
    ]


def _local(*parts):
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def test_a_typed_clock_stands_beside_a_typed_date(tmp_path):
    rows = [
        {"Zaak": "1", "Wat": "x", "Dag": _local(2024, 3, 28), "Tijd": time(15, 15)},
        {"Zaak": "2", "Wat": "x", "Dag": _local(2024, 3, 28), "Tijd": None},
        {"Zaak": "3", "Wat": "x", "Dag": _local(2024, 3, 28, 15, 15), "Tijd": time(15, 15)},
        {"Zaak": "4", "Wat": "x", "Dag": _local(2024, 3, 28, 10, 0), "Tijd": time(15, 15)},
    ]
    records, rejected, _ = reader("parquet", tmp_path)(rows, BOTH)
    assert _starts(records) == [
        (at("2024-03-28 14:15"), "second"),
        (at("2024-03-27 23:00"), "day"),
        (at("2024-03-28 14:15"), "second"),
    ]
    assert [(row["source_row"], row["reason"]) for row in rejected] == [
        (4, "started_at has two clock times that differ")
    ]


def test_dates_and_clocks_of_cells_that_excel_types_are_joined(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Zaak", "Wat", "Dag", "Tijd"])
        sheet.write_row(1, 0, ["1", "x"])
        sheet.write_datetime(1, 2, date(2024, 3, 28), book.add_format({"num_format": "dd-mm-yyyy"}))
        sheet.write_datetime(1, 3, time(15, 15), book.add_format({"num_format": "hh:mm"}))
    source = Source(name="s", kind="xlsx", columns={**COLUMNS, **BOTH})
    with connect(tmp_path / "spill", memory="1GB", threads=1) as connection:
        made = read_extract(
            connection, source, lambda: kind_of("xlsx").reader(path, source), "f", KEY,
            tmp_path / "out", timezone="Europe/Amsterdam",
        )  # fmt: skip
        (row,) = pq.read_table(made.records).to_pylist()
    assert _starts([row]) == [(at("2024-03-28 14:15"), "second")]


AMOUNTS = {
    "the minus of SAP": (["1.300,50-", "100,00"], [-1300.5, 100.0]),
    "a minus before it": (["-1.300,50", "- 12,50"], [-1300.5, -12.5]),
    "parentheses": (["(1.300,50)", "( 12,50 )"], [-1300.5, -12.5]),
    "a currency before it": (["EUR 12,50", "EUR 1.000,00"], [12.5, 1000.0]),
    "a currency behind it": (["12,50 EUR", "1.000,00 euro"], [12.5, 1000.0]),
    "the sign of the euro": (["€ 12,50", "€1.000,00-", "-€ 5,00", "€ -6,00"], [12.5, -1000.0, -5.0, -6.0]),
    "no cents": (["12,-", "1.300,--", "€ 5,-"], [12.0, 1300.0, 5.0]),
    "spaces": (["1 300,50", "1\u00a0300,50", "1\u202f300 200,50"], [1300.5, 1300.5, 1300200.5]),
    "apostrophes": (["1'300.50", "1\u2019300.50"], [1300.5, 1300.5]),
    "a long minus": (["\u22121.300,50", "\u201312,50"], [-1300.5, -12.5]),
    "English": (["1,300.50", "(12.50)", "12.50-"], [1300.5, -12.5, -12.5]),
    "cents alone": ([",50", "0,75"], [0.5, 0.75]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "values"), AMOUNTS.values(), ids=AMOUNTS)
def test_an_amount_as_people_write_it_is_read_in_every_kind_of_source(read, texts, values):
    records, rejected, notes = read(_rows(texts, "Kosten"), {"cost_eur": ("Kosten",)})
    assert (rejected, notes) == ([], ())
    assert [row["cost_eur"] for row in records] == values


@pytest.mark.parametrize(
    "text",
    [
        "USD 12,50",
        "$ 12,50",
        "12,50 13",
        "--12,50",
        "(12,50",
        "1.30,50",
        "1 30,50",
        "€ ",
        "-",
        "1e3",
        "12%",
    ],
)
def test_what_is_no_amount_in_euros_costs_the_cost_and_is_counted(read_csv, text):
    records, rejected, notes = read_csv(_rows(["12,50", text], "Kosten"), {"cost_eur": ("Kosten",)})
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [12.5, None]
    assert notes == (Note("cost_unread", 1, "Kosten"),)


REFUSED = {
    "day and month the same way round": ("Begin", ["01-02-2024", "03-04-2024 10:15"]),
    "slashes": ("Begin", ["01/02/2024 3:15 PM", "03/04/2024 8:00 AM"]),
    "years of two digits": ("Begin", ["01-02-03", "04-05-06"]),
    "two formats": ("Begin", ["13-02-2024", "2024-02-14 10:00", "2024-02-15"]),
    "letters and digits": ("Begin", ["13 maart 2024", "14-03-2024"]),
    "serials of Excel": ("Begin", ["45352", "45366,5"]),
    "seconds since 1970": ("Begin", ["1709251200", "1709251201"]),
    "milliseconds since 1970": ("Begin", ["1709251200123", "1709251201123"]),
    "fourteen digits": ("Begin", ["20240328101500", "20240329101500"]),
    "twelve digits": ("Begin", ["202403281015", "202403291015"]),
    "a thousand or one": ("Kosten", ["1.000", "2.500"]),
    "a comma and three digits": ("Kosten", ["1,000", "2,500"]),
    "two notations": ("Kosten", ["1.300,50", "1,300.50", "1,400.50"]),
}
COST = {"cost_eur": ("Kosten",)}


@pytest.mark.parametrize(("name", "texts"), REFUSED.values(), ids=REFUSED)
def test_every_line_of_a_hint_lets_the_whole_column_be_read(read_csv, name, texts):
    columns = COST if name == "Kosten" else {}
    with pytest.raises(ColumnAmbiguousError, match=f"column '{name}'") as refused:
        read_csv(_rows(texts, name), columns)
    assert "[sources.formats]" in refused.value.hint
    lines = re.findall(r'"(\w+)" = ("[^"]+"|\[[^]]+\])', refused.value.hint)
    assert lines
    for column, formats in lines:
        chosen = json.loads(formats)
        records, rejected, notes = read_csv(
            _rows(texts, name),
            columns,
            formats={column: tuple([chosen] if isinstance(chosen, str) else chosen)},
        )
        assert (len(records), rejected, notes) == (len(texts), [], ())
        assert all(row["cost_eur" if columns else "started_at"] is not None for row in records)


def test_a_clock_without_a_date_column_says_how_to_name_both(read):
    rows = _day_and_time([("28-3-2024", "15:15"), ("29-3-2024", "08:30")])
    with pytest.raises(ColumnAmbiguousError) as refused:
        read(rows, {"started_at": ("Tijd",)})
    (line,) = re.findall(r"started_at = (\[.*\])", refused.value.hint)
    names = tuple(json.loads(line.replace("...", "Dag")))
    records, rejected, _ = read(rows, {"started_at": names})
    assert rejected == []
    assert _starts(records) == [
        (at("2024-03-28 14:15"), "second"),
        (at("2024-03-29 07:30"), "second"),
    ]


def test_a_configured_clock_alone_gives_no_event_in_1900(read_csv):
    records, rejected, _ = read_csv(_rows(["15:15"]), formats={"Begin": ("%H:%M",)})
    assert records == []
    assert [row["reason"] for row in rejected] == ["started_at has a clock time and no date"]


def test_a_notation_of_amounts_that_is_none_says_which_there_are(read_csv):
    with pytest.raises(ConnectorError, match="no such notation") as refused:
        read_csv(_rows(["1.000"], "Kosten"), COST, formats={"Kosten": ("de",)})
    for notation in re.findall(r'= "(\w+)"', refused.value.hint):
        read_csv(_rows(["1.000"], "Kosten"), COST, formats={"Kosten": (notation,)})


def test_a_number_is_never_taken_for_a_date_where_no_format_says_so(read):
    for numbers in (["45352", "45353"], ["1", "2"], ["1709251200", "1709251201"]):
        with pytest.raises(ColumnAmbiguousError, match="no known date format"):
            read(_rows(numbers))


@pytest.mark.parametrize(
    ("texts", "formats", "text", "day"),
    [
        (["1 maart 2010", "15 okt. 2011"], (), "15 okt. 2011", date(2011, 10, 15)),
        (["wo 31-3-2010"], (), "wo 31-3-2010", date(2010, 3, 31)),
        (["15-mrt-68"], (), "15-mrt-68", date(1968, 3, 15)),
        (["15 mrt 10"], (), "15 mrt 10", date(2010, 3, 15)),
        (["40000", "40001"], ("excel",), "40000", date(2009, 7, 6)),
        (["2010-03-01T00:00:00+02:00"], (), "2010-03-01T00:00:00+02:00", date(2010, 3, 1)),
    ],
)
def test_a_birth_date_is_read_as_any_other_date(texts, formats, text, day):
    assert read_birth_dates(texts, formats).days[text] == day


def test_the_hint_of_a_birth_date_lets_the_column_be_read():
    for texts in ({"01-02-2010", "03-04-2011"}, {"40000", "40001"}):
        with pytest.raises(ColumnAmbiguousError) as refused:
            read_birth_dates(texts, name="Geboren")
        lines = re.findall(r'"Geboren" = "([^"]+)"', refused.value.hint)
        assert lines
        for fmt in lines:
            assert set(read_birth_dates(texts, (fmt,)).days) == texts


def test_a_birth_day_of_tomorrow_is_a_century_ago_where_its_year_has_two_digits():
    year = datetime.now(UTC).year + 1
    text = f"15-06-{year % 100:02}"
    assert read_birth_dates({text}, ("%d-%m-%y",)).days[text] == date(year - 100, 6, 15)


AMOUNTS_APART = [
    {"Zaak": "1", "Wat": "A", "Begin": "2024-03-15", "Oud": "1.234,50", "Nieuw": ""},
    {"Zaak": "2", "Wat": "A", "Begin": "2024-03-15", "Oud": "", "Nieuw": "1,234.50"},
    {"Zaak": "3", "Wat": "A", "Begin": "2024-03-15", "Oud": "2,25", "Nieuw": "9.75"},
    {"Zaak": "4", "Wat": "A", "Begin": "2024-03-15", "Oud": "", "Nieuw": ""},
    {"Zaak": "5", "Wat": "A", "Begin": "2024-03-15", "Oud": "gratis", "Nieuw": "9.75"},
]


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize(
    "formats",
    [{}, {"Oud": ("nl",), "Nieuw": ("en",)}, {"Nieuw": ("en",)}],
    ids=["found out", "both configured", "one configured"],
)
def test_two_columns_of_amounts_have_each_their_own_notation(tmp_path, kind, formats):
    records, rejected, notes = reader(kind, tmp_path)(
        AMOUNTS_APART, {"cost_eur": ("Oud", "Nieuw")}, formats=formats
    )
    assert rejected == []
    assert [row["cost_eur"] for row in records] == [1234.5, 1234.5, 2.25, None, None]
    assert Note("cost_unread", 1, "Oud / Nieuw") in notes


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_column_of_amounts_that_reads_both_ways_is_named_beside_one_that_does_not(tmp_path, kind):
    rows = [{**row, "Nieuw": "1,000" if row["Nieuw"] else ""} for row in AMOUNTS_APART]
    with pytest.raises(ColumnAmbiguousError) as caught:
        reader(kind, tmp_path)(rows, {"cost_eur": ("Oud", "Nieuw")})
    assert "'Nieuw'" in str(caught.value)
    assert '"Nieuw" = "nl"' in caught.value.hint
