"""Exports in the manner of real systems: what is proposed of each, and that a run follows without an edit."""

from __future__ import annotations

import tomllib

import pytest
from manners import MANNERS
from nights import run

from pipelines.proposal.config_text import text_of
from pipelines.proposal.propose import propose

NEEDED = ("case_id", "activity", "started_at")


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.__name__)
def test_every_column_that_matters_is_right_and_a_run_follows_without_an_edit(tmp_path, manner):
    right = manner(tmp_path)
    proposal = propose([str(tmp_path)], tmp_path)
    config = tmp_path / "klantreis.toml"
    config.write_text(text_of(proposal, "Proef"), encoding="utf-8")
    (source,) = tomllib.loads(config.read_text(encoding="utf-8"))["sources"]
    key = source.get("key", [None])[0]
    found = {**source.get("columns", {}), **({"key": key} if key else {})}
    assert {role: found.get(role) for role in right.columns} == right.columns
    assert {name: source.get(name) for name in right.settings} == right.settings
    (only,) = proposal.sources
    beside = [each for each in only.columns if each.name not in (*right.columns, *NEEDED)]
    assert [each for each in beside if not each.is_doubtful] == []
    outcome = run(config)
    assert (outcome.status, outcome.errors) == ("complete", [])
    assert (outcome.events, outcome.rejected) == (right.n_events, 0)
