"""A store of each older form is read on and gets what it lacks; one of a newer form is left alone."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from nights import bytes_of, run, table, write_export

from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.store.damage import damages
from pipelines.store.format import CURRENT, read_form
from pipelines.store.ledger import Ledger

STORES = sorted((Path(__file__).parents[2] / "stores").glob("form_*.zip"))
"""Two nights over rows of two clients and a rejected row, each as klantreis of that form left them."""


def test_there_is_a_store_of_each_form_before_this_one():
    assert [int(path.stem.removeprefix("form_")) for path in STORES] == [*range(1, CURRENT)]


@pytest.mark.parametrize("path", STORES, ids=lambda path: path.stem)
def test_a_store_of_an_older_form_loses_nothing_and_gets_what_it_lacks(path, tmp_path):
    zipfile.ZipFile(path).extractall(tmp_path)
    config = read_config(tmp_path / "klantreis.toml")
    before = Ledger(config.store).entries()
    assert list(damages(config)) == []
    write_export(tmp_path, "a", "3.csv", "3;k3;Intake;2024-03-01")
    outcome = run(tmp_path / "klantreis.toml")
    assert (outcome.status, outcome.rows_read, outcome.new) == ("complete", 1, 1)
    assert len(table(tmp_path, "events")) == 5
    assert len({row["client_id"] for row in table(tmp_path, "events")}) == 3
    assert len(table(tmp_path, "rejected")) == 1
    assert Ledger(config.store).entries()[:-1] == before
    form = read_form(config.store)
    assert (form.form, form.is_filled) == (CURRENT, True)
    assert (config.store / "runs.copy.jsonl").read_bytes() == (
        config.store / "runs.jsonl"
    ).read_bytes()
    # and from now on an empty ledger is no new store
    (config.store / "runs.jsonl").write_text("")
    (finding,) = damages(config)
    assert finding.mend


def test_a_store_of_a_newer_form_is_left_alone(tmp_path):
    zipfile.ZipFile(STORES[0]).extractall(tmp_path)
    (tmp_path / "store" / "store.json").write_text(json.dumps({"form": CURRENT + 1, "moons": 2}))
    before = bytes_of(tmp_path)
    with pytest.raises(PipelineError, match="which a newer klantreis wrote"):
        run(tmp_path / "klantreis.toml")
    assert bytes_of(tmp_path) == before
