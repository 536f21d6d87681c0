"""Nights over a real database that is written to in between: nothing lost, doubled or told."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from unittest.mock import patch

import pytest
from nights import bytes_of, failure, run, run_wholly, table
from secrecy import bytes_hold

from connectors.formats.gathering import Gatherer
from connectors.sql.reader import FETCH_ROWS
from pipelines.config.settings import read_config
from pipelines.store.ledger import Ledger
from pipelines.store.tables import Store

CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[[sources]]
name = "db"
kind = "sql"
partner = "Wijkteam"
key = ["nr"]
[sources.options]
url = "{url}"
user = "lezer"
password_env = "KLANTREIS_DB"
{question}
{cursor}
[sources.columns]
case_id = "zaak"
client = "klant"
activity = "wat"
started_at = "op"
{columns}
"""
CURSOR = """
[sources.options.cursor]
column = "gewijzigd"
lag = 2
lag_unit = "hours"
"""
TABLE = (
    "create table melding (nr int primary key, zaak text, klant text, wat text, op date,"
    " gewijzigd timestamptz)"
)


@pytest.fixture
def config(tmp_path, postgres):
    """A function that writes the config; its path."""

    def write(question='table = "melding"', cursor=CURSOR, columns=""):
        path = tmp_path / "klantreis.toml"
        path.write_text(
            CONFIG.format(url=postgres.url, question=question, cursor=cursor, columns=columns)
        )
        return path

    postgres.run(TABLE)
    return write


def put(postgres, nr, wat, at, *, klant="K1"):
    """Write or change a row, as of a moment on 1 May."""
    postgres.run(
        "insert into melding values (%(nr)s, 'Z1', %(klant)s, %(wat)s, '2024-01-01', %(at)s)"
        " on conflict (nr) do update set wat = excluded.wat, gewijzigd = excluded.gewijzigd",
        nr=nr, wat=wat, at=f"2024-05-01 {at}+00", klant=klant,
    )  # fmt: skip


def counts(outcome):
    return outcome.rows_read, outcome.new, outcome.rejected, outcome.repeated, outcome.updated


def told(folder):
    return sorted(
        (event["activity_source"], event["source_row"]) for event in table(folder, "events")
    )


def stored_files(folder):
    store = folder / "store"
    return [file.source_file for file in Store(store, Ledger(store).last().versions).read_files()]


def test_nights_take_what_is_new_late_or_changed_and_a_night_without_adds_nothing(
    tmp_path, postgres, config
):
    path = config()
    put(postgres, 1, "Intake", "07:00")
    put(postgres, 2, "Gesprek", "10:00")
    assert counts(run(path)) == (2, 2, 0, 0, 0)
    # a second night reads the stretch of the lag again, and adds nothing
    assert counts(run(path)) == (1, 0, 0, 1, 0)
    records = bytes_of(tmp_path / "store" / "records")
    assert counts(run(path)) == (1, 0, 0, 1, 0)
    assert bytes_of(tmp_path / "store" / "records") == records
    # committed late, within the lag; a change of an old row; a new one
    put(postgres, 3, "Laat geboekt", "09:00")
    put(postgres, 1, "Intake (hersteld)", "11:00")
    put(postgres, 4, "Plan", "12:00")
    assert counts(run(path)) == (4, 2, 0, 2, 1)
    assert told(tmp_path) == [
        ("Gesprek", 2), ("Intake (hersteld)", 3), ("Laat geboekt", 1), ("Plan", 4),
    ]  # fmt: skip
    # 12:00 less two hours
    assert counts(run(path)) == (3, 0, 0, 3, 0)
    assert stored_files(tmp_path) == [
        "melding, gewijzigd in (.., 2024-05-01T10:00:00+00:00]",
        "melding, gewijzigd in [2024-05-01T08:00:00+00:00, 2024-05-01T10:00:00+00:00]",
        "melding, gewijzigd in [2024-05-01T08:00:00+00:00, 2024-05-01T12:00:00+00:00]",
        "melding, gewijzigd in [2024-05-01T10:00:00+00:00, 2024-05-01T12:00:00+00:00]",
    ]


def test_a_row_that_comes_later_than_the_lag_is_not_seen_until_it_is_read_anew(
    tmp_path, postgres, config
):
    path = config()
    put(postgres, 1, "Intake", "10:00")
    run(path)
    put(postgres, 2, "Te laat", "07:00")
    assert counts(run(path)) == (1, 0, 0, 1, 0)
    assert counts(run(path, reread=["db"])) == (2, 2, 0, 0, 0)


def test_rows_written_while_a_night_reads_come_the_next_night(tmp_path, postgres, config):
    path = config()
    for nr in range(1, 6):
        put(postgres, nr, f"Stap {nr}", f"10:0{nr}")
    written = []

    def meanwhile(gathered, number, values, chars):
        if not written:
            put(postgres, 9, "Ondertussen", "10:03")
            put(postgres, 1, "Stap 1 (later)", "10:09")
            written.append(True)
        return taken(gathered, number, values, chars)

    taken = Gatherer.add
    with patch.object(Gatherer, "add", meanwhile):
        assert counts(run(path)) == (5, 5, 0, 0, 0)
    assert [name for name, _ in told(tmp_path)] == [f"Stap {nr}" for nr in range(1, 6)]
    run(path)
    assert [name for name, _ in told(tmp_path)] == [
        "Ondertussen", "Stap 1 (later)", *(f"Stap {nr}" for nr in range(2, 6)),
    ]  # fmt: skip


def test_without_a_cursor_every_night_reads_all_and_only_changes_count(tmp_path, postgres, config):
    path = config(cursor="", question='query = "select * from melding where nr < 10"')
    put(postgres, 1, "Intake", "08:00")
    put(postgres, 12, "Elders", "08:00")
    assert counts(run(path)) == (1, 1, 0, 0, 0)
    put(postgres, 1, "Intake (hersteld)", "09:00")
    put(postgres, 2, "Gesprek", "09:00")
    assert counts(run(path)) == (2, 1, 0, 1, 1)
    assert counts(run(path)) == (2, 0, 0, 2, 0)
    assert [name for name, _ in told(tmp_path)] == ["Gesprek", "Intake (hersteld)"]


def test_a_column_that_goes_between_nights_loses_nothing_and_is_named(tmp_path, postgres, config):
    path = config()
    put(postgres, 1, "Intake", "08:00")
    run(path)
    before = bytes_of(tmp_path / "store" / "records")
    postgres.run("alter table melding rename column wat to activiteit")
    assert "source 'db': column for activity is missing" in failure(path)
    assert bytes_of(tmp_path / "store" / "records") == before
    path = config(columns="")
    path.write_text(path.read_text().replace('"wat"', '["activiteit", "wat"]'))
    postgres.run(
        "insert into melding values (2, 'Z1', 'K1', 'Plan', '2024-01-02', '2024-05-01 09:00+00')"
    )
    assert counts(run(path)) == (2, 1, 0, 1, 0)


def test_a_type_that_changes_between_nights_is_read_all_the_same(tmp_path, postgres, config):
    path = config()
    put(postgres, 1, "Intake", "08:00")
    run(path)
    postgres.run(
        "alter table melding alter nr type text, alter gewijzigd type timestamp, alter op type text"
    )
    outcome = run(path)
    assert counts(outcome) == (1, 0, 0, 1, 0)
    assert "een ander type" in str(outcome.sources[0].notes)


def test_a_server_that_goes_away_halfway_leaves_nothing_half_in(tmp_path, postgres, config):
    path = config()
    put(postgres, 1, "Intake", "08:00")
    run(path)
    before = bytes_of(tmp_path / "store")
    postgres.run(
        "insert into melding select n, 'Z' || n, 'K', 'Plan', '2024-01-01', now()"
        " from generate_series(2, 200000) n"
    )

    def kill(gathered, number, values, chars):
        if number == FETCH_ROWS + 1:  # beyond the rows that are looked at first
            postgres.kill_readers()
        return taken(gathered, number, values, chars)

    taken = Gatherer.add
    with patch.object(Gatherer, "add", kill):
        error = failure(path)
    assert "the connection to the database was lost before everything was read" in error
    after = bytes_of(tmp_path / "store")
    assert {name for name in before if before[name] != after[name]} <= {"runs.jsonl"}
    assert len(table(tmp_path, "events")) == 1
    assert counts(run(path)) == (200_000, 199_999, 0, 1, 0)


def test_a_wrong_password_fails_the_source_and_the_right_one_goes_on(
    tmp_path, postgres, config, monkeypatch
):
    path = config()
    put(postgres, 1, "Intake", "08:00")
    run(path)
    monkeypatch.setenv("KLANTREIS_DB", "verlopen-W8woord")
    error = failure(path)
    assert "refuses this user and password" in error
    assert "W8woord" not in error
    monkeypatch.setenv("KLANTREIS_DB", postgres.password)
    assert counts(run(path)) == (1, 0, 0, 1, 0)


def test_the_password_stands_in_no_file_of_a_run_and_in_no_log(
    tmp_path, postgres, config, caplog, monkeypatch
):
    caplog.set_level(logging.DEBUG)
    path = config()
    put(postgres, 1, "Intake", "08:00", klant="BSN-123456782")
    run_wholly(path, draw=True)
    monkeypatch.setenv("KLANTREIS_DB", "verlopen-W8woord")
    failure(path)
    secrets = (postgres.password, "verlopen-W8woord", "BSN-123456782")
    assert bytes_hold(tmp_path, *secrets) == []
    assert bytes_hold(tmp_path, "Intake")  # the scan sees what is there
    assert not [secret for secret in secrets if secret in caplog.text]
    (shown,) = read_config(path).as_manifest()["sources"]
    assert "url" not in shown["options"]


@pytest.mark.thorough
@pytest.mark.parametrize("password", ["", "verlopen-W8woord"], ids=["right", "wrong"])
def test_prefect_and_the_command_keep_no_password_either(tmp_path, postgres, config, password):
    path = config()
    put(postgres, 1, "Intake", "08:00", klant="BSN-123456782")
    given = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect")}
    if password:
        given["KLANTREIS_DB"] = password
    ran = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "run", str(path), "--prefect", "--json"],
        env=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == (1 if password else 0), ran.stderr
    assert ("refuses this user and password" in ran.stdout + ran.stderr) == bool(password)
    secrets = (password or postgres.password, "BSN-123456782")
    assert list((tmp_path / "prefect").glob("prefect-*.db"))
    assert bytes_hold(tmp_path, *secrets) == []
    assert not [secret for secret in secrets if secret in ran.stdout + ran.stderr]


def test_the_order_and_number_of_nights_change_no_event(tmp_path, postgres, config):
    moves = [
        (1, "A", "08:00"), (2, "B", "08:30"), (1, "C", "09:00"), (3, "D", "09:00"), (2, "E", "10:00"),
    ]  # fmt: skip
    path = config()
    for nr, wat, at in moves:
        put(postgres, nr, wat, at)
        run(path)
    by_night = [name for name, _ in told(tmp_path)]
    run(path, reread=["db"])
    assert by_night == [name for name, _ in told(tmp_path)] == ["C", "D", "E"]
