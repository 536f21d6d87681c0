"""Runs to export: a small one with everything that is odd in it, and names that mean harm."""

from __future__ import annotations

from datetime import timedelta

from literal import at, record, run_models

from journeys.spelling import spelled

HOSTILE = [
    "</string><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b < c > 'd' \"e\"",
    "\u202egedraaid\u202c",
    "smile \U0001f600 \ufe0f",
    "regel\nmet\tTab\ren meer",
    "]]>&#0;&amp;",
    "x" * 5_000,
    " voor en achter ",
]
"""Names that XML, JSON and SQL can hold; each has to come back as it was."""

FORBIDDEN = "bel\x07 en \x0b en \uffff"
"""Characters that XML cannot hold."""


def as_activities(names):
    """The names as activities: in the one spelling, since no vocabulary says what they mean."""
    return [spelled(name) for name in names]


def odd_rows():
    """Five journeys: moments, long help that overlaps, what is running, equal times, no partner."""
    day = at("2024-03-01")
    rows = [
        record(1, case_id="k1", activity_source="Melding", partner="Wijkteam", worker="w1",
               started_at=day, municipality="Noord", domain="jeugd"),
        record(2, case_id="k1", activity_source="Onderzoek", partner="Wijkteam",
               started_at=day + timedelta(days=1), ended_at=day + timedelta(days=20), cost_eur=12.5,
               regisseur="r1", regisseur_role="casusregisseur", team="Oost"),
        record(3, case_id="k1", activity_source="Verwijzing", partner="Wijkteam", referred_to="GGZ",
               started_at=day + timedelta(days=5), regisseur="r1"),
        record(4, case_id="k1", activity_source="Behandeling", partner="GGZ", regisseur="r2",
               started_at=day + timedelta(days=20), is_running=True),
        record(5, case_id="k1", activity_source="Overleg", partner=None,
               started_at=day + timedelta(days=20)),
        record(6, case_id="k2", activity_source="Melding", partner="Zorgloket",
               started_at=day + timedelta(microseconds=123456)),
        record(7, case_id="k2", activity_source="Melding", partner="Zorgloket",
               started_at=day + timedelta(microseconds=123456)),
        record(8, case_id="k2", activity_source="Besluit", partner="Zorgloket", cost_eur=0.0,
               started_at=day + timedelta(days=40), precision="day"),
        record(9, case_id="k3", activity_source="Melding", partner="Wijkteam", started_at=day),
        record(10, case_id="k3", activity_source="Gesprek", partner="Wijkteam",
               started_at=day, ended_at=day + timedelta(days=400)),
    ]  # fmt: skip
    for n, row in enumerate(rows):
        row["client_id"] = f"c{row['case_id']}"
        row["household_id"] = "h1" if row["case_id"] != "k3" else None
        row["source_row"] = n + 1
    return rows


def hostile_rows():
    """A journey for each name: as activity and as partner."""
    return [
        record(2 * n + step, case_id=f"k{n}", activity_source=name, partner=name, source_row=2 * n + step)
        for n, name in enumerate([*HOSTILE, FORBIDDEN], start=1)
        for step in (0, 1)
    ]  # fmt: skip


def written(rows, folder, **settings):
    """The tables that exports are made of, and where they stand."""
    tables = run_models(rows, folder, ["events", "journeys", "shared_events"], **settings)
    return tables, folder / "tables"
