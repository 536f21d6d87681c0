"""Configs and exports to make nights of, and a night that waits for no source that is away."""

from __future__ import annotations

from contextlib import nullcontext
from unittest.mock import patch

import pyarrow.parquet as pq
import pytest

from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.night import publish
from pipelines.night.conductor import Conductor
from pipelines.night.run import run_night
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
    with nullcontext() if draw else patch.object(publish, "draw_maps"):
        return run_night(
            read_config(config_path), run_id=new_run_id(), reread=reread, conductor=Conductor(())
        )


def failure(config_path, **options):
    """What a night says of which no source could be read: it fails as a whole."""
    with pytest.raises(PipelineError) as caught:
        run(config_path, **options)
    return str(caught.value)


def run_tables(config_path, *, reread=()):
    """One night of which nobody looks at the maps and the report: its tables are there, and its outcome."""
    with patch.object(publish, "write_report"):
        return run(config_path, reread=reread)


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
