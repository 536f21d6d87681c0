"""Rows through a file or database of every kind, to records and rejected rows."""

from __future__ import annotations

import json
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from connectors.identity.pseudonyms import Pseudonyms
from connectors.records.canonical import read_extract
from connectors.records.watcher import NOBODY
from connectors.registry import kind_of
from connectors.source import Source
from journeys.engine import connect, parquet

KEY = Pseudonyms(b"k" * 32)
COLUMNS = {"case_id": ("Zaak",), "activity": ("Wat",), "started_at": ("Begin",)}
ALL_KINDS = ["csv", "xlsx", "parquet", "json", "sql"]


def _csv(folder, rows):
    path = folder / "a.csv"
    lines = ["|".join(rows[0]), *("|".join(map(str, row.values())) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _xlsx(folder, rows):
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(rows[0]):
            sheet.write_string(0, column, name)
            for n, row in enumerate(rows, start=1):
                sheet.write(n, column, row[name])
    return path


def _parquet(folder, rows):
    path = folder / "a.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def _json(folder, rows):
    path = folder / "a.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def _sql(folder, rows):
    path = folder / "a.db"
    with sqlite3.connect(path) as database:
        names = ", ".join(f'"{name}"' for name in rows[0])
        database.execute("drop table if exists t")
        database.execute(f"create table t ({names})")
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(
            f"insert into t values ({marks})", [tuple(row.values()) for row in rows]
        )
    database.close()
    return path


WRITE = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "json": _json, "sql": _sql}


def reader(kind, folder):
    """A function from rows and options of a source to records, rejected rows and notes."""

    def reading(rows, columns=None, watcher=NOBODY, **options):
        path = WRITE[kind](folder, rows)
        known = kind_of(kind)
        if kind == "json":
            options["options"] = known.options(rows="[]")
        if kind == "sql":
            options["options"] = known.options(url=f"sqlite:///{path}", table="t")
        source = Source(name="s", kind=kind, columns={**COLUMNS, **(columns or {})}, **options)
        opened = (
            (lambda: known.reader(source, None))
            if known.takes == "remote"
            else (lambda: known.reader(path, source))
        )
        with connect(folder / "spill", memory="1GB", threads=1) as connection:
            made = read_extract(
                connection, source, opened, "f", KEY, folder / "out", timezone="Europe/Amsterdam",
                watcher=watcher,
            )  # fmt: skip
            records, rejected = (
                connection.execute(f"select * from {parquet([each])}").to_arrow_table().to_pylist()
                for each in (made.records, made.rejected)
            )
        return records, rejected, made.notes

    return reading
