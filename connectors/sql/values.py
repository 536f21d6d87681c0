"""What a database's driver gives, as a cell with its own type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from connectors.values.cells import Cell, Failed, decoded

A_LIST: Final = "a list"
AN_OBJECT: Final = "a JSON object"


def as_cell(value: object) -> Cell:
    r"""A value as a cell; null stays null, and what is no single value has failed.

    >>> as_cell(17.0), as_cell(b"Intake"), as_cell({"a": 1}).reason, as_cell(b"\xff").reason
    (17.0, 'Intake', 'a JSON object', 'bytes that are no text')
    """
    if value is None or isinstance(
        value, str | bool | int | float | Decimal | dt.date | dt.time | dt.timedelta
    ):
        return value
    if isinstance(value, dict | list | tuple | set):
        return Failed(AN_OBJECT if isinstance(value, dict) else A_LIST)
    if isinstance(value, bytes | bytearray | memoryview):
        return decoded(bytes(value))
    return str(value)
