"""A run's tables in the forms of other programs: the same rows in each."""

from __future__ import annotations

import gc
from collections import Counter

import duckdb
import polars as pl
import pytest
from exported import odd_rows
from literal import run_models

import outputs
from outputs.errors import OutputError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run's tables as rows, and its folder."""
    folder = tmp_path_factory.mktemp("run")
    return run_models(odd_rows(), folder), folder


@pytest.fixture
def run(made):
    with outputs.open_run(made[1]) as opened:
        yield opened


@pytest.mark.parametrize("table", ["events", "waits", "journeys", "signals"])
def test_every_form_has_the_rows_of_the_table(made, run, table):
    rows = made[0][table]
    assert run.to_arrow(table).to_pylist() == rows
    assert run.to_polars(table).to_dicts() == rows
    assert run.to_duckdb().execute(f'from "{table}"').to_arrow_table().to_pylist() == rows
    assert run.to_pandas(table).equals(run[table])
    assert len(run[table]) == len(rows)


@pytest.mark.parametrize("form", ["to_pandas", "to_arrow", "to_polars", "to_networkx"])
def test_a_table_that_is_not_there_is_named_in_every_form(run, form):
    with pytest.raises(OutputError, match="did you mean 'waits'"):
        getattr(run, form)("wiats")


def test_a_part_of_a_run_has_its_part_in_every_form(made, run):
    part = run.only(partner="GGZ")
    (journey,) = {row["journey_id"] for row in made[0]["events"] if row["partner"] == "GGZ"}
    assert part.to_arrow("journeys")["journey_id"].to_pylist() == [journey]
    assert part.to_polars("journeys")["journey_id"].to_list() == [journey]
    assert part.to_duckdb().execute("select journey_id from journeys").fetchall() == [(journey,)]
    assert set(part.to_pm4py()["case:concept:name"]) == {journey}
    assert set(part.to_networkx("flows")) < set(run.to_networkx("flows"))


def test_a_database_outlives_its_run_and_changes_nothing_of_it(made, tmp_path):
    database = outputs.open_run(made[1]).to_duckdb()
    gc.collect()
    n = len(made[0]["events"])
    database.execute(f"copy (select event_id from events) to '{tmp_path / 'eigen.csv'}'")
    database.execute(f"create table eigen as from read_csv('{tmp_path / 'eigen.csv'}')")
    assert database.execute(
        "select count(*) from events join eigen using (event_id)"
    ).fetchone() == (n,)
    database.execute("drop view events")
    assert isinstance(database, duckdb.DuckDBPyConnection)
    with outputs.open_run(made[1]) as again:
        assert len(again.events) == n


def test_a_graph_has_an_edge_for_each_row_with_what_the_row_says(made, run):
    for table, from_, to in (
        ("partner_flows", "from_partner", "to_partner"),
        ("flows", "from_activity", "to_activity"),
    ):
        graph = run.to_networkx(table)
        rows = {(row.pop(from_), row.pop(to)): row for row in map(dict, made[0][table])}
        assert {(a, b): values for a, b, values in graph.edges(data=True)} == rows
        assert graph.is_directed()
    assert set(run.to_networkx()) == set(run.to_networkx("partner_flows"))


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")  # pm4py
def test_pm4py_finds_the_flows_and_routes_of_klantreis(made, run):
    import pm4py

    log = run.to_pm4py()
    dfg, starts, _ = pm4py.discover_dfg(log)
    flows = {(row["from_activity"], row["to_activity"]): row["n"] for row in made[0]["flows"]}
    assert dfg == flows
    assert sum(starts.values()) == len(made[0]["journeys"])
    routes = Counter()
    for activities, n in pm4py.get_variants(log).items():
        routes[" > ".join(activities)] += n if isinstance(n, int) else len(n)
    assert routes == {row["route"]: row["n_journeys"] for row in made[0]["routes"]}


def test_polars_reads_the_files_without_klantreis(made):
    tables, folder = made
    assert pl.read_parquet(folder / "tables" / "waits.parquet").to_dicts() == tables["waits"]
