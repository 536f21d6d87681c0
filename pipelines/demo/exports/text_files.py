"""Writes an extract as delimited text, and writes values as Dutch and other systems do."""

from __future__ import annotations

import csv
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipelines.demo.exports.extract import ExportFile


def text_writer(
    *, encoding: str, delimiter: str, line_end: str = "\n"
) -> Callable[[Path, ExportFile], None]:
    """A function that writes an extract in this dialect."""
    return partial(_write, encoding=encoding, delimiter=delimiter, line_end=line_end)


def _write(
    path: Path, extract: ExportFile, *, encoding: str, delimiter: str, line_end: str
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
        lines.writerow(extract.header)
        lines.writerows(extract.rows())


def dutch_euros(cents: int | None) -> str:
    """An amount with a decimal comma.

    >>> dutch_euros(123456), dutch_euros(None)
    ('1.234,56', '')
    """
    return english_euros(cents).translate(str.maketrans(",.", ".,"))


def english_euros(cents: int | None) -> str:
    """An amount with a decimal point.

    >>> english_euros(123456)
    '1,234.56'
    """
    return "" if cents is None else f"{cents // 100:,}.{cents % 100:02d}"
