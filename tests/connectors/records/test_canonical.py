"""A file's text in; records and rejected rows out."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from literal import at

from connectors.errors import ColumnAmbiguousError, ColumnMissingError
from connectors.identity.pseudonyms import Pseudonyms
from connectors.records.canonical import read_extract
from connectors.registry import kind_of
from connectors.source import Source
from journeys.engine import connect, parquet
from journeys.notes import Note

KEY = Pseudonyms(b"k" * 32)
COLUMNS = {"case_id": ("Zaak",), "activity": ("Wat",), "started_at": ("Begin",)}


@pytest.fixture
def read(tmp_path):
    """A function from a CSV text (or an Arrow table) to records and rejected rows."""
    runs = iter(range(100))

    def reading(content, columns=None, **options):
        n = next(runs)
        is_text = isinstance(content, str)
        path = tmp_path / f"{n}.{'csv' if is_text else 'parquet'}"
        if is_text:
            path.write_text(content, encoding="utf-8", newline="")
        else:
            pq.write_table(content, path)
        source = Source(
            name="s",
            kind="csv" if is_text else "parquet",
            columns={**COLUMNS, **(columns or {})},
            **options,
        )
        with connect(tmp_path / "spill", memory="1GB", threads=2) as connection:
            made = read_extract(
                connection,
                source,
                lambda: kind_of(source.kind).reader(path, source),
                "f",
                KEY,
                tmp_path / str(n),
                timezone="Europe/Amsterdam",
            )
            rows = connection.execute(f"select * from {parquet([made.records])}")
            records = rows.to_arrow_table().to_pylist()
            rows = connection.execute(f"select * from {parquet([made.rejected])}")
            rejected = rows.to_arrow_table().to_pylist()
        assert (made.n_records, made.n_rejected) == (len(records), len(rejected))
        reading.notes = made.notes
        return records, rejected

    return reading


def starts(records):
    return [record["started_at"] for record in records]


def test_a_row_becomes_a_record_with_its_lineage_and_without_identities(read):
    records, rejected = read(
        "Zaak;Wat;Begin;BSN;Wie\n17;Intake;2024-01-31 10:00;123456782;jansen\n",
        {"client": ("BSN",), "worker": ("Wie",)},
        partner="Wijkteam",
    )
    assert rejected == []
    (record,) = records
    assert (record["source"], record["source_file"], record["source_row"]) == ("s", "f", 1)
    assert record["case_id"] == KEY.of("case|s", "17")
    assert record["client_id"] == KEY.of("client", "123456782")
    assert record["worker"] == KEY.of("person", "jansen")
    assert (record["activity_source"], record["partner"]) == ("Intake", "Wijkteam")
    assert record["started_at"] == record["ended_at"] == at("2024-01-31 09:00")
    assert (record["is_running"], record["precision"]) == (False, "second")


@pytest.mark.parametrize(
    ("text", "utc", "precision"),
    [
        pytest.param("31-01-2024", "2024-01-30 23:00", "day", id="a bare date is local midnight"),
        pytest.param("31-01-2024 10:15", "2024-01-31 09:15", "second", id="day first, winter time"),
        pytest.param("31/07/2024 10:15:30", "2024-07-31 08:15:30", "second", id="summer time"),
        pytest.param(
            "2024-07-31T10:15:00+05:00", "2024-07-31 05:15", "second", id="its own offset"
        ),
        pytest.param("2024-07-31T10:15:00Z", "2024-07-31 10:15", "second", id="Zulu"),
        pytest.param("20240731", "2024-07-30 22:00", "day", id="eight digits"),
        pytest.param("31.12.2024", "2024-12-30 23:00", "day", id="dots"),
        pytest.param("31/12/24", "2024-12-30 23:00", "day", id="a year of two digits"),
        pytest.param(" 31-01-2024 ", "2024-01-30 23:00", "day", id="padded"),
    ],
)
def test_a_date_format_is_inferred_from_the_column(read, text, utc, precision):
    records, rejected = read(f"Zaak;Wat;Begin\n1;a;{text}\n")
    assert rejected == []
    assert [(r["started_at"], r["precision"]) for r in records] == [(at(utc), precision)]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        pytest.param("2024-03-31 01:59", "2024-03-31 00:59", id="before the spring change"),
        pytest.param("2024-03-31 02:30", "2024-03-31 01:30", id="in the hour that is skipped"),
        pytest.param("2024-03-31 03:00", "2024-03-31 01:00", id="after the spring change"),
        pytest.param("2024-10-27 01:59", "2024-10-26 23:59", id="before the autumn change"),
        pytest.param(
            "2024-10-27 02:30", "2024-10-27 00:30", id="in the hour that comes twice: the first"
        ),
        pytest.param("2024-10-27 03:00", "2024-10-27 02:00", id="after the autumn change"),
    ],
)
def test_a_wall_clock_time_around_a_clock_change(read, text, utc):
    records, _ = read(f"Zaak;Wat;Begin\n1;a;{text}\n")
    assert starts(records) == [at(utc)]


def test_an_end_in_the_hour_that_comes_twice_is_no_earlier_than_its_start(read):
    records, rejected = read(
        "Zaak;Wat;Begin;Eind\n1;a;2024-10-27 02:50;2024-10-27 02:10\n", {"ended_at": ("Eind",)}
    )
    assert rejected == []
    assert [(r["started_at"], r["ended_at"]) for r in records] == [
        (at("2024-10-27 00:50"), at("2024-10-27 01:10"))
    ]


def test_an_end_without_a_clock_time_is_no_earlier_than_a_start_on_that_day(read):
    records, rejected = read(
        "Zaak;Wat;Begin;Eind\n1;a;2024-01-31 14:00;2024-01-31\n2;a;2024-01-31 14:00;2024-01-30\n",
        {"ended_at": ("Eind",)},
    )
    assert [(r["started_at"], r["ended_at"]) for r in records] == [(at("2024-01-31 13:00"),) * 2]
    assert [(r["source_row"], r["reason"]) for r in rejected] == [
        (2, "ended_at lies before started_at")
    ]


def test_day_first_is_never_guessed(read):
    with pytest.raises(ColumnAmbiguousError) as caught:
        read("Zaak;Wat;Begin\n1;a;01-02-2024\n2;a;03-04-2024\n")
    assert "source 's', file 'f': column 'Begin' (started_at): reads both ways" in str(caught.value)
    assert "%d-%m-%Y reads 2 of 2, %m-%d-%Y reads 2 of 2" in caught.value.got
    assert "[sources.formats]" in caught.value.hint


def test_one_row_beyond_the_twelfth_says_how_the_whole_column_reads(read):
    records, rejected = read("Zaak;Wat;Begin\n1;a;01-02-2024\n2;a;13-02-2024\n3;a;n.n.b.\n")
    assert starts(records) == [at("2024-01-31 23:00"), at("2024-02-12 23:00")]
    assert [(r["source_row"], r["column"], r["value"]) for r in rejected] == [
        (3, "Begin", "x.x.x.")
    ]


@pytest.mark.parametrize(
    "texts",
    [("31-01-2024", "2024-01-31"), ("13-01-2024", "01-13-2024"), ("31-01-2024", "31/01/2024")],
    ids=["ISO and day first", "day first and month first", "dashes and slashes"],
)
def test_two_formats_in_one_column_are_refused_by_name(read, texts):
    with pytest.raises(ColumnAmbiguousError, match="column 'Begin'.*two formats in one column"):
        read("Zaak;Wat;Begin\n" + "".join(f"1;a;{text}\n" for text in texts))


def test_with_a_configured_format_the_rows_that_do_not_fit_are_rejected(read):
    records, rejected = read(
        "Zaak;Wat;Begin\n1;a;01-02-2024\n2;a;2024-02-03\n", formats={"started_at": ("%d-%m-%Y",)}
    )
    assert starts(records) == [at("2024-01-31 23:00")]
    assert [(r["source_row"], r["column"], r["value"]) for r in rejected] == [
        (2, "Begin", "9999-99-99")
    ]


def test_several_configured_formats_are_tried_in_order(read):
    records, _ = read(
        "Zaak;Wat;Begin\n1;a;01-02-2024\n2;a;2024-02-03 10:00\n",
        formats={"Begin": ("%d-%m-%Y", "%Y-%m-%d %H:%M")},
    )
    assert [(r["started_at"], r["precision"]) for r in records] == [
        (at("2024-01-31 23:00"), "day"),
        (at("2024-02-03 09:00"), "second"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        pytest.param(";a;2024-01-01;;", "Zaak", "case_id is empty", id="no case"),
        pytest.param("1;;2024-01-01;;", "Wat", "activity is empty", id="no activity"),
        pytest.param(
            "1;  ;2024-01-01;;", "Wat", "activity is empty", id="an activity of white space"
        ),
        pytest.param("1;a;;;", "Begin", "started_at is empty", id="no start"),
        pytest.param("1;a;2024-02-30;;", "Begin", "started_at does not read as", id="no such day"),
        pytest.param(
            "1;a;2924-02-03;;", "Begin", "started_at lies outside 1900-2100", id="far off"
        ),
        pytest.param(
            "1;a;2024-02-03;x;", "Eind", "ended_at does not read as", id="an end that is none"
        ),
        pytest.param("1;a;2024-02-03;9999-12-31;", "Eind", "list it in missing", id="end of time"),
        pytest.param(
            "1;a;2024-02-03;2024-02-02;", "Eind", "ended_at lies before", id="ends too early"
        ),
        pytest.param("1;a;2024-02-03", "", "3 fields", id="too few fields"),
    ],
)
def test_a_bad_row_is_rejected_and_the_good_ones_go_on(read, row, column, reason):
    good = "9;a;2024-01-01;2024-01-02;12,50"
    records, rejected = read(
        f"Zaak;Wat;Begin;Eind;Kosten\n{good}\n{row}\n{good}\n",
        {"ended_at": ("Eind",), "cost_eur": ("Kosten",)},
    )
    assert [(r["source_row"], r["cost_eur"]) for r in records] == [(1, 12.5), (3, 12.5)]
    (bad,) = rejected
    assert (bad["source_row"], bad["column"] or "") == (2, column)
    assert reason in bad["reason"]


def test_a_rejected_value_is_masked(read):
    _, rejected = read("Zaak;Wat;Begin\n1;a;2024-01-01\n2;a;Jan 123456782 é\n")
    assert [r["value"] for r in rejected] == ["xxx 999999999 x"]


def test_only_the_empty_cell_and_what_is_listed_are_missing(read):
    records, rejected = read(
        "Zaak;Wat;Begin;Team\nNA;null;2024-01-01;NULL\nnan;None;2024-01-01;onbekend\n",
        {"team": ("Team",)},
        missing=("onbekend",),
    )
    assert rejected == []
    assert [(r["case_id"], r["activity_source"], r["team"]) for r in records] == [
        (KEY.of("case|s", "NA"), "null", "NULL"),
        (KEY.of("case|s", "nan"), "None", None),
    ]


def test_hostile_texts_stay_as_they_are(read):
    hostile = ["<script>alert(1)</script>", "=cmd()", "NA", "a'b", "\u202eabc", "x" * 5000]
    records, _ = read("Zaak;Wat;Begin\n" + "".join(f"1;{text};2024-01-01\n" for text in hostile))
    assert [r["activity_source"] for r in records] == hostile


def test_an_empty_end_is_running_by_default(read):
    text = "Zaak;Wat;Begin;Eind\n1;a;2024-01-01;\n"
    (running,), _ = read(text, {"ended_at": ("Eind",)})
    assert (running["is_running"], running["ended_at"]) == (True, None)
    (instant,), _ = read(text, {"ended_at": ("Eind",)}, empty_end="instant")
    assert (instant["is_running"], instant["ended_at"]) == (False, at("2023-12-31 23:00"))


def test_a_column_is_found_by_any_of_the_names_it_has_had(read):
    columns = {"started_at": ("Datum", "Datum tijd")}
    (old,), _ = read("Zaak;Wat;Datum\n1;a;2024-01-01\n", columns)
    (new,), _ = read("Zaak;Wat;Datum tijd\n1;a;2024-01-01 00:00\n", columns)
    assert old["started_at"] == new["started_at"]
    both, _ = read("Zaak;Wat;Datum;Datum tijd\n1;a;2024-01-01;\n1;a;;2024-01-02\n", columns)
    assert starts(both) == [at("2023-12-31 23:00"), at("2024-01-01 23:00")]


def test_a_missing_column_is_named_with_the_nearest_and_no_data(read):
    with pytest.raises(ColumnMissingError) as caught:
        read("Zaaknr;Wat;Begon;Jansen;123456782\n1;a;2024-01-01;x;y\n")
    assert "source 's', file 'f': columns for case_id, started_at are missing" in str(caught.value)
    assert "'Zaak'" in caught.value.expected
    assert "nearest: Begon, Zaaknr" in caught.value.got
    assert "Jansen" not in str(caught.value)
    assert "123456782" not in str(caught.value)


def test_of_a_file_without_a_header_no_value_is_told(read):
    with pytest.raises(ColumnMissingError) as caught:
        read("1;Jansen;01-02-1980\n2;Pietersen;03-04-1990\n")
    assert "Jansen" not in str(caught.value)
    assert "1980" not in str(caught.value)


def test_a_file_with_a_header_alone_has_no_rows(read):
    assert read("Zaak;Wat;Begin;Eind\n", {"ended_at": ("Eind",)}) == ([], [])


@pytest.mark.parametrize(
    ("texts", "options", "values"),
    [
        (["1.234,56", "12"], {}, [1234.56, 12.0]),
        (["1,234.56", "12.5"], {}, [1234.56, 12.5]),
        (["€ 1.000,00", "-3,5"], {}, [1000.0, -3.5]),
        (["1.234"], {"formats": {"cost_eur": ("nl",)}}, [1234.0]),
        (["1.234"], {"formats": {"cost_eur": ("en",)}}, [1.234]),
    ],
    ids=["Dutch", "English", "with a euro sign", "configured Dutch", "configured English"],
)
def test_an_amount_is_read_in_the_columns_notation(read, texts, options, values):
    rows = "".join(f"1|a|2024-01-01|{text}\n" for text in texts)
    records, rejected = read(f"Zaak|Wat|Begin|Kosten\n{rows}", {"cost_eur": ("Kosten",)}, **options)
    assert rejected == []
    assert [r["cost_eur"] for r in records] == values


def test_a_cost_that_does_not_read_costs_the_cost_and_not_the_event(read):
    records, rejected = read(
        "Zaak;Wat;Begin;Kosten\n1;a;2024-01-01;12,50\n2;a;2024-01-01;veel\n3;a;2024-01-01;USD 3\n",
        {"cost_eur": ("Kosten",)},
    )
    assert rejected == []
    assert [r["cost_eur"] for r in records] == [12.5, None, None]
    assert read.notes == (Note("cost_unread", 2, "Kosten"),)


def test_an_amount_that_reads_both_ways_is_refused(read):
    with pytest.raises(ColumnAmbiguousError, match="column 'Kosten'.*reads both ways"):
        read("Zaak;Wat;Begin;Kosten\n1;a;2024-01-01;1.234\n", {"cost_eur": ("Kosten",)})


def test_equal_rows_of_one_file_are_two_events_and_keep_their_ids(read):
    text = "Zaak;Wat;Begin\n1;a;2024-01-01\n1;a;2024-01-01\n2;b;2024-01-01\n"
    records, _ = read(text)
    ids = [r["event_id"] for r in records]
    assert len(set(ids)) == 3
    again, _ = read(text)
    assert [r["event_id"] for r in again] == ids
    # written otherwise, the same event: a date's form and a row's place say nothing
    other, _ = read(
        "Wat;Begin;Zaak\nb;01-01-24;2\na;01-01-24;1\n", formats={"started_at": ("%d-%m-%y",)}
    )
    assert {r["event_id"] for r in other} < set(ids)


def test_with_a_key_the_id_is_that_of_the_key_alone(read):
    (one,), _ = read("Nr;Zaak;Wat;Begin\n7;1;a;2024-01-01\n", key=("Nr",))
    (other,), _ = read("Nr;Zaak;Wat;Begin\n7;1;b;2025-01-01\n", key=("Nr",))
    assert one["event_id"] == other["event_id"]
    records, rejected = read("Nr;Zaak;Wat;Begin\n;1;a;2024-01-01\n", key=("Nr",))
    assert records == []
    assert [(r["column"], r["reason"]) for r in rejected] == [("Nr", "the key is empty")]


def test_typed_columns_of_a_file_need_no_format(read):
    table = pa.table(
        {
            "Zaak": pa.array([1001, 1002], pa.int64()),
            "Wat": ["a", "b"],
            "Begin": pa.array(
                [at("2024-07-01 10:00").replace(tzinfo=None)] * 2, pa.timestamp("ns")
            ),
            "Eind": pa.array([at("2024-07-01 10:00"), None], pa.timestamp("us", "UTC")),
            "Kosten": pa.array([1.5, None]),
        }
    )
    records, rejected = read(table, {"ended_at": ("Eind",), "cost_eur": ("Kosten",)})
    assert rejected == []
    assert records[0]["case_id"] == KEY.of("case|s", "1001")
    assert [(r["started_at"], r["ended_at"], r["cost_eur"]) for r in records] == [
        (at("2024-07-01 08:00"), at("2024-07-01 10:00"), 1.5),
        (at("2024-07-01 08:00"), None, None),
    ]


def test_a_number_of_eight_digits_is_a_date_and_a_clock_time_is_none(read):
    table = {"Zaak": ["1"], "Wat": ["a"], "Begin": [20240101]}
    records, _ = read(pa.table(table))
    assert starts(records) == [at("2023-12-31 23:00")]
    with pytest.raises(ColumnAmbiguousError, match="column 'Begin'.*no known date format"):
        read(pa.table({**table, "Begin": pa.array([1], pa.time64("us"))}))
