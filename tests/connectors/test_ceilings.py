"""What unpacks to more than memory holds is given up: a bomb of each kind, read in little memory."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.ceilings import Ceilings
from connectors.errors import CeilingError
from connectors.registry import kind_of
from connectors.source import Source
from pipelines.config.settings import read_config
from pipelines.night.checking import check

MB = 1_000_000
ROOM = 1_500 * MB
READ = """
import resource, sys
from pathlib import Path
from connectors.ceilings import Ceilings
from connectors.source import Source, InputFile
from connectors.registry import kind_of
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[4]),) * 2)
kind, path, names = kind_of(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(",")
source = Source("bron", sys.argv[1], {}, ceilings=Ceilings(**eval(sys.argv[5])))
from connectors.errors import CeilingError
rows = rejected = 0
try:
    read = [InputFile(path.name, path)] if kind.takes == "folder" else path
    opened = kind.reader(read, source)
    for batch in opened.batches(names):
        rows += batch.rows.num_rows
        rejected += sum("more than" in row.reason for row in batch.bad)
except CeilingError as error:
    print(error.hint.split()[-4])
else:
    print("rejected" if rejected else rows)
"""
"""Prints which ceiling was met, or the number of rows, or that rows were rejected."""


def repeated(path, *, many, begin=b"", end=b"", opened=gzip.open):
    """Writes one piece, a million bytes or so, very often between a begin and an end."""
    piece, n = many
    with opened(path, "wb") as file:
        file.write(begin)
        for _ in range(n):
            file.write(piece)
        file.write(end)


def xes(begin, piece, n, end):
    return lambda path: repeated(path, begin=begin, many=(piece, n), end=end)


def plain(begin, piece, n, end=b""):
    return lambda path: repeated(path, begin=begin, many=(piece, n), end=end, opened=open)


def table(n, text, **options):
    """A Parquet file in which one text stands n times."""

    def write(path):
        values = pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), pa.array([text]))
        if options.get("use_dictionary") is False:
            values = values.dictionary_decode()
        pq.write_table(pa.table({"a": values}), path, compression="zstd", **options)

    return write


def book(sheet, piece, n, end, shared=b"<sst/>", n_shared=1):
    """A workbook of one sheet; what stands between its begin and end often, and its texts."""

    def write(path):
        rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            )
            archive.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
                f'Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            )
            with archive.open("xl/sharedStrings.xml", "w") as file:
                for _ in range(n_shared):
                    file.write(shared)
            with archive.open("xl/worksheets/sheet1.xml", "w") as file:
                file.write(sheet)
                for _ in range(n):
                    file.write(piece)
                file.write(end)

    return write


def defaults(path):
    """A SQLite log whose events have a text by default: it stands once in the file."""
    with closing(sqlite3.connect(path)) as database:
        for table_, columns in {
            "event": "ocel_id, ocel_type",
            "object": "ocel_id, ocel_type",
            "event_object": "ocel_event_id, ocel_object_id, ocel_qualifier",
            "object_object": "ocel_source_id, ocel_target_id, ocel_qualifier",
            "event_map_type": "ocel_type, ocel_type_map",
            "object_map_type": "ocel_type, ocel_type_map",
            "event_a": "ocel_id, ocel_time",
        }.items():
            database.execute(f"create table {table_} ({columns})")
        database.execute("insert into event_map_type values ('a', 'a')")
        ids = [(str(n), "a") for n in range(3_000)]
        database.executemany("insert into event values (?, ?)", ids)
        database.executemany("insert into event_a values (?, ?)", ids)
        database.execute(f"alter table event_a add column x default '{'x' * MB}'")
        database.commit()


WORKSHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = b"</sheetData></worksheet>"
CELL = b"<c><v>1</v></c>"
FIRST = b'<row r="1"><c r="A1"><v>1</v></c></row>'
LARGE = b"x" * MB


def corners(last):
    """A row with the first cell of a sheet, and one with a last cell."""
    return FIRST + b'<row r="999999"><c r="%s"><v>1</v></c></row>' % last


BOMBS = {
    "xes: a trace of empty events": ("xes", xes(b"<log><trace>", b"<event/>" * 125_000, 20, b""), "values"),
    "xes: a trace of large events": (
        "xes",
        xes(b"<log><trace>", b'<event><string key="a" value="%s"/></event>' % LARGE, 270, b""),
        "part",
    ),
    "xes: one attribute": ("xes", xes(b'<log><trace><string key="', LARGE, 100, b""), "value"),
    "xes: one text": ("xes", xes(b"<log><trace>", LARGE, 100, b""), "value"),
    "xes: one comment": ("xes", xes(b"<log><!--", LARGE, 100, b""), "value"),
    "xes: levels": ("xes", xes(b"<log><trace>", b"<list>" * 200, 1, b"\n" * MB), "depth"),
    "parquet: one text in every row": ("parquet", table(3_000, "x" * MB), "3000"),
    "parquet: one large text in every row": ("parquet", table(3_000, "x" * 11 * MB), "value"),
    "parquet: a large page": ("parquet", table(150, "x" * 2 * MB, use_dictionary=False), "part"),
    "parquet: texts with a shared begin": (
        "parquet",
        table(3_000, "x" * 300_000, use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"}),
        "3000",
    ),
    "xlsx: corners": (
        "xlsx",
        book(WORKSHEET, corners(b"ZZ999999"), 1, END),
        "cells",
    ),
    "xlsx: corners just near enough": (
        "xlsx",
        book(WORKSHEET, corners(b"BF999999"), 1, END),
        "cells",
    ),
    "xlsx: cells and rows that do not say where": (
        "xlsx",
        book(
            WORKSHEET + b"<row>" + CELL * 100_000 + b"</row>",
            (b"<row>" + CELL + b"</row>") * 1_000,
            100,
            END,
        ),
        "cells",
    ),
    "xlsx: empty texts": (
        "xlsx",
        book(WORKSHEET, FIRST, 1, END, b"<si/>" * 200_000, 90),
        "cells",
    ),
    "xlsx: one text in many cells": (
        "xlsx",
        book(
            WORKSHEET,
            b'<row><c t="s"><v>0</v></c></row>' * 1_000,
            50,
            END,
            b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>",
        ),
        "workbook",
    ),
    "xlsx: a large sheet": (
        "xlsx",
        book(WORKSHEET, b'<row r="1"></row>' * 60_000, 30, END),
        "workbook",
        {"workbook": 20 * MB},
    ),
    "xlsx: one text without an end": ("xlsx", book(WORKSHEET, LARGE, 300, END), "value"),
    "json: one text": ("json", plain(b'[{"a": "', LARGE, 30), "value"),
    "json: one element of large texts": (
        "json", plain(b'[{"b": [0', b',"%s"' % LARGE, 40), "part", {"part": 20 * MB},
    ),
    "json: one element of empty lists": ("json", plain(b'[{"b": [0', b",[]" * 300_000, 30), "values"),
    "json: levels": ("json", plain(b'[{"b": ', b"[" * MB, 1), "depth"),
    "ocel as json: one text": ("ocel", plain(b'{"events": ["', LARGE, 270), "part"),
    "ocel as json: one event of empty lists": (
        "ocel", plain(b'{"events": [[0', b",[]" * 300_000, 30), "values",
    ),
    "ocel as xml: an object of empty attributes": (
        "ocel", plain(b"<log><objects><object><attributes>", b"<attribute/>" * 80_000, 20), "values",
    ),
    "ocel as sqlite: a text by default": ("ocel", defaults, "part"),
    "ijw: a message of empty elements": ("ijw", plain(b"<Bericht>", b"<a/>" * 250_000, 8), "rejected"),
    "corv: a message of empty elements": ("corv", plain(b"<Bericht>", b"<a/>" * 250_000, 8), "rejected"),
    "csv: one line": ("csv", plain(b"a;b\n1;2\n", LARGE, 30), "rejected"),
}  # fmt: skip
COLUMNS = {"xes": "concept:name", "ocel": "ocel:eid,event:x", "ijw": "zaak", "corv": "zaaknummer"}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_given_up_in_little_memory(tmp_path, bomb):
    kind, write, met, *lower = bomb
    path = tmp_path / "levering"
    write(path)
    command = [sys.executable, "-c", READ, kind, str(path), COLUMNS.get(kind, "a"), str(ROOM)]
    done = subprocess.run(
        [*command, repr(lower[0] if lower else {})], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == (met, "")


@pytest.mark.parametrize(
    ("kind", "write", "lower"),
    [
        (
            "xes",
            xes(b"<log>", b"<trace><event/></trace>" * 10_000, 1, b"</log>"),
            {"file": 100_000},
        ),
        ("parquet", table(10_000, "x" * 100), {"file": 500_000}),
        ("ocel", defaults, {"value": 100_000}),
        ("ocel", defaults, {"file": 100_000}),
    ],
    ids=["xes", "parquet", "a text of sqlite", "sqlite"],
)
def test_each_ceiling_is_set_by_the_config_and_the_error_says_which(tmp_path, kind, write, lower):
    path = tmp_path / "levering"
    write(path)
    names = COLUMNS.get(kind, "a").split(",")
    source = Source("bron", kind, {}, ceilings=Ceilings(**lower))
    ((name, most),) = lower.items()
    with pytest.raises(CeilingError) as caught:
        list(kind_of(kind).reader(path, source).batches(names))
    assert f"more than {most:,} bytes" in caught.value.got
    assert f"[limits] {name}" in caught.value.hint


def test_a_file_over_a_ceiling_leaves_the_other_sources_be(tmp_path):
    (tmp_path / "a.csv").write_text("zaak,wat,op\n1,Intake,2024-05-01\n")
    table(40, "x" * 1_000)(tmp_path / "b.parquet")
    columns = 'columns = {case_id = "%s", activity = "%s", started_at = "%s"}'
    (tmp_path / "config.toml").write_text(
        f"""
[project]
name = "Proef"
[limits]
value = "100B"
depth = 9
[[sources]]
name = "a"
kind = "csv"
path = "a.csv"
{columns % ("zaak", "wat", "op")}
[[sources]]
name = "b"
kind = "parquet"
path = "b.parquet"
{columns % ("a", "a", "a")}
"""
    )
    config = read_config(tmp_path / "config.toml")
    assert config.limits.ceilings() == Ceilings(value=100, depth=9)
    a, b = check(config).sources
    assert (a.rows_read, a.error) == (1, None)
    assert "source 'b', file 'b.parquet'" in b.error
    assert "[limits] value" in b.error
