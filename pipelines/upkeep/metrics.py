"""A night as Prometheus text, in a file for node_exporter's textfile collector.

What is not known is left out, and is no 0: a night that failed has no rows.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipelines.store.durable import files_below, write_whole
from pipelines.store.modes import open_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.upkeep.last_night import LastNight
    from pipelines.upkeep.status import Status

STATUSES: Final = ("complete", "partial", "rejected", "failed")
OUTCOMES: Final = ("new", "rejected", "repeated")
SEVERITIES: Final = ("hoog", "midden", "laag")

HELP: Final = {
    "klantreis_last_run_timestamp_seconds": "When the last run ended.",
    "klantreis_last_run_status": "1 for the status of the last run.",
    "klantreis_last_run_duration_seconds": "How long the last run took.",
    "klantreis_last_complete_run_timestamp_seconds": "When the last complete run ended.",
    "klantreis_source_rows": "Rows that the last run read of a source, by what became of them.",
    "klantreis_source_failed": "1 where the last run could not read the source.",
    "klantreis_source_late": "1 where the source delivers later than it usually does.",
    "klantreis_source_dropped": "1 where the last delivery was much smaller than usual.",
    "klantreis_source_last_delivery_timestamp_seconds": "When the source last delivered.",
    "klantreis_new_signals": "Signals of the last run that no complete run had before.",
    "klantreis_store_bytes": "The size of the store.",
    "klantreis_run_folders": "How many runs have a folder.",
}


def write_metrics(path: Path, config: Config, night: LastNight, now: Status) -> None:
    """Write the metrics of a night: whole, and readable by whoever collects them."""
    write_whole(path, text_of_metrics(config, night, now))
    open_to(path, "everyone")


def text_of_metrics(config: Config, night: LastNight, now: Status) -> str:
    """The metrics as text, in the format that Prometheus reads."""
    lines: dict[str, list[str]] = {}
    for name, labels, value in _samples(config, night, now):
        shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.setdefault(name, []).append(
            f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"
        )
    return "".join(
        f"# HELP {name} {HELP[name]}\n# TYPE {name} gauge\n" + "\n".join(samples) + "\n"
        for name, samples in lines.items()
    )


def _samples(
    config: Config, night: LastNight, now: Status
) -> Iterator[tuple[str, dict[str, str], float]]:
    """Each value with its name and labels."""
    yield "klantreis_last_run_timestamp_seconds", {}, round(time.time(), 3)
    for status in STATUSES:
        yield "klantreis_last_run_status", {"status": status}, int(night.status == status)
    yield "klantreis_last_run_duration_seconds", {}, round(night.seconds, 3)
    if now.complete:
        moment = datetime.fromisoformat(now.complete.finished_at).timestamp()
        yield "klantreis_last_complete_run_timestamp_seconds", {}, moment
    for name, figure in night.figures.items():
        for outcome in () if figure["error"] else OUTCOMES:
            yield "klantreis_source_rows", {"source": name, "outcome": outcome}, figure[outcome]
    yield from _of_sources(night, now)
    if night.new_signals is not None:
        for severity in SEVERITIES:
            n = sum(n for (_, each), n in night.new_signals.items() if each == severity)
            yield "klantreis_new_signals", {"severity": severity}, n
    stored = sum(path.lstat().st_size for path in files_below(config.store))
    yield "klantreis_store_bytes", {}, stored
    folders = [
        path for path in config.output.glob("*/manifest.json") if path.parent != config.latest
    ]
    yield "klantreis_run_folders", {}, len(folders)


def _of_sources(night: LastNight, now: Status) -> Iterator[tuple[str, dict[str, str], float]]:
    """How each source is; of a night that failed as a whole nobody knows whether a source did."""
    for source in now.sources:
        labels = {"source": source.name}
        if source.outcome != "absent" and night.status != "failed":
            yield "klantreis_source_failed", labels, int(source.outcome == "failed")
        if source.delivery in ("late", "fine"):
            yield "klantreis_source_late", labels, int(source.delivery == "late")
        if source.size in ("dropped", "fine"):
            yield "klantreis_source_dropped", labels, int(source.size == "dropped")
        if source.delivered_s is not None:
            moment = round(time.time() - source.delivered_s)
            yield "klantreis_source_last_delivery_timestamp_seconds", labels, moment


def _escaped(text: str) -> str:
    """A label's value, as the format wants it."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
