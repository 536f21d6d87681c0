"""The same rows in every kind of source, and an independent pairing of them in plain Python."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict, deque
from contextlib import closing
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from connectors.nested.reader import JsonOptions
from connectors.sql.options import SqlOptions

HEADER = ("Zaak", "Wat", "Op", "Status", "Reeks")
COLUMNS = {
    "case_id": ("Zaak",),
    "activity": ("Wat",),
    "started_at": ("Op",),
    "transition": ("Status",),
    "instance": ("Reeks",),
}
KINDS = ("csv", "xlsx", "parquet", "sql", "json", "xes")


def write(folder, kind, rows):
    """Rows of `HEADER` as a source of that kind: its path, its columns and other options."""
    path = folder / f"bron.{kind}"
    made = _WRITERS[kind](path, [[cell or "" for cell in row] for row in rows]) or {}
    return path, {} if kind == "xes" else COLUMNS, made


def _csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])


def _xlsx(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, *rows]):
            sheet.write_row(at, 0, row)


def _parquet(path, rows):
    columns = [[row[at] for row in rows] for at in range(len(HEADER))]
    pq.write_table(
        pa.table(dict(zip(HEADER, (pa.array(c, pa.string()) for c in columns), strict=True))), path
    )


def _sql(path, rows):
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table log ({', '.join(f'{name} text' for name in HEADER)})")
        connection.executemany("insert into log values (?, ?, ?, ?, ?)", rows)
    return {"options": SqlOptions(url=f"sqlite:///{path}", table="log")}


def _json(path, rows):
    path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows]))
    return {"options": JsonOptions(rows="[]")}


def _xes(path, rows):
    keys = ("concept:name", "time:timestamp", "lifecycle:transition", "concept:instance")
    traces = []
    for case, *cells in rows:  # one event a trace: a case may come back
        inner = "".join(
            f'<string key="{key}" value={quoteattr(cell)}/>'
            for key, cell in zip(keys, cells, strict=True)
            if cell
        )
        name = f'<string key="concept:name" value={quoteattr(case)}/>'
        traces.append(f"<trace>{name}<event>{inner}</event></trace>")
    path.write_text(f"<log>{''.join(traces)}</log>", encoding="utf-8")


_WRITERS = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "sql": _sql,
    "json": _json,
    "xes": _xes,
}

AT_WORK_NO_MORE = {
    "complete", "suspend", "ate_abort", "pi_abort", "withdraw", "autoskip", "manualskip",
}  # fmt: skip


def paired(rows):
    """(row of the event, activity, begin, end or None) of each event, worked out row by row."""
    numbered = [(n, *row) for n, row in enumerate(rows, start=1)]

    def begins(word):
        return word.lower() in {"start", "resume"}

    def order(row):
        word = (row[4] or "complete").lower()
        return row[3], not begins(word), word not in {"complete", "ate_abort"}, word, row[0]

    in_time = sorted(numbered, key=order)
    at_work = defaultdict(deque)
    events = []
    for n, case, what, moment, status, run in in_time:
        word = (status or "complete").lower()
        queue = at_work[case, what, run or None]
        if begins(word):
            queue.append((n, moment))
        elif word in AT_WORK_NO_MORE:
            if queue:
                events.append((n, what, queue.popleft()[1], moment))
            elif word in {"complete", "ate_abort"}:
                events.append((n, what, moment, moment))
        elif word not in {"schedule", "assign", "reassign"}:
            events.append((n, what, moment, moment))
    for (_, what, _), queue in at_work.items():
        events += [(n, what, moment, None) for n, moment in queue]
    return sorted(events)
