"""Every klantreis of a large run in its pack: seconds, bytes, memory, and from a choice to its picture.

The tables of `report.py`, and of the report only the page of one klantreis.

    python benchmarks/klantreizen.py [--events 1100000] [--folder bench]

The goals: 100,000 klantreizen with 1 million events in at most 30 MB and 25 s; a choice answers in 100 ms.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from report import HELPERS, answers, prepare

from outputs.options import ReportOptions
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.pages.klantreis import write_journeys
from outputs.report.pages.klantreis.page import TABLES
from outputs.run_tables import open_tables

CHOICES = 25


def write(folder: Path) -> None:
    """Write the page and its packs, and say what it took."""
    about = About("Benchmark", datetime(2026, 1, 1, tzinfo=UTC))
    options = ReportOptions()
    began, worked = perf_counter(), process_time()
    with open_tables(folder / "tables", TABLES, memory="2GB") as connection:
        build = Build(
            connection, folder / "one", options.all_levels()[0], options, about, folder / "maps"
        )
        build.assets()
        write_journeys(build)
    packs = [path.stat().st_size for path in (folder / "one" / "data").glob("reis-*.js")]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{perf_counter() - began:.1f} s, {process_time() - worked:.1f} s of the processor")
    print(f"{sum(packs) / 1e6:.1f} MB in {len(packs)} files, the largest {max(packs) / 1e3:.0f} kB")
    print(f"peak memory {peak / 1e3:.0f} MB")


def choose(folder: Path) -> None:
    """Choose journeys one after another, each in a pack that was not read yet, and say how long it took."""
    sys.path.insert(0, str(HELPERS))
    from chromium import Pages, chromium

    with open_tables(folder / "tables", ["journeys"]) as connection:
        ids = connection.execute(
            f"select journey_id from journeys using sample {CHOICES} rows (reservoir, 1)"
        ).fetchall()
    with chromium() as browser:
        page = folder / "one" / "klantreis.html"
        took = answers(Pages(browser), page, [("hash", journey) for (journey,) in ids])
    print(
        f"a choice drawn in {median(took):.0f} ms (median of {len(took)}), at most {max(took):.0f} ms"
    )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_100_000)
    parser.add_argument("--folder", type=Path, default=Path("bench"))
    parser.add_argument("--part", choices=["write", "choose"])
    given = parser.parse_args()
    if given.part:
        {"write": write, "choose": choose}[given.part](given.folder)
        return
    prepare(given.folder, given.events, 24, 8)
    for part in ("write", "choose"):  # in processes of their own, so that memory is each one's
        command = [sys.executable, __file__, "--part", part, "--folder", str(given.folder)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
