"""as_of: one extreme row sets nothing, a rerun gives the same, and what cannot be is said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake
from literal import at, record, run_models
from nights import bytes_of, run, run_wholly, table, write_config, write_export
from profiles import with_few

from journeys.models import published
from pipelines.config.settings import read_config
from pipelines.night import ingest
from pipelines.night.checking import check
from pipelines.store.file_reads import FILES
from pipelines.store.ledger import Ledger
from pipelines.store.run_ids import moment_of, new_run_id
from pipelines.store.tables import Store

HEADER = "Zaak;Klant;Wat;Begin;Eind;Naar"
END = 'ended_at = "Eind"\nreferred_to = "Naar"'
TYPO = (
    "1;k1;Verwijzing;21-03-2024;21-03-2024;GGZ",
    "2;k2;Start;20-02-2024;;",
    "3;k3;Contact;30-03-2024;30-03-2024;",
    "4;k4;Contact;30-03-2042;30-03-2042;",
)
MIDNIGHT = "2024-03-29T23:00:00+00:00"
"""Of 30 March 2024 in Amsterdam."""


def prepared(folder, rows=TYPO, **options):
    write_export(folder, "a", "1.csv", *rows, header=HEADER)
    return write_config(folder, columns=END, **options)


def said(source):
    """The kind, column, count and detail of each note about times."""
    return [
        (row.kind, row.column, row.n, row.detail)
        for row in source.note_rows
        if row.kind.startswith("time_")
    ]


class Clock(datetime):
    """A clock that stands still, for what reads sources."""

    stands = datetime(2024, 4, 2, 3, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.stands.astimezone(tz)


def run_on(config, day, **options):
    """A night on a day."""
    Clock.stands = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with patch.object(ingest, "datetime", Clock):
        return run(config, *published(), **options)


def test_one_date_that_was_typed_wrong_sets_nothing(tmp_path):
    outcome = run_wholly(prepared(tmp_path))
    assert outcome.as_of == MIDNIGHT
    assert outcome.as_of_from == {"source": "a", "file": "1.csv"}
    assert [row["outcome"] for row in table(tmp_path, "referrals")] == ["open"]
    assert [row["n"] for row in table(tmp_path, "ageing") if row["group_kind"] == "all"] == [2, 1]
    (running,) = [row for row in table(tmp_path, "events") if row["is_running"]]
    assert running["ended_at"].isoformat() == MIDNIGHT
    assert len(table(tmp_path, "events")) == 4
    expected = [("time_later", "Begin", 1, ""), ("time_later", "Eind", 1, "")]
    assert said(outcome.sources[0]) == expected
    assert json.loads((tmp_path / "out/latest/manifest.json").read_text())["as_of_from"] == {
        "source": "a", "file": "1.csv",
    }  # fmt: skip
    readme = (tmp_path / "out/latest/audit/LEESMIJ.txt").read_text("utf-8")
    assert "bron a, bestand 1.csv" in readme


def test_a_check_has_the_as_of_and_the_notes_of_the_run(tmp_path):
    config = prepared(tmp_path)
    before = check(read_config(config))
    outcome = run(config)
    after = check(read_config(config))
    for found in (before, after):
        assert (found.as_of, found.as_of_from) == (outcome.as_of, outcome.as_of_from)
        assert said(found.sources[0]) == said(outcome.sources[0])


def test_a_configured_as_of_holds_and_the_audit_says_so(tmp_path):
    config = prepared(tmp_path)
    config.write_text(
        config.read_text().replace("[journeys]", "[journeys]\nas_of = 2024-06-01T00:00:00Z")
    )
    outcome = run_wholly(config)
    assert (outcome.as_of, outcome.as_of_from) == ("2024-06-01T00:00:00+00:00", None)
    readme = (tmp_path / "out/latest/audit/LEESMIJ.txt").read_text("utf-8")
    assert "staat in de configuratie" in readme


def test_a_later_night_a_reread_and_another_output_give_the_same_as_of_and_bytes(tmp_path):
    rows = [*TYPO, "5;k5;Contact;15-04-2024;15-04-2024;"]
    config = prepared(tmp_path, rows)
    first = run_on(config, "2024-04-02")
    tables = bytes_of(tmp_path / "out" / first.run_id / "tables")
    assert first.as_of == MIDNIGHT  # 15 April was still to come
    second = run_on(config, "2024-05-01")
    assert bytes_of(tmp_path / "out" / second.run_id / "tables") == tables
    again = run_on(config, "2024-05-02", reread=["a"])
    assert bytes_of(tmp_path / "out" / again.run_id / "tables") == tables
    assert {each.as_of for each in (first, second, again)} == {MIDNIGHT}
    config.write_text(config.read_text().replace("[project]", '[project]\noutput = "elders"'))
    elsewhere = run_on(config, "2024-05-03")
    assert bytes_of(tmp_path / "elders" / elsewhere.run_id / "tables") == tables


def test_a_file_that_grows_is_read_anew_and_its_times_are_then_past(tmp_path):
    config = prepared(tmp_path, [*TYPO, "5;k5;Contact;15-04-2024;15-04-2024;"])
    assert run_on(config, "2024-04-02").as_of == MIDNIGHT
    prepared(tmp_path, [*TYPO, "5;k5;Contact;15-04-2024;15-04-2024;", "6;k6;Contact;16-04-2024;;"])
    grown = run_on(config, "2024-05-01")
    assert grown.as_of == "2024-04-15T22:00:00+00:00"
    assert said(grown.sources[0]) == [
        ("time_later", "Begin", 1, ""),
        ("time_later", "Eind", 1, ""),
    ]


def test_a_store_of_before_goes_by_the_moment_of_the_run_that_read_the_file(tmp_path):
    config = prepared(tmp_path)
    first = run(config)
    ledger = Ledger(tmp_path / "store")
    last = ledger.last()
    files = Store.standing(tmp_path / "store", last).read("files", FILES)
    nulls = pa.nulls(files.num_rows, pa.timestamp("us", tz="UTC"))
    at = files.schema.get_field_index("read_at")
    write_deltalake(
        tmp_path / "store/files", files.set_column(at, "read_at", nulls), mode="overwrite"
    )
    ledger.append(replace(last, versions={**last.versions, "files": 1}))
    assert run(config).as_of == first.as_of == MIDNIGHT


def test_where_every_time_is_later_than_the_reading_that_moment_is_as_of(tmp_path):
    config = prepared(tmp_path, ["1;k1;Start;01-01-2090;;"])
    outcome = run_on(config, "2024-04-02T03:00")
    assert outcome.as_of == "2024-04-02T03:00:00+00:00"
    (event,) = table(tmp_path, "events")
    assert event["started_at"] == event["ended_at"]  # it ends at its own start


@pytest.mark.parametrize(
    ("begin", "end", "notes"),
    [
        ("01-03-2024", "31-12-2099", [("time_filler", "Eind", 1, "2099-12-31")]),
        ("01-03-2024", "05-05-2099", [("time_far", "Eind", 1, "")]),
        ("01-03-2024", "31-12-9999", [("time_outside", "Eind", 1, "")]),
        ("01-01-1900", "01-03-2024", [("time_filler", "Begin", 1, "1900-01-01")]),
        ("05-06-1900", "01-03-2024", [("time_ancient", "Begin", 1, "")]),
        ("01-01-1970", "01-03-2024", [("time_filler", "Begin", 1, "1970-01-01")]),
        ("30-12-1899", "01-03-2024", [("time_outside", "Begin", 1, "")]),
        ("01-01-1753", "01-03-2024", [("time_outside", "Begin", 1, "")]),
        ("01-01-0001", "01-03-2024", [("time_outside", "Begin", 1, "")]),
        ("01-03-2024", "02-03-2024", []),
    ],
)
def test_a_time_that_cannot_be_is_counted_by_its_column(tmp_path, begin, end, notes):
    config = prepared(tmp_path, [f"9;k9;Contact;{begin};{end};", *TYPO[2:3]])
    source = check(read_config(config)).sources[0]
    assert said(source) == notes
    assert "9999" not in repr(source)


@pytest.mark.parametrize("kind", ["text", "date", "moment", "zoned"])
@pytest.mark.parametrize("day", with_few(["2099-12-31", "9999-12-31", "1900-01-01"], "2099-12-31"))
def test_a_day_that_is_declared_is_not_filled_in_however_the_file_writes_it(tmp_path, kind, day):
    when, then = datetime.fromisoformat(f"{day}T12:00"), datetime.fromisoformat("2024-03-25T12:00")
    values = {
        "text": pa.array([when.strftime("%d-%m-%Y"), "25-03-2024"]),
        "date": pa.array([when.date(), then.date()]),
        "moment": pa.array([when, then], pa.timestamp("us")),
        "zoned": pa.array([when, then], pa.timestamp("us", tz="UTC")),
    }
    (tmp_path / "a").mkdir()
    begin = pa.array([datetime.fromisoformat("2024-03-01")] * 2, pa.timestamp("us"))
    rows = {"Zaak": ["1", "2"], "Klant": ["k", "l"], "Wat": ["Start"] * 2, "Begin": begin}
    pq.write_table(pa.table({**rows, "Eind": values[kind]}), tmp_path / "a/1.parquet")
    config = write_config(tmp_path, columns='ended_at = "Eind"', options=f'missing = ["{day}"]')
    config.write_text(config.read_text().replace('"csv"', '"parquet"').replace(".csv", ".parquet"))
    outcome = run(config)
    assert (outcome.errors, outcome.events, outcome.rejected) == ([], 2, 0)
    assert [row["source_row"] for row in table(tmp_path, "events") if row["is_running"]] == [1]
    assert [kind for kind, *_ in said(outcome.sources[0])] == []


def test_the_line_that_a_note_gives_does_what_it_says(tmp_path):
    config = prepared(tmp_path, ["9;k9;Contact;01-03-2024;31-12-2099;", *TYPO[2:3]])
    source = check(read_config(config)).sources[0]
    (note,) = [row for row in source.note_rows if row.kind == "time_filler"]
    line = note.nl.split("zet dan bij deze bron ")[1].rstrip(".")
    assert line == 'missing = ["2099-12-31"]'
    config = prepared(tmp_path, ["9;k9;Contact;01-03-2024;31-12-2099;", *TYPO[2:3]], options=line)
    outcome = run(config)
    assert said(outcome.sources[0]) == []
    assert [row["source_row"] for row in table(tmp_path, "events") if row["is_running"]] == [1]


def test_someone_whose_only_recent_event_was_typed_wrong_leaves_by_the_rule(tmp_path):
    config = prepared(
        tmp_path,
        [
            "1;oud;Contact;05-01-2020;05-01-2020;",
            "1;oud;Contact;05-01-2042;05-01-2042;",
            "2;nu;Contact;30-03-2024;30-03-2024;",
            "3;later;Contact;05-01-2042;05-01-2042;",
        ],
    )
    config.write_text(config.read_text() + "[privacy]\nretention_days = 365\n")
    run(config)
    assert len(table(tmp_path, "events")) == 2
    assert len({row["client_id"] for row in table(tmp_path, "events")}) == 2


def test_an_event_after_as_of_makes_nobody_busy_and_ends_no_wait(tmp_path):
    rows = [
        record(1, started_at=at("2024-01-01"), ended_at=at("2024-01-02")),
        record(2, started_at=at("2024-01-04"), ended_at=at("2024-01-05")),
        record(3, started_at=at("2042-01-01"), ended_at=at("2042-01-02")),
    ]
    ageing = run_models(rows, tmp_path, ["ageing"], as_of=at("2024-01-11"))["ageing"]
    (every,) = [row for row in ageing if row["group_kind"] == "all"]
    assert (every["n"], every["n_waiting"], every["longest_quiet_days"]) == (1, 1, 6)
    assert every["waiting_share"] == pytest.approx((2 + 6) / 10)


def test_a_run_id_holds_the_moment_at_which_it_began():
    began = datetime.now(UTC)
    moment = moment_of(new_run_id())
    assert began - timedelta(seconds=1) <= moment <= datetime.now(UTC)
