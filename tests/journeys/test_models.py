"""The models as texts: an auditor can read each one, and Spark can run it."""

from __future__ import annotations

import duckdb
import pytest
import sqlglot
from literal import record, run_models
from sqlglot import exp

from journeys.engine import connect
from journeys.errors import AnalysisError
from journeys.inputs import Inputs
from journeys.layout import lay_out
from journeys.models import INPUTS, models, needed, published

EVERY = sorted(models())
IN_ANOTHERS_ORDER = {"waits"}  # a part of steps, in its order


@pytest.mark.parametrize("name", EVERY)
def test_a_model_begins_with_what_one_row_is(name):
    text = models()[name].sql.removeprefix("-- inline\n")
    assert text.startswith("-- One row")


@pytest.mark.parametrize("name", sorted(set(published()) - IN_ANOTHERS_ORDER))
def test_a_published_model_has_an_order_so_that_its_bytes_are_always_the_same(name):
    assert sqlglot.parse_one(models()[name].sql, read="duckdb").args.get("order")


@pytest.mark.parametrize("name", EVERY)
def test_a_model_can_be_said_in_sparks_dialect(name):
    (said,) = sqlglot.transpile(models()[name].sql, read="duckdb", write="spark")
    assert sqlglot.parse_one(said, read="spark").find(exp.Select)


@pytest.mark.parametrize("name", EVERY)
def test_a_model_reads_models_and_inputs_alone(name):
    assert models()[name].reads <= set(models()) | set(INPUTS)


def test_what_is_there_is_not_made_again():
    assert "placed" in needed(["waits"])
    assert needed(["waits"], have=["events", "steps"]) == ["steps", "waits"]


def test_ask_gives_the_same_as_run(tmp_path):
    rows = [record(n, partner="AB"[n % 2], regisseur="xyz"[n % 3]) for n in range(9)]
    made = run_models(rows, tmp_path)
    with connect(tmp_path / "spill", memory="1GB") as connection:
        asked = lay_out(connection, Inputs([tmp_path / "records.parquet"])).ask(published())
    assert {name: answer.to_pylist() for name, answer in asked.items()} == made


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_bytes_of_every_table_are_the_same_on_any_number_of_cores(tmp_path, threads):
    rows = [
        record(n, case_id=str(n % 700), partner="ABC"[n % 3], regisseur="xyz"[n % 5 % 3])
        for n in range(5000)
    ]
    one = run_models(rows, tmp_path / "one", threads=1)
    other = run_models(rows, tmp_path / "other", threads=threads)
    assert one == other
    for name in published():
        paths = [tmp_path / which / "tables" / f"{name}.parquet" for which in ("one", "other")]
        assert paths[0].read_bytes() == paths[1].read_bytes(), name


def test_a_memory_that_is_no_amount_is_refused(tmp_path):
    with (
        pytest.raises(AnalysisError, match="the engine does not start"),
        connect(tmp_path, memory="veel"),
    ):
        pass


def test_a_broken_table_names_the_model_and_no_data(tmp_path):
    (tmp_path / "records.parquet").write_text("Jansen")
    with (
        connect(tmp_path / "spill", memory="1GB") as connection,
        pytest.raises(duckdb.Error) as caught,
    ):
        lay_out(connection, Inputs([tmp_path / "records.parquet"]))
    assert "Jansen" not in str(caught.value)
