"""The data model as a folder of Parquet, and what relates to what as a data package (frictionlessdata.io).

`tabellen/NAME.parquet` is a table, `tabellen/datapackage.json` says which columns it has, what its key is,
and where its other keys lead.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from outputs.exports.data_model import KEYS, TABLES
from outputs.exports.files import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from outputs.exports.data_model import DataModel

FOLDER: Final = "tabellen"
DESCRIPTION: Final = "datapackage.json"


def file_of(table: str) -> str:
    """Where a table comes, in the folder of the export."""
    return f"{FOLDER}/{table}.parquet"


FILES: Final = (*map(file_of, TABLES), f"{FOLDER}/{DESCRIPTION}")


def write_table(model: DataModel, table: str, path: Path) -> int:
    """Write a table of the model, and say how many rows it has."""
    n = 0
    with (
        replacing(path) as coming,
        pq.ParquetWriter(coming, model.schema(table), compression="zstd") as file,
    ):
        for batch in model.batches(table):
            file.write_batch(batch)
            n += len(batch)
    return n


def write_description(model: DataModel, path: Path) -> int:
    """Write what the tables hold and how they relate, and say how many relations there are."""
    package = {
        "profile": "data-package",
        "name": "klantreizen",
        "resources": [_resource(model, table) for table in model.tables],
    }
    with replacing(path) as coming:
        coming.write_text(
            f"{json.dumps(package, ensure_ascii=False, indent=2)}\n", encoding="utf-8"
        )
    return len(model.relations)


def _resource(model: DataModel, table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": field.name, "type": _kind(field.type)} for field in model.schema(table)
        ],
        "foreignKeys": [
            {
                "fields": each.column,
                "reference": {"resource": each.to_table, "fields": KEYS[each.to_table]},
            }
            for each in model.relations
            if each.table == table
        ],
    }
    if table in KEYS:
        schema["primaryKey"] = KEYS[table]
    return {"name": table, "path": f"{table}.parquet", "format": "parquet", "schema": schema}


def _kind(kind: pa.DataType) -> str:
    """A type as a data package calls it.

    >>> _kind(pa.int64()), _kind(pa.timestamp("us"))
    ('integer', 'datetime')
    """
    kinds = {
        "integer": pa.types.is_integer, "number": pa.types.is_floating, "boolean": pa.types.is_boolean,
        "date": pa.types.is_date, "datetime": pa.types.is_timestamp,
    }  # fmt: skip
    return next((name for name, is_kind in kinds.items() if is_kind(kind)), "string")
