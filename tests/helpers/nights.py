"""Nights without Prefect: the parts one after another, as the flow calls them."""

from __future__ import annotations

from contextlib import nullcontext
from unittest.mock import patch

import pyarrow.parquet as pq

from journeys.errors import KlantreisError
from pipelines.config.settings import read_config
from pipelines.night import night as parts
from pipelines.store.run_ids import new_run_id

SOURCE = """
[[sources]]
name = "{name}"
kind = "csv"
path = "{name}/*.csv"
partner = "{name}"
{options}
[sources.columns]
case_id = "Zaak"
client = "Klant"
activity = "Wat"
started_at = "Begin"
{columns}
"""
PROJECT = """
[project]
name = "Proef"
max_rejected_share = {share}
{project}
[journeys]
level = "client"
"""
HEADER = "Zaak;Klant;Wat;Begin"


def write_config(folder, sources=("a",), *, share=1.0, project="", options="", columns=""):
    """A config over CSV sources with the columns of `HEADER`; its path."""
    text = PROJECT.format(share=share, project=project)
    for name in sources:
        text += SOURCE.format(name=name, options=options, columns=columns)
    path = folder / "klantreis.toml"
    path.write_text(text, encoding="utf-8")
    return path


def write_export(folder, source, name, *rows, header=HEADER):
    """One CSV export of a source."""
    path = folder / source / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def run(config_path, *, reread=(), draw=False):
    """One night; its outcome. Without the maps, which take seconds, unless they are wanted."""
    with nullcontext() if draw else patch.object(parts, "draw_maps"):
        return _run(read_config(config_path), reread)


def run_tables(config_path, *, reread=()):
    """One night of which nobody looks at the maps and the report: its tables are there, and its outcome."""
    with patch.object(parts, "write_report"):
        return run(config_path, reread=reread)


def _run(config, reread):
    with parts.begin(config, new_run_id(), reread=reread) as night:
        reads, failed = [], {}
        for section in config.sources:
            try:
                reads.append(parts.ingest(night, section))
            except KlantreisError as error:
                failed[section.name] = str(error)
        merged = parts.reconstruct(night, reads)
        rows = parts.analyse(night, merged)
        outcome = parts.judge(night, reads, merged, failed)
        return parts.publish(night, reads, merged, outcome, rows)


def table(folder, name, run_id="latest"):
    """A table of a run, as rows (dicts)."""
    return pq.read_table(folder / "out" / run_id / "tables" / f"{name}.parquet").to_pylist()


def bytes_of(folder):
    """Every file below a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".lock" not in path.name
    }
