"""This project against pm4py, on the same Parquet file of events, on the machine at hand.

Five answers: directly-follows with times, handovers between partners, case durations, variants, and
changes of the regisseur. Each side is a process of its own that reads the file and gives all five;
what is printed are its seconds and its peak memory. Then the eleven tables, and the signals that stand
on them, as a run writes them, under the same memory limit.

    python benchmarks/against_pm4py.py [EVENTS ...] [--folder bench] [--memory 4GB]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from generate import generate

from journeys.contract import KINDS
from journeys.engine import connect, parquet
from journeys.inputs import Inputs, Term
from journeys.layout import lay_out

ANSWERS = {
    "directly-follows with times": "flows",
    "handovers": "partner_flows",
    "case durations": "spans",
    "variants": "routes",
    "changes of the regisseur": "regisseur_changes",
}
ELEVEN = (
    "steps", "waits", "handovers", "referrals", "regisseurs", "regisseur_changes", "journeys", "routes",
    "activities", "flows", "partner_flows",
)  # fmt: skip
FLAGS = ("signals", "signal_sources", "signal_changes")
TERMS = [Term("", f"Activiteit {n}", f"Activiteit {n}", KINDS[n % len(KINDS)]) for n in range(24)]
"""The log's activities are kinds by turns, so that every kind of signal has its work."""


def prepare(records: Path, folder: Path, memory: str) -> dict[str, float]:
    """The events of a run, from records on: what both sides then read."""
    seconds: dict[str, float] = {}
    with connect(folder / "spill", memory=memory) as connection:
        analysis = lay_out(connection, Inputs([records], vocabulary=TERMS))
        analysis.run(
            ["events"],
            folder,
            part_folder=folder / "parts",
            done=lambda name, _, took: seconds.update({name: took}),
        )
    return seconds


def ours(events: Path, folder: Path, memory: str) -> dict[str, float]:
    """The five answers, as tables in memory."""
    seconds = {}
    with connect(folder / "spill", memory=memory) as connection:
        began = perf_counter()
        analysis = lay_out(connection, Inputs([folder.parent / "records.parquet"]))
        connection.execute(f"create view events as select * from {parquet([events])}")
        seconds["read"] = perf_counter() - began
        for answer, name in ANSWERS.items():
            began = perf_counter()
            analysis.ask([name])
            seconds[answer] = perf_counter() - began
    return seconds


def eleven(events: Path, folder: Path, memory: str) -> dict[str, float]:
    """The eleven tables, written as a run writes them."""
    seconds: dict[str, float] = {}
    shutil.rmtree(folder / "eleven", ignore_errors=True)
    target = folder / "eleven" / "tables"
    target.mkdir(parents=True)
    (target / "events.parquet").symlink_to(events.resolve())
    with connect(folder / "spill", memory=memory) as connection:
        analysis = lay_out(connection, Inputs([folder.parent / "records.parquet"]))
        analysis.run(
            ELEVEN,
            target,
            part_folder=folder / "parts",
            done=lambda name, _, took: seconds.update({name: took}),
        )
    return seconds


def flags(_events: Path, folder: Path, memory: str) -> dict[str, float]:
    """The signals with their sources and history, from the eleven tables on; after `eleven`."""
    seconds: dict[str, float] = {}
    with connect(folder / "spill", memory=memory) as connection:
        analysis = lay_out(connection, Inputs([folder.parent / "records.parquet"]))
        analysis.run(
            FLAGS,
            folder / "eleven" / "tables",
            part_folder=folder / "parts",
            done=lambda name, _, took: seconds.update({name: took}),
        )
    return seconds


def pm4pys(events: Path, _folder: Path, _memory: str) -> dict[str, float]:
    """The five answers of pm4py, on a frame of the columns that they need."""
    import pandas as pd

    with contextlib.redirect_stdout(open(os.devnull, "w")):  # noqa: PTH123 - its banner
        import pm4py

    seconds = {}

    def timed(name: str, work: object) -> object:
        began = perf_counter()
        made = work()  # type: ignore[operator]
        seconds[name] = perf_counter() - began
        return made

    def read() -> pd.DataFrame:
        columns = ["journey_id", "activity", "started_at", "partner", "regisseur"]
        frame = pd.read_parquet(events, columns=columns)
        return pm4py.format_dataframe(
            frame, case_id="journey_id", activity_key="activity", timestamp_key="started_at"
        )

    log = timed("read", read)
    timed("directly-follows with times", lambda: pm4py.discover_performance_dfg(log))
    timed("handovers", lambda: pm4py.discover_handover_of_work_network(log, resource_key="partner"))
    timed("case durations", lambda: pm4py.get_all_case_durations(log))
    timed("variants", lambda: pm4py.get_variants(log))
    # pm4py has no changes of an attribute: the shortest way in pandas, on pm4py's frame
    timed(
        "changes of the regisseur",
        lambda: (
            log[log["regisseur"] != log.groupby("case:concept:name")["regisseur"].shift()].shape
        ),
    )
    return seconds


SIDES = {"prepare": prepare, "ours": ours, "eleven": eleven, "flags": flags, "pm4py": pm4pys}


def measure(
    side: str, path: Path, folder: Path, memory: str
) -> tuple[dict[str, float], float, float]:
    """One side in a process of its own: its parts' seconds, the whole's, and peak memory in GB."""
    began = perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            __file__,
            "--side",
            side,
            "--path",
            path,
            "--folder",
            folder,
            "--memory",
            memory,
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return told["seconds"], perf_counter() - began, told["peak_gb"]


def compare(n: int, root: Path, memory: str) -> None:
    """Print both sides at `n` events."""
    folder = root / str(n) / "run"
    records = generate(root / str(n) / "records.parquet", n)
    events = folder / "events.parquet"
    events.unlink(missing_ok=True)
    shutil.rmtree(folder / "parts", ignore_errors=True)
    print(f"\n{n:,} events, memory = {memory}, {os.cpu_count()} cores")
    parts, whole, peak = measure("prepare", records, folder, memory)
    print(f"  records to events: {whole:.1f} s, peak {peak:.1f} GB")
    shutil.rmtree(folder / "parts")
    theirs, their_whole, their_peak = measure("pm4py", events, folder, memory)
    mine, my_whole, my_peak = measure("ours", events, folder, memory)
    print(f"  {'':30}{'klantreis':>12}{'pm4py':>12}{'ratio':>8}")
    for name in ("read", *ANSWERS):
        ratio = theirs[name] / mine[name]
        print(f"  {name:30}{mine[name]:10.2f} s{theirs[name]:10.2f} s{ratio:8.1f}")
    ratio = sum(theirs.values()) / sum(mine.values())
    print(
        f"  {'the five answers':30}{sum(mine.values()):10.2f} s{sum(theirs.values()):10.2f} s{ratio:8.1f}"
    )
    print(
        f"  {'whole process':30}{my_whole:10.2f} s{their_whole:10.2f} s{their_whole / my_whole:8.1f}"
    )
    print(f"  {'peak memory':30}{my_peak:9.2f} GB{their_peak:9.2f} GB")
    parts, whole, peak = measure("eleven", events, folder, memory)
    slowest = sorted(parts.items(), key=lambda part: -part[1])[:4]
    print(
        f"  eleven tables, written: {whole:.1f} s, peak {peak:.1f} GB, pm4py's five {their_whole:.1f} s;"
        f" slowest: {', '.join(f'{name} {took:.1f}' for name, took in slowest)}"
    )
    parts, whole, peak = measure("flags", events, folder, memory)
    slowest = sorted(parts.items(), key=lambda part: -part[1])[:6]
    print(
        f"  and the signals: {whole:.1f} s, peak {peak:.1f} GB;"
        f" slowest: {', '.join(f'{name} {took:.1f}' for name, took in slowest)}"
    )


def main() -> None:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=[1_000_000, 10_000_000])
    parser.add_argument("--folder", type=Path, default=Path("bench"))
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--path", type=Path)
    given = parser.parse_args()
    if given.side:
        seconds = SIDES[given.side](given.path, given.folder, given.memory)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({"seconds": seconds, "peak_gb": peak}))
        return
    for n in given.events:
        compare(n, given.folder, given.memory)


if __name__ == "__main__":
    main()
