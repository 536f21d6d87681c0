"""The report of a large run: how long it takes to build, what it weighs, how fast it draws and answers.

A log of `generate.py` (eleven events a klantreis) with municipalities, domains and teams beside; its tables,
as a run writes them; then the maps and the report in a process of its own, and the machine's chromium on
every page that there is, from disk.

    python benchmarks/report.py [--events 1100000] [--activities 24] [--partners 8] [--folder bench]

The goals (issue 5): front page at most 1 MB and drawn within 1 s; a click answers within 100 ms; the folder
at most 60 MB; built within 60 s. A frame of 2,000 dots takes at most 8 ms; the paper maps of 400 activities
at 60 partners are drawn within a minute (`--activities 400 --partners 60`).
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import duckdb
from generate import generate

from journeys.contract import KINDS
from journeys.engine import connect
from journeys.inputs import Inputs, Term
from journeys.layout import lay_out
from journeys.models import published

if TYPE_CHECKING:
    from collections.abc import Sequence

HELPERS = Path(__file__).parents[1] / "tests" / "helpers"
TIMES = 5
CLICKS = 12
PLACES = """
copy (
    select
        *,
        concat('Gemeente ', hash(household_id) % 9) as municipality,
        ['jeugd', 'wmo', 'veiligheid', 'participatie'][1 + cast(hash(partner) % 4 as int)] as domain,
        concat('Team ', hash(partner, case_id) % 3) as team
    from '{records}'
    order by source_row
) to '{path}' (format parquet, compression zstd)
"""
DRAWN = """
() => new Promise((done) => setTimeout(() => {
  const [page] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  done({ paint: paint ? paint.startTime : null, load: page.loadEventEnd });
}, 50))
"""
ANSWER = """
([kind, what]) => new Promise((done) => {
  const began = performance.now();
  let last = null, timer = setTimeout(() => finish(), 3000);
  const finish = () => { watch.disconnect(); done(last === null ? null : last - began); };
  const watch = new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    last = performance.now();
    clearTimeout(timer);
    timer = setTimeout(finish, 300);
  })));
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  if (kind === "hash") location.hash = what;
  else document.querySelectorAll(kind)[what].dispatchEvent(new MouseEvent("click", { bubbles: true }));
})
"""
"""From a click to the last change that it brings about, painted; ms. None: nothing changed."""
DOTS = 2_000
FRAMES = """
async (full) => {
  const month = await klantreis.load(`maand-${document.getElementById("animatie-maand").value}`);
  const own = month.dots.length;
  while (month.dots.length < full) month.dots.push(month.dots[month.dots.length % own]);
  const took = [];
  for (let n = 0; n < 80; n += 1) {
    const began = performance.now();
    klantreis.animatie.draw(120 + n * 0.4);
    took.push(performance.now() - began);
    await new Promise(requestAnimationFrame);
  }
  return took.slice(20);
}
"""
"""Frames of the animation with so many dots, after twenty to warm up; ms each."""


def prepare(folder: Path, events: int, activities: int, partners: int) -> Path:
    """The tables of a run over such a log, unless they are there."""
    tables = folder / "tables"
    if (folder / "whole").exists():
        return tables
    shutil.rmtree(folder, ignore_errors=True)
    bare = generate(folder / "bare.parquet", events, activities=activities, partners=partners)
    records = folder / "records.parquet"
    with duckdb.connect() as connection:
        connection.execute(PLACES.format(records=bare, path=records))
    vocabulary = [
        Term("", f"Activiteit {n}", f"Activiteit {n}", KINDS[n % len(KINDS)])
        for n in range(activities)
    ]
    with connect(folder / "spill", memory="4GB") as connection:
        analysis = lay_out(connection, Inputs([records], vocabulary=vocabulary))
        analysis.run(published(), tables, part_folder=folder / "parts")
    (folder / "whole").touch()
    return tables


def build(folder: Path) -> dict[str, float]:
    """Draw the maps and write the report; seconds of each, of the processor for the latter, and peak GB."""
    from outputs.maps import draw_maps
    from outputs.report import write_report
    from outputs.report.about import About, SourceFigures

    with duckdb.connect() as connection:
        found = connection.execute(
            f"select max(ended_at), count(*) from '{folder}/tables/events.parquet'"
        ).fetchone()
    if found is None:
        raise SystemExit("no events")
    source = SourceFigures("bench", files=1, rows_read=found[1], new=found[1])
    about = About("Benchmark", found[0].astimezone(UTC), sources=[source])
    began = perf_counter()
    draw_maps(folder / "tables", folder / "maps")
    drawn, worked = perf_counter(), process_time()
    write_report(folder / "tables", folder / "maps", folder / "report", about=about, memory="4GB")
    return {
        "maps": drawn - began,
        "report": perf_counter() - drawn,
        "processor": process_time() - worked,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def weigh(report: Path) -> dict[str, Any]:
    """Bytes of the folder and of its largest files, and their number."""
    sizes = {
        path.relative_to(report).as_posix(): path.stat().st_size
        for path in report.rglob("*")
        if path.is_file()
    }
    largest = sorted(sizes.items(), key=lambda each: -each[1])[:6]
    return {"folder": sum(sizes.values()), "files": len(sizes), "largest": dict(largest)}


def draw(pages: Any, path: Path) -> dict[str, float]:
    """One page from disk, each time in a fresh profile: median ms to its first paint and to its load."""
    seen = []
    for _ in range(TIMES):
        page = pages(path)
        told = page.evaluate(DRAWN)
        asked = {url.split("#")[0] for url in pages.of(page).requests}
        told["bytes"] = sum(Path(url.removeprefix("file://")).stat().st_size for url in asked)
        seen.append(told)
        pages.check()
        pages.close()
    return {
        key: median(each[key] if each[key] is not None else float("nan") for each in seen)
        for key in ("paint", "load", "bytes")
    }


def answers(pages: Any, path: Path, clicks: Sequence[tuple[str, str | int]]) -> list[float]:
    """What each click on a page takes, in ms; those without an answer are left out."""
    page = pages(path)
    page.wait_for_timeout(500)
    took = [page.evaluate(ANSWER, list(click)) for click in clicks]
    pages.check()
    pages.close()
    return [each for each in took if each is not None]


def clicked(pages: Any, folder: Path) -> dict[str, list[float]]:
    """Clicks on lines and boxes of the map, and on klantreizen, as far as there are such pages."""
    report, told = folder / "report", {}
    if (report / "kaart.html").exists():
        page = pages(report / "kaart.html")
        page.wait_for_timeout(1000)
        numbers = {kind: page.locator(kind).count() for kind in ("[data-lijn]", "[data-vak]")}
        pages.close()
        for kind, n in numbers.items():
            step = max(1, n // CLICKS)
            clicks = [(kind, at) for at in range(0, n, step)][:CLICKS]
            told[f"map {kind}"] = answers(pages, report / "kaart.html", clicks)
    if (report / "klantreis.html").exists():
        with duckdb.connect() as connection:
            ids = connection.execute(
                f"select journey_id from '{folder}/tables/journeys.parquet'"
                f" order by hash(journey_id) limit {CLICKS}"
            ).fetchall()
        told["klantreis"] = answers(
            pages, report / "klantreis.html", [("hash", journey) for (journey,) in ids]
        )
    return told


def frames(pages: Any, path: Path) -> list[float]:
    """What frames of the map's animation take, in ms, with `DOTS` dots."""
    page = pages(path)
    page.locator("#animatie > summary").click()
    page.locator("#animatie-tabel tbody tr").first.wait_for()
    took: list[float] = page.evaluate(FRAMES, DOTS)
    pages.check()
    pages.close()
    return took


def compare(folder: Path) -> None:
    """Build the report of the tables in `folder` and print all figures."""
    shutil.rmtree(folder / "report", ignore_errors=True)
    shutil.rmtree(folder / "maps", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, __file__, "--build", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    built = json.loads(done.stdout.splitlines()[-1])
    print(f"maps drawn in {built['maps']:.1f} s")
    print(
        f"report built in {built['report']:.1f} s ({built['processor']:.1f} s of the processor),"
        f" peak {built['peak_gb']:.2f} GB"
    )
    weight = weigh(folder / "report")
    print(f"folder {weight['folder'] / 1e6:.1f} MB in {weight['files']} files; the largest:")
    for name, size in weight["largest"].items():
        print(f"  {name:32}{size / 1e6:8.2f} MB")
    sys.path.insert(0, str(HELPERS))
    from chromium import Pages, chromium

    with chromium() as browser:
        pages = Pages(browser)
        print(f"  {'page, from disk':32}{'paint':>9}{'load':>9}{'with its files':>16}")
        for path in sorted((folder / "report").glob("*.html")):
            if not path.name.endswith(".en.html"):
                told = draw(pages, path)
                print(
                    f"  {path.name:32}{told['paint']:6.0f} ms{told['load']:6.0f} ms"
                    f"{told['bytes'] / 1e6:13.2f} MB"
                )
        for name, took in clicked(pages, folder).items():
            figures = (
                f"first {took[0]:.0f}, median {median(took):.0f}, most {max(took):.0f} ms"
                if took
                else "no answer"
            )
            print(f"  click on {name:23}{figures} ({len(took)} clicks)")
        took = frames(pages, folder / "report" / "kaart.html")
        print(f"  a frame of {DOTS} dots: median {median(took):.1f}, most {max(took):.1f} ms")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_100_000)
    parser.add_argument("--activities", type=int, default=24)
    parser.add_argument("--partners", type=int, default=8)
    parser.add_argument("--folder", type=Path, default=Path("bench"))
    parser.add_argument("--build", type=Path)
    given = parser.parse_args()
    if given.build:
        print(json.dumps(build(given.build)))
        return
    name = f"report-{given.events}-{given.activities}-{given.partners}"
    print(f"{datetime.now(UTC):%d %B %Y}: {given.events:,} events, {given.activities} activities,")
    print(f"{given.partners} partners")
    began = perf_counter()
    tables = prepare(given.folder / name, given.events, given.activities, given.partners)
    print(f"tables in {perf_counter() - began:.1f} s")
    compare(tables.parent)


if __name__ == "__main__":
    main()
