"""How long exporting takes and how much memory it needs, at any number of events; a process per format.

python benchmarks/exporting.py [EVENTS] [FOLDER]
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

NEEDED = ("events", "journeys", "shared_events")


def prepare(folder: Path, n: int) -> Path:
    """The tables of a run of `n` events, unless they are there."""
    from generate import generate

    from journeys.engine import connect
    from journeys.inputs import Inputs, Settings
    from journeys.layout import lay_out

    tables = folder / f"tables-{n}"
    records = generate(folder / f"records-{n}.parquet", n)
    with connect(folder / "spill", memory="2GB") as connection:
        settings = Settings(level="case")
        analysis = lay_out(connection, Inputs(records=[records], settings=settings))
        analysis.run(NEEDED, tables, part_folder=folder / f"parts-{n}")
    return tables


def export(tables: Path, folder: Path, name: str) -> None:
    """Export one format, and print what it took."""
    from outputs.exports import FORMATS, export_run

    began = perf_counter()
    told = export_run(tables, folder, [name], replace=True)
    seconds = perf_counter() - began
    # Not ru_maxrss: that begins with the peak of the process that started this one.
    used = resource.getrusage(resource.RUSAGE_SELF)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    size = sum((folder / each).stat().st_size for each in FORMATS[name]) / 1e6
    took = f"{seconds:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of processor)"
    print(f"{name}: {took}, peak {peak:.0f} MB, {size:.0f} MB on disk; {'; '.join(told.values())}")


def main() -> None:
    """Prepare once, then a process for each format."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("bench")
    tables = prepare(folder, n)
    for name in ("xes", "ocel", "bpmn"):
        words = [sys.executable, __file__, "--one", str(tables), str(folder / "uit"), name]
        subprocess.run(words, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        export(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main()
