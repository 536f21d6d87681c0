"""Parquet: the file's own types, and what is no Parquet."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.ceilings import Ceilings
from connectors.errors import ConnectorError, FileUnreadableError
from connectors.files import parquet
from connectors.files.parquet import open_parquet
from connectors.source import Source

SOURCE = Source("wijkteam", "parquet", {})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "export.parquet"


def read(path, *wanted):
    batches = list(open_parquet(path, SOURCE).batches(wanted))
    return pa.concat_tables([batch.rows for batch in batches])


def test_rows_are_numbered_from_one_over_row_groups(path):
    pq.write_table(pa.table({"Zaak": ["Z1", "Z2", "Z3"], "x": [1, 2, 3]}), path, row_group_size=2)
    assert read(path, "Zaak").to_pylist() == [
        {"source_row": 1, "Zaak": "Z1"},
        {"source_row": 2, "Zaak": "Z2"},
        {"source_row": 3, "Zaak": "Z3"},
    ]


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (["a", None], pa.dictionary(pa.int32(), pa.string()), pa.string()),
        (["a", None], pa.large_string(), pa.string()),
        (["a", None], pa.string_view(), pa.string()),
        ([b"a", None], pa.binary(), pa.string()),
        ([None, None], pa.null(), pa.string()),
        ([dt.time(10, 30), None], pa.time64("us"), pa.string()),
        ([dt.date(2024, 5, 1), None], pa.date32(), pa.date32()),
        ([dt.datetime(9999, 12, 31), None], pa.timestamp("us"), pa.timestamp("us")),  # noqa: DTZ001
        ([1, None], pa.int16(), pa.int16()),
        ([Decimal("1.50"), None], pa.decimal128(9, 2), pa.decimal128(9, 2)),
        ([True, None], pa.bool_(), pa.bool_()),
    ],
    ids=lambda value: str(value) if isinstance(value, pa.DataType) else "",
)
def test_types(path, values, kind, expected):
    pq.write_table(pa.table({"x": pa.array(values, kind)}), path)
    assert read(path, "x").schema.field("x").type == expected


def test_a_bytes_column_of_an_old_writer_is_text(path):
    pq.write_table(pa.table({"x": pa.array([b"\xc3\xa9"], pa.binary())}), path)
    assert read(path, "x")["x"].to_pylist() == ["é"]


def test_a_far_date_of_an_old_writer_is_kept(path):
    table = pa.table({"x": pa.array([dt.datetime(9999, 12, 31)], pa.timestamp("us"))})  # noqa: DTZ001
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    assert read(path, "x")["x"].to_pylist() == [dt.datetime(9999, 12, 31)]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("values", "got"),
    [
        (pa.array([{"a": 1}]), "a nested type"),
        (pa.array([[1]]), "a nested type"),
        (pa.array([b"1234"], pa.binary(4)), "binary values"),
    ],
    ids=["a struct", "a list", "a fixed number of bytes"],
)
def test_a_wanted_column_of_another_kind_is_refused(path, values, got):
    pq.write_table(pa.table({"x": values, "y": [1]}), path)
    with pytest.raises(ConnectorError) as caught:
        read(path, "x")
    assert caught.value.got == got
    assert read(path, "y").num_rows == 1


def test_a_file_without_rows_has_its_columns(path):
    pq.write_table(pa.table({"x": pa.array([], pa.string())}), path)
    file = open_parquet(path, SOURCE)
    assert file.columns == ["x"]
    assert sum(batch.rows.num_rows for batch in file.batches(["x"])) == 0


def test_rows_without_a_wanted_column_still_count(path):
    pq.write_table(pa.table({"x": [1, 2]}), path)
    assert read(path)["source_row"].to_pylist() == [1, 2]


def test_a_wanted_name_that_stands_twice_is_refused(path):
    pq.write_table(pa.table([[1], [2]], names=["x", "x"]), path)
    with pytest.raises(ConnectorError, match="more than once"):
        read(path, "x")


@pytest.mark.parametrize("n_gathered", [50, 10**6])
def test_chopping_into_other_batches_changes_nothing(path, monkeypatch, n_gathered):
    pq.write_table(pa.table({"x": list(range(100))}), path, row_group_size=30)
    whole = read(path, "x")
    monkeypatch.setattr(parquet, "BATCH_BYTES", n_gathered)
    low = replace(SOURCE, ceilings=Ceilings(part=400))
    batches = list(open_parquet(path, low).batches(["x"]))
    assert (len(batches) > 4) == (n_gathered == 50)
    assert pa.concat_tables([batch.rows for batch in batches]).combine_chunks().equals(whole)


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (b"Zaak;Datum\n", "another kind"),
        (b"PAR1 and no more", "truncated"),
        (b"PK\x03\x04", "zip"),
        (b"PARE and so on", "encrypted"),
    ],
)
def test_another_kind_of_file_is_refused_by_name(path, content, got):
    path.write_bytes(content)
    with pytest.raises(FileUnreadableError) as caught:
        open_parquet(path, SOURCE)
    assert got in caught.value.got


def test_a_truncated_file_is_refused_before_any_row(path):
    pq.write_table(pa.table({"x": list(range(1000))}), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        open_parquet(path, SOURCE)


def test_a_damaged_page_is_no_value(path):
    table = pa.table({"x": [f"waarde {n}" for n in range(1000)]})
    pq.write_table(table, path, use_dictionary=False, compression="none", write_page_checksum=True)
    content = bytearray(path.read_bytes())
    content[2000] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(FileUnreadableError) as caught:
        read(path, "x")
    assert "damaged" in caught.value.got
