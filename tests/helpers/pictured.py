"""A region to draw pictures of: its records, its tables, and what stands in a drawing."""

from __future__ import annotations

import random
from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
from literal import at, record, run_models
from lxml import etree

from journeys.inputs import Term
from journeys.norms import Norm, Selector
from outputs.options import Level
from outputs.pictures import SUBJECTS
from outputs.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"
OPEN = Level("uitvoerder", journeys=True, teams=True)
CLOSED = Level("bestuurder", smallest_group=5)
DUTCH = Reader()
ENGLISH = Reader("en")
TERMS = tuple(
    Term("", kind, kind.capitalize(), kind)
    for kind in ("melding", "intake", "gesprek", "besluit", "verwijzing", "incident", "afsluiting")
    if kind != "gesprek"
)
NORMS = (
    Norm("besluit op tijd", Selector(kind=("melding",)), Selector(kind=("besluit",)), 2, "weeks"),
    Norm(
        "eerst praten",
        Selector(kind=("intake",)),
        Selector(activity=("gesprek",)),
        20,
        "calendar_days",
    ),
)
HISTORY = pa.schema(
    [
        ("signal_id", pa.string()),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("since", pa.date32()),
        ("last_seen", pa.date32()),
        ("n_nights", pa.int64()),
        ("gone_on", pa.date32()),
    ]
)
TERM_LIST = ("melding", "intake", "gesprek", "besluit", "verwijzing", "incident", "afsluiting")


def region(journeys=90, seed=3, partners=("Wijkteam", "GGZ", "Politie", "Wmo", "School")):
    """Records of some clients in some households: handovers, regisseurs, teams, what still runs."""
    draw = random.Random(seed)
    rows = []
    for journey in range(journeys):
        start = at("2023-11-20") + timedelta(hours=draw.randrange(10_000))
        for _ in range(draw.randint(1, 9)):
            start += timedelta(hours=draw.choice([0, 1, 30, 200, 700]))
            n = len(rows) + 1
            partner = draw.choice([*partners, partners[0], None])
            given = {
                "event_id": f"e{n:05}",
                "case_id": f"zaak{journey:03}",
                "client_id": f"klant{journey:03}",
                "household_id": f"gezin{journey // 3:03}" if journey % 7 else None,
                "started_at": start,
                "ended_at": start + timedelta(hours=draw.choice([0, 0, 2, 400])),
                "is_running": draw.random() < 0.03,
                "partner": partner,
                "team": draw.choice(["Noord", "Zuid", None]) if partner else None,
                "domain": draw.choice(["jeugd", "wmo", None]),
                "worker": draw.choice(["mw1", "mw2", None]),
                "referred_to": draw.choice([*partners, None, None, None]),
                "regisseur": draw.choice(["regis1", "regis2", None, None, None]),
                "activity_source": draw.choice(TERM_LIST),
            }
            rows.append(record(n, **given))
    return rows


def run_region(folder, rows=None, **settings):
    """The tables of the region, with a night before it: signals that are still there, and one gone."""
    rows = region() if rows is None else rows
    told = {"vocabulary": TERMS, "norms": NORMS, "level": "client", **settings}
    first = run_models(rows, folder / "before", ["signals", "events"], **told)
    before = at("2020-01-01").date()
    known = [
        {"signal_id": row["signal_id"], "kind": row["kind"]} for row in first["signals"][::3]
    ] + [{"signal_id": f"weg{n}", "kind": "pingpong"} for n in range(7)]
    history = [
        {
            **row,
            "status": "new",
            "since": before,
            "last_seen": before,
            "n_nights": 1,
            "gone_on": None,
        }
        for row in known
    ]
    path = folder / "history.parquet"
    pq.write_table(pa.Table.from_pylist(history, HISTORY), path)
    return run_models(rows, folder, history=[path], **told)


def subject(name):
    """A picture that can be drawn, by its name."""
    return next(each for each in SUBJECTS if each.name == name)


def shown(picture):
    """Everything that the drawing writes, and that it tells a mouse."""
    root = etree.fromstring(picture.svg)
    return [element.text for tag in ("text", "title", "desc") for element in root.iter(SVG + tag)]


def rows_of(picture):
    """The table as dicts by the columns' keys."""
    keys = [column.key for column in picture.table.columns]
    return [dict(zip(keys, row, strict=True)) for row in picture.table.rows]
