"""One part of a report, for tests that are about that part alone."""

from __future__ import annotations

from literal import open_judged

from outputs.options import Level, ReportOptions
from outputs.report.build import Build

TOP = Level("uitvoerder", journeys=True, teams=True, least_group=1)
"""Everybody, also where there are few: what is said of few stands in test_few_cases.py."""


def write_part(folder, write, about, level=TOP):
    """Let `write` write its page of the tables in `folder`; the report's folder."""
    report = folder / "report" / level.folder
    with open_judged(folder / "tables", about.as_of) as connection:
        connection.execute("create view review as select 1 as question limit 0")
        write(Build(connection, report, level, ReportOptions(), about, folder / "maps"))
    return report
