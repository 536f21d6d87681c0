"""The pages of a Parquet file, by their own headers."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.files.parquet_pages import _Thrift, most_of_row, pages_of

ROWS = 5_000
TABLE = pa.table(
    {
        "n": range(ROWS),
        "x": [f"tekst {n % 700}" for n in range(ROWS)],
        "y": [None if n % 3 else "é" * n for n in range(ROWS)],
    }
)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("compression", ["none", "snappy", "zstd"])
@pytest.mark.parametrize("use_dictionary", [True, False])
def test_all_values_of_a_column_stand_in_its_pages(tmp_path, version, compression, use_dictionary):
    path = tmp_path / "a.parquet"
    pq.write_table(
        TABLE,
        path,
        data_page_version=version,
        compression=compression,
        use_dictionary=use_dictionary,
        data_page_size=5_000,
        row_group_size=2_000,
        write_page_checksum=True,
    )
    metadata = pq.read_metadata(path)
    with path.open("rb") as file:
        for group in range(metadata.num_row_groups):
            for column in range(metadata.num_columns):
                chunk = metadata.row_group(group).column(column)
                pages = list(pages_of(file, chunk))
                values = [page.n_values for page in pages if not page.is_dictionary]
                assert sum(values) == chunk.num_values
                assert [page.is_dictionary for page in pages].count(True) == use_dictionary
                assert 0 < sum(page.n_bytes for page in pages) < chunk.total_uncompressed_size
                assert most_of_row(file, chunk)[0] == max(page.n_bytes for page in pages)


@given(st.binary(max_size=200))
def test_what_is_no_header_is_refused_or_read_to_its_end(data):
    header = _Thrift(data)
    try:
        header.struct()
    except ValueError:
        return
    assert header.place <= len(data)
