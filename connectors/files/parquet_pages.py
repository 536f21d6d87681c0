"""The pages of a Parquet file: how many bytes the decoder will take for each, as it stands in its header.

The footer's sizes are claims that nothing checks. A page's header is what the decoder allocates by, and it
fails where another number of bytes comes out: so the headers are read, and the pages are passed over.

A header is a struct in Thrift's compact protocol (parquet.thrift: PageHeader).
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DICTIONARY: Final = 2
_TYPE, _UNPACKED, _PACKED = 1, 2, 3
_COUNTS: Final = (5, 7, 8)
"""The headers of a page of values, of a dictionary and of a page of values of version 2."""

_HEADER: Final = 64 * 1024
_NESTED: Final = 16
_STOP, _TRUE, _FALSE, _BINARY, _STRUCT = 0, 1, 2, 8, 12
_SIZES: Final = {3: 1, 7: 8}
_INTEGERS: Final = frozenset({4, 5, 6})
"""Of 16, 32 and 64 bits; what is not among these kinds no page header has."""

_DELTA: Final = "DELTA_BYTE_ARRAY"


class ParquetPage(NamedTuple):
    """A page: bytes when unpacked, values in it, whether it is a dictionary."""

    n_bytes: int
    n_values: int
    is_dictionary: bool


def pages_of(file: IO[bytes], chunk: Any) -> Iterator[ParquetPage]:
    """The pages of a column chunk, as the decoder meets them.

    Args:
        file: of the whole.
        chunk: pyarrow's metadata of it.

    Raises:
        ValueError: a header is none.
    """
    place = chunk.data_page_offset
    if chunk.dictionary_page_offset:  # some writers put 0 for none
        place = min(place, chunk.dictionary_page_offset)
    end = place + chunk.total_compressed_size
    while place < end:
        file.seek(place)
        header = _Thrift(file.read(_HEADER))
        fields = header.struct()
        counts: dict[int, Any] = next((fields[at] for at in _COUNTS if at in fields), {})
        unpacked, packed, n_values = fields.get(_UNPACKED), fields.get(_PACKED), counts.get(1, 0)
        if (
            not isinstance(unpacked, int)
            or not isinstance(packed, int)
            or min(unpacked, packed) < 0
        ):
            raise ValueError
        yield ParquetPage(unpacked, n_values, fields.get(_TYPE) == _DICTIONARY)
        place += header.place + packed


def most_of_row(file: IO[bytes], chunk: Any) -> tuple[int, float]:
    """The bytes of a chunk's largest page, and how many one row may take that stands in a page of values.

    Where a value shares its begin with the one before, it may be as long as the page.
    """
    largest, row = 0, 8.0
    for page in pages_of(file, chunk):
        largest = max(largest, page.n_bytes)
        if not page.is_dictionary:
            n_rows = 1 if _DELTA in chunk.encodings else max(page.n_values, 1)
            row = max(row, page.n_bytes / n_rows)
    return largest, row


class _Thrift:
    """Bytes in the compact protocol; ends of them are a `ValueError`."""

    def __init__(self, data: bytes) -> None:
        self._data, self.place = data, 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a struct by their numbers: integers and structs; of others None."""
        if depth > _NESTED:
            raise ValueError
        fields: dict[int, Any] = {}
        number = 0
        while (head := self._byte()) != _STOP:
            number = number + (head >> 4) if head >> 4 else self._integer()
            fields[number] = self._value(head & 15, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in {_TRUE, _FALSE}:  # the kind is the value
            return None
        if kind in _SIZES:
            self.place += _SIZES[kind]
        elif kind == _BINARY:
            size = self._varint()
            self.place += size
        elif kind == _STRUCT:
            return self.struct(depth + 1)
        elif kind in _INTEGERS:
            return self._integer()
        else:
            raise ValueError
        return None

    def _integer(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)

    def _varint(self) -> int:
        number = shift = 0
        while (byte := self._byte()) & 128:
            number |= (byte & 127) << shift
            shift += 7
        return number | byte << shift

    def _byte(self) -> int:
        if self.place >= len(self._data):
            raise ValueError
        self.place += 1
        return self._data[self.place - 1]
