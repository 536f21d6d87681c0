"""The data model as a workbook of Excel: a sheet for each table, and one that says what relates to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.exports.data_model import KEYS
from outputs.exports.files import replacing
from outputs.spreadsheet import MOST_ROWS, Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from outputs.exports.data_model import DataModel

FILE: Final = "klantreizen.xlsx"
RELATIONS: Final = "relations"


def write_xlsx(model: DataModel, path: Path) -> list[str]:
    """Write the workbook, and say which tables have more rows than a sheet can hold: these are not in it."""
    too_long = [table for table in model.tables if model.n_rows(table) > MOST_ROWS]
    tables = [table for table in model.tables if table not in too_long]
    relations = [
        (each.table, each.column, each.to_table, KEYS[each.to_table], each.is_active)
        for each in model.relations
        if not {each.table, each.to_table} & set(too_long)
    ]
    sheets = [
        Sheet(RELATIONS, ("table", "column", "to_table", "to_column", "is_active"), relations),
        *(Sheet(table, model.schema(table).names, _rows(model, table)) for table in tables),
    ]
    with replacing(path) as coming:
        write_workbook(coming, sheets)
    return too_long


def _rows(model: DataModel, table: str) -> Iterator[tuple[object, ...]]:
    for batch in model.batches(table):
        yield from zip(*batch.to_pydict().values(), strict=True)
