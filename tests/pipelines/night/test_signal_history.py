"""Changed since: over nights a signal is new, still there, or gone, and its nights are counted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from nights import bytes_of, run, run_wholly, table, write_config
from nights import write_export as write_rows
from profiles import examples

WAIT = ("1;k1;Intake;2024-01-01;2024-01-03", "1;k1;Gesprek;2024-01-20;2024-01-20")
LATER = "9;k9;Gesprek;{0};{0}"
RULES = "".join(
    f'[[rules]]\nkind = "{kind}"\nenabled = false\n'
    for kind in ("geen_regisseur", "stille_overdracht", "terug_bij_start", "pingpong")
)
KEY = 'key = ["Zaak", "Wat", "Begin"]'


def changes(folder, run_id="latest"):
    return [
        (row["kind"], row["status"], row["since"], row["n_nights"])
        for row in table(folder, "signal_changes", run_id)
    ]


def write_export(folder, source, name, *rows):
    """One export of a source that registers ends: without them nobody can tell who waited."""
    write_rows(folder, source, name, *rows, header="Zaak;Klant;Wat;Begin;Eind")


def config_of(folder, sources=("a",)):
    config = write_config(folder, sources, options=KEY, columns='ended_at = "Eind"')
    config.write_text(config.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    return config


def test_a_signal_is_new_then_still_there_then_gone_then_forgotten(tmp_path):
    config = config_of(tmp_path)
    write_export(tmp_path, "a", "1.csv", *WAIT)
    outcome = run(config, "signals")
    first = date(2024, 1, 20)
    assert outcome.signals == 1
    assert outcome.figures()["signals"] == len(table(tmp_path, "signals"))
    assert changes(tmp_path) == [("wachtmoment", "new", first, 1)]
    for n, day in enumerate(("2024-01-21", "2024-01-23"), 2):
        write_export(tmp_path, "a", f"{n}.csv", LATER.format(day))
        run(config, "signals")
        assert changes(tmp_path) == [("wachtmoment", "still", first, n)]
    # what was missing arrives: the wait is none
    write_export(
        tmp_path, "a", "4.csv", "1;k1;Gesprek;2024-01-10;2024-01-10", LATER.format("2024-01-24")
    )
    run(config, "signals")
    assert changes(tmp_path) == [("wachtmoment", "gone", first, 3)]
    write_export(tmp_path, "a", "5.csv", LATER.format("2024-01-25"))
    run(config, "signals")
    assert changes(tmp_path) == []


def test_a_night_without_anything_new_counts_for_none_and_leaves_the_same_bytes(tmp_path):
    config = config_of(tmp_path)
    write_export(tmp_path, "a", "1.csv", *WAIT)
    run(config, "signals")
    write_export(tmp_path, "a", "2.csv", LATER.format("2024-01-21"))
    second = run_wholly(config)
    store = bytes_of(tmp_path / "store" / "signal_history")
    third = run_wholly(config)
    one, other = (bytes_of(Path(outcome.run_dir)) for outcome in (second, third))
    assert one == other
    assert store
    assert bytes_of(tmp_path / "store" / "signal_history") == store


def test_nights_without_any_signal_write_no_history(tmp_path):
    config = config_of(tmp_path)
    write_export(tmp_path, "a", "1.csv", WAIT[0])
    for n, day in enumerate(("2024-01-05", "2024-01-06"), 2):
        write_export(tmp_path, "a", f"{n}.csv", LATER.format(day))
        assert run(config, "signals").signals == 0
    assert bytes_of(tmp_path / "store" / "signal_history") == {}


def test_what_is_gone_and_forgotten_leaves_an_empty_history_that_no_night_writes_again(tmp_path):
    config = config_of(tmp_path)
    write_export(tmp_path, "a", "1.csv", *WAIT)
    run(config, "signals")
    write_export(tmp_path, "a", "2.csv", "1;k1;Gesprek;2024-01-10;2024-01-10")
    run(config, "signals")  # on the same date: the wait never was
    assert changes(tmp_path) == []
    store = bytes_of(tmp_path / "store" / "signal_history")
    assert store
    run(config, "signals")
    write_export(tmp_path, "a", "3.csv", LATER.format("2024-01-25"))
    run(config, "signals")
    assert bytes_of(tmp_path / "store" / "signal_history") == store


def test_a_night_that_is_not_complete_is_not_compared_with(tmp_path):
    config = config_of(tmp_path, ("a", "b"))
    write_export(tmp_path, "a", "1.csv", *WAIT)
    write_export(tmp_path, "b", "1.csv", "8;k8;Intake;2024-01-05;2024-01-05")
    run(config, "signals")
    write_export(tmp_path, "a", "2.csv", LATER.format("2024-01-21"))
    (tmp_path / "b" / "3.csv").write_text("<html>", encoding="utf-8")
    partial = run(config, "signals")
    assert partial.status == "partial"
    (tmp_path / "b" / "3.csv").unlink()
    write_export(tmp_path, "a", "4.csv", LATER.format("2024-01-22"))
    run(config, "signals")
    assert changes(tmp_path) == [("wachtmoment", "still", date(2024, 1, 20), 2)]


def test_a_run_of_long_ago_may_be_deleted(tmp_path):
    import shutil

    config = config_of(tmp_path)
    write_export(tmp_path, "a", "1.csv", *WAIT)
    first = run(config, "signals")
    shutil.rmtree(first.run_dir)
    write_export(tmp_path, "a", "2.csv", LATER.format("2024-01-21"))
    run(config, "signals")
    assert changes(tmp_path) == [("wachtmoment", "still", date(2024, 1, 20), 2)]


def one_night(folder, rows, night, history):
    """The changes of one night as rows, and their file."""
    names = ("signals", "signal_changes")
    history = [history] if history else []
    tables = run_models(rows, folder, names, as_of=night, level="client", history=history)
    return tables, folder / "tables" / "signal_changes.parquet"


@examples(15)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sets(st.sampled_from("abc"))), min_size=1, max_size=6)
)
def test_the_nights_of_every_signal_are_those_on_which_it_was_seen(tmp_path_factory, nights):
    folder = tmp_path_factory.mktemp("nights")
    moment, history = at("2024-03-01 12:00"), None
    known = {}  # client to the dates of its present life, and whether it is there
    for n, (later, clients) in enumerate(nights):
        moment += timedelta(days=later)
        rows = [
            record(10 * "abc".index(name) + k, client_id=name, case_id=name, regisseur="X",
                   started_at=at(day), ended_at=at(day) + timedelta(hours=1), partner="P")
            for name in clients
            for k, day in enumerate(("2024-01-01", "2024-02-01"))
        ] or [record(99, client_id="z", regisseur="X", started_at=at("2024-01-01"))]  # fmt: skip
        tables, history = one_night(folder / str(n), rows, moment, history)
        today = moment.date()
        wanted = []
        for name in "abc":
            dates, gone_on = known.get(name, ([], None))
            if gone_on and (gone_on < today or dates[0] == today):
                dates, gone_on = [], None
            if name in clients:
                dates = [*dates, today] if not dates or dates[-1] < today else dates
                status = "still" if dates[0] < today else "new"
                wanted.append((status, dates[0], len(dates), None))
                known[name] = (dates, None)
            elif dates and dates[0] < today:
                wanted.append(("gone", dates[0], len(dates), today))
                known[name] = (dates, today)
            else:
                known.pop(name, None)
        got = [
            (row["status"], row["since"], row["n_nights"], row["gone_on"])
            for row in tables["signal_changes"]
        ]
        assert sorted(got, key=str) == sorted(wanted, key=str)
        there = {row["signal_id"] for row in tables["signal_changes"] if row["status"] != "gone"}
        assert there == {row["signal_id"] for row in tables["signals"]}


def test_the_history_has_the_columns_that_the_next_night_reads(tmp_path):
    from journeys.contract import SIGNAL_HISTORY

    _, path = one_night(tmp_path, [record(1), record(2, started_at=at("2024-03-01"))], None, None)
    kinds = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BIGINT": pa.int64()}
    schema = pq.read_schema(path)
    got = {name: schema.field(name).type for name in schema.names}
    assert got == {name: kinds[kind] for name, kind in SIGNAL_HISTORY.items()}
