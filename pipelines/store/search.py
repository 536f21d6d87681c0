"""A search for pseudonyms in every file below a folder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PSEUDONYM: Final = re.compile(rb"[0-9a-f]{16,32}")


class Search(NamedTuple):
    """How many files were looked through, and which of them hold a pseudonym that was sought."""

    n_files: int
    holding: list[str]


def look_through(root: Path, is_theirs: Callable[[str], bool], *, but: str = "") -> Search:
    """Seek pseudonyms in every file below a folder: by its bytes; Parquet and packed data by its values.

    Args:
        root: the folder.
        is_theirs: whether a pseudonym is one that is sought.
        but: the name of files that are passed over.
    """
    paths = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.name != but
        and not any(part.is_symlink() for part in path.parents)
    ]
    return Search(
        len(paths),
        [
            path.relative_to(root).as_posix()
            for path in paths
            if any(is_theirs(name) for name in names_in(path))
        ],
    )


def names_in(path: Path) -> Iterator[str]:
    """Every text in a file that may be a pseudonym."""
    from outputs.report.packs import unpacked  # noqa: PLC0415 - a report takes a second to import

    raw = path.read_bytes()
    if path.suffix == ".js" and (value := unpacked(raw.decode("utf-8", "replace"))) is not None:
        raw = json.dumps(value).encode("utf-8")
    yield from {match.decode() for match in PSEUDONYM.findall(raw)}
    if path.suffix != ".parquet":
        return
    file = pq.ParquetFile(path)
    for batch in file.iter_batches():
        for column in batch.columns:
            values = column.flatten() if pa.types.is_list(column.type) else column
            if pa.types.is_string(values.type):
                yield from filter(None, pc.unique(values).to_pylist())
