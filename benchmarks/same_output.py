"""Whether users get the same as before: runs of one state of the code beside those of another.

    python benchmarks/same_output.py make OUT [CASE …]     in each of the two states
    python benchmarks/same_output.py compare BEFORE AFTER

A night each on the made-up region at its three levels, and on receipt and BPI Challenge 2012 where
../shared holds them; of each the whole run folder (tables, maps, report, audit, manifest) and all exports.
The key and the name of the run are the same each time, so that what differs is what the code does.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

LEVELS = ("client", "case", "household")
LOGS = ROOT.parent / "shared" / "data" / "logs"
RUN_ID = "20260101T000000000Z-aaaa"
KEY = "00" * 32 + "\n"
XES = """
[project]
name = "Log"
store = "store"
output = "out"
[journeys]
level = "case"
[[sources]]
name = "log"
kind = "xes"
path = "log.xes.gz"
{missing}
[sources.columns]
worker = "org:resource"
{columns}
"""
OF_LOG = {
    "receipt": ('missing = ["EMPTY"]', 'partner = "org:group"\nregisseur = "case:responsible"'),
    "bpic2012": ('partner = "Bank"', ""),
}


def night(folder: Path, out: Path) -> None:
    """One night of the config in a folder; its run folder and its exports are copied to `out`."""
    import nights

    from outputs.exports import export_run

    (folder / "klantreis.key").write_text(KEY)
    (folder / "klantreis.key").chmod(0o600)
    with patch.object(nights, "new_run_id", lambda: RUN_ID):
        nights.run_wholly(folder / "klantreis.toml", draw=True)
    run = (folder / "out" / "latest").resolve()
    export_run(run / "tables", folder / "exported")
    shutil.copytree(run, out / "run")
    shutil.copytree(folder / "exported", out / "exports")
    print(out.name, flush=True)


def make(out: Path, cases: list[str]) -> None:
    """The nights of these cases, below `out`."""
    from pipelines.demo import write_region

    for level in [level for level in LEVELS if level in cases]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_region(folder, 120, 2026)
            config = folder / "klantreis.toml"
            text = config.read_text(encoding="utf-8")
            config.write_text(text.replace('level = "client"', f'level = "{level}"'), "utf-8")
            night(folder, out / level)
    for log, (missing, columns) in OF_LOG.items():
        if log not in cases:
            continue
        if not (file := LOGS / f"{log}.xes.gz").exists():
            print(f"no {file.name}: left out")
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copy(file, folder / "log.xes.gz")
            text = XES.format(missing=missing, columns=columns)
            (folder / "klantreis.toml").write_text(text, encoding="utf-8")
            night(folder, out / log)


def compare(before: Path, after: Path) -> int:
    """Name each file that differs in the cases that were made after; how many there are."""
    cases = {case.name for case in after.iterdir()}
    names = {
        path.relative_to(side)
        for side in (before, after)
        for case in cases
        for path in (side / case).rglob("*")
        if path.is_file()
    }
    n = 0
    for name in sorted(names):
        one, other = before / name, after / name
        if not one.exists() or not other.exists():
            print(f"{'only after ' if other.exists() else 'only before'}  {name}")
        elif not filecmp.cmp(one, other, shallow=False):
            print(f"differs      {name}")
        else:
            continue
        n += 1
    print(f"{len(names)} files, {n} differ")
    return n


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deed", choices=("make", "compare"))
    parser.add_argument("words", nargs="+")
    given = parser.parse_args()
    if given.deed == "make":
        make(Path(given.words[0]), given.words[1:] or [*LEVELS, *OF_LOG])
    else:
        sys.exit(compare(Path(given.words[0]), Path(given.words[1])) > 0)
