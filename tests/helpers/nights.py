"""Configs and exports to make nights of, and a night that waits for no source that is away."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager, nullcontext
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from journeys.contract import SIGNAL_HISTORY
from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.night import analyse as analyses
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


LOOKED_AT = ("events", "links", "rejected", "reading_notes", "journeys", "judged")
"""The models of a night in a test; it takes a fifth of the time that all of them take."""

KINDS = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BIGINT": pa.int64()}
NO_HISTORY = pa.schema([(name, KINDS[kind]) for name, kind in SIGNAL_HISTORY.items()]).empty_table()


@contextmanager
def making(*names):
    """Let nights make these tables and those of `LOOKED_AT` alone, and no report, maps and audit."""
    names = {*LOOKED_AT, *names, *(("signal_changes",) if "signals" in names else ())}

    def analyse(night, merged):
        with analyses.connect(night) as engine:
            return Counter(
                analyses.run_models(night, engine, merged, sorted(names), part="analyse")
            )

    with ExitStack() as patches:
        patches.enter_context(patch.object(analyses, "analyse", analyse))
        for name in ("draw_maps", "write_report", "write_audit"):
            patches.enter_context(patch.object(publish, name))
        if "signal_changes" not in names:
            patches.enter_context(patch.object(publish, "new_history", return_value=None))
            patches.enter_context(patch.object(publish, "kept_history", return_value=NO_HISTORY))
        yield


def run(config_path, *names, reread=()):
    """One night of which a test looks at the tables of `LOOKED_AT` and at these; its outcome."""
    with making(*names):
        return run_wholly(config_path, reread=reread, draw=True)


def run_wholly(config_path, *, reread=(), draw=False):
    """One night, with every table, report and audit; maps take seconds and are drawn where asked for."""
    with nullcontext() if draw else patch.object(publish, "draw_maps"):
        return run_night(
            read_config(config_path), run_id=new_run_id(), reread=reread, conductor=Conductor(())
        )


def failure(config_path, **options):
    """What a night says of which no source could be read: it fails as a whole."""
    with pytest.raises(PipelineError) as caught:
        run(config_path, **options)
    return str(caught.value)


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
