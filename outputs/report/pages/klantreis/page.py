"""The page of one klantreis, with all journeys of the run beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outputs.names import NAMES, name_of
from outputs.report.pages.klantreis.columns import FACTS, SECTIONS
from outputs.report.pages.klantreis.packs import QUERIES, lay_out_findings, write_packs

if TYPE_CHECKING:
    from outputs.reader import Reader
    from outputs.report.build import Build

GRAVEST: Final = 25
"""Journeys on the list from which one can start without a pseudonym."""

TABLES: Final = (
    "events",
    "journeys",
    "waits",
    "waiting_causes",
    "handovers",
    "regie_spells",
    "regie_changes",
    "norm_checks",
    "referrals",
    "signals",
    "safety",
    "shared_events",
    "resident_steps",
)
"""What is read of a run."""

SCRIPTS: Final = (
    "reis-pakket.js",
    "reis-woorden.js",
    "reis-tijd.js",
    "reis-banen.js",
    "reis-vormen.js",
    "reis-tekening.js",
    "reis-toetsen.js",
    "reis-tabellen.js",
    "reis-zoeken.js",
    "reis.js",
)
"""In the order in which they stand on each other."""


def write_journeys(build: Build) -> None:
    """Write klantreis.html and every journey of the run, for a level that may see single journeys.

    `data/reizen.js` says how many files there are, and `data/reis-K.js` holds the journeys of which the
    first bits of the pseudonym are K. The same tables give the same bytes.

    Args:
        build: of a report. At a level without journeys, nothing is written.
    """
    if not build.level.journeys:
        return
    connection = build.connection
    lay_out_findings(connection)
    buckets = write_packs(connection, lambda name, value: build.data(name, value, packed=True))
    totals = QUERIES.row(connection, "totals")
    as_of = build.about.as_of
    build.data(
        "reizen",
        {
            "bits": buckets.bits,
            "n": totals["n_journeys"],
            "as_of": None if as_of is None else round(as_of.timestamp() * 1000),
            "level": build.about.level,
            "signals": NAMES["signal"],
            "facts": dict(FACTS),
            "sections": {name: dict(columns) for name, columns in SECTIONS.items()},
        },
    )
    gravest = QUERIES.ask(connection, "gravest", n=GRAVEST)

    def values(reader: Reader) -> dict[str, Any]:
        rows = [
            {**row, "kinds": [reader.text(name_of("signal", kind)) for kind in row["kinds"]]}
            for row in gravest
        ]
        return {"gravest": rows, **totals}

    build.page(
        "klantreis", "klantreis.html.j2", scripts=SCRIPTS, styles=("reis.css",), values=values
    )
