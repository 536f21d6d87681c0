"""Nights over exports that grow, break and come back: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nights import HEADER, bytes_of, failure, run, run_wholly, table, write_config, write_export
from profiles import examples

from connectors.errors import ConnectorError
from pipelines.errors import PipelineError
from pipelines.night import publish, reconstruct
from pipelines.night.begin import begin
from pipelines.store.ledger import Ledger
from pipelines.store.tables import Store

MONDAY = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-01-15", "2;k2;Intake;2024-01-02")
TUESDAY = ("1;k1;Afsluiting;2024-01-16", "3;k3;Intake;2024-01-16")
WITH_KEY = 'key = ["Nr"]'
KEYED = "Nr;Zaak;Klant;Wat;Begin;Eind"


def counts(outcome):
    return outcome.rows_read, outcome.new, outcome.rejected, outcome.repeated


def test_running_twice_on_the_same_exports_adds_nothing(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "jan.csv", *MONDAY, "4;k4;;2024-01-01")
    first = run_wholly(config)
    assert (first.status, counts(first)) == ("complete", (4, 3, 1, 0))
    store = bytes_of(tmp_path / "store" / "records")
    second = run_wholly(config)
    assert (second.status, counts(second)) == ("complete", (0, 0, 0, 0))
    assert bytes_of(tmp_path / "store" / "records") == store
    # and what it leaves is the same to the byte
    one, other = (bytes_of(Path(outcome.run_dir)) for outcome in (first, second))
    assert one == other
    assert len(table(tmp_path, "rejected")) == 1


def test_an_export_that_overlaps_the_last_one_repeats_its_rows(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    run(config)
    write_export(tmp_path, "a", "2.csv", *MONDAY, *TUESDAY)
    assert counts(run(config)) == (5, 2, 0, 3)
    write_export(tmp_path, "a", "2.csv", *MONDAY, *TUESDAY, "4;k4;Intake;2024-02-01")
    assert counts(run(config)) == (6, 1, 0, 5)
    assert len(table(tmp_path, "events")) == 6


def test_the_order_of_nights_does_not_change_the_tables(tmp_path):
    at_once, by_night = tmp_path / "at_once", tmp_path / "by_night"
    for folder in (at_once, by_night):
        folder.mkdir()
        (folder / "klantreis.key").write_text("ab" * 32)
        config = write_config(folder)
        write_export(folder, "a", "1.csv", *MONDAY)
        if folder is by_night:
            run_wholly(config)
        write_export(folder, "a", "2.csv", *TUESDAY)
        run_wholly(config)
    one, other = (bytes_of(folder / "out" / "latest") for folder in (at_once, by_night))
    # but for the one table that says on which nights a signal was seen, what the report tells of it,
    # the live map, whose numbers are those of the night that first had a place, and their hashes
    about_nights = {"tables/signal_changes.parquet", "manifest.json", "maps/plaatsen.json"}
    telling = re.compile(
        r"report/(manager/|bestuurder/)?((index|beelden|kaart)(\.en)?\.html"
        r"|data/(achter|beeld|kaart|animatie)[-\w]*(\.en)?\.js)"
    )
    differing = {path for path in one if one[path] != other[path]} - about_nights
    assert [path for path in differing if not telling.fullmatch(path)] == []
    assert one.keys() == other.keys()


def test_twin_rows_of_one_export_both_stay(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", MONDAY[0], MONDAY[0])
    assert counts(run(config)) == (2, 2, 0, 0)
    write_export(tmp_path, "a", "2.csv", MONDAY[0], MONDAY[0], MONDAY[0])
    assert counts(run(config)) == (3, 1, 0, 2)


def test_with_a_key_an_end_that_is_filled_in_later_replaces_the_running_event(tmp_path):
    config = write_config(tmp_path, options=WITH_KEY, columns='ended_at = "Eind"')
    write_export(
        tmp_path, "a", "1.csv", "7;1;k1;Hulp;2024-01-01;", "8;1;k1;Brief;2024-03-01;2024-03-01",
        header=KEYED,
    )  # fmt: skip
    assert counts(run(config)) == (2, 2, 0, 0)
    assert [event["is_running"] for event in table(tmp_path, "events")] == [True, False]
    write_export(tmp_path, "a", "2.csv", "7;1;k1;Hulp;2024-01-01;2024-01-20", header=KEYED)
    outcome = run(config, "waits")
    assert (*counts(outcome), outcome.updated) == (1, 0, 0, 1, 1)
    events = table(tmp_path, "events")
    assert [(event["is_running"], event["source_file"]) for event in events] == [
        (False, "2.csv"),
        (False, "1.csv"),
    ]
    assert len(table(tmp_path, "waits")) == 1


def test_a_source_without_a_key_whose_mapping_changed_is_refused_by_name(tmp_path):
    config = write_config(tmp_path)
    header = HEADER + ";Team"
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01;Noord", header=header)
    run(config)
    write_config(tmp_path, columns='team = "Team"')
    assert "source 'a': its mapping has changed since it was stored" in failure(config)
    again = run(config, reread=["a"])
    assert (again.status, counts(again)) == ("complete", (1, 1, 0, 0))
    assert [event["team"] for event in table(tmp_path, "events")] == ["Noord"]


def test_a_rule_that_leaves_rows_out_counts_them_apart_and_reads_anew(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY, "Totaal;3;x;2024-01-31")
    assert counts(run(config)) == (4, 4, 0, 0)
    write_config(tmp_path, options='skip_rows_where = [{ Zaak = "Totaal" }, { Wat = ["", "-"] }]')
    assert "--reread a" in failure(config)
    again = run(config, reread=["a"])
    assert (again.status, counts(again)) == ("complete", (3, 3, 0, 0))
    (note,) = again.sources[0].note_rows
    assert (note.kind, note.n, note.column) == ("rows_skipped", 1, "Zaak / Wat")
    assert sorted(row["source_row"] for row in table(tmp_path, "events")) == [1, 2, 3]


def test_a_failing_source_fails_its_part_by_name_and_the_others_go_on(tmp_path):
    config = write_config(tmp_path, sources=("a", "b"))
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    write_export(tmp_path, "b", "1.csv", "9;k1;Brief;2024-01-03")
    before = run(config)
    write_export(tmp_path, "a", "2.csv", *TUESDAY)
    (tmp_path / "b" / "2.csv").write_text("<!DOCTYPE html><html><body>Log in</body></html>")
    outcome = run_wholly(config)
    assert outcome.status == "partial"
    assert "source 'b', file '2.csv'" in outcome.errors[0]
    assert [source.new for source in outcome.sources] == [2, 0]
    assert len(table(tmp_path, "events", outcome.run_id)) == 6
    assert (tmp_path / "out" / "latest").readlink().name == before.run_id
    report = (Path(outcome.run_dir) / "report" / "cijfers.html").read_text(encoding="utf-8")
    assert "2.csv" in report


def test_too_many_rejected_rows_leave_store_and_latest_as_they_were(tmp_path):
    config = write_config(tmp_path, share=0.2)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    before = run(config)
    store = bytes_of(tmp_path / "store" / "records")
    write_export(tmp_path, "a", "2.csv", "5;k5;Intake;2024-01-05", ";k6;Intake;2024-01-05")
    outcome = run(config)
    assert (outcome.status, counts(outcome)) == ("rejected", (2, 1, 1, 0))
    assert bytes_of(tmp_path / "store" / "records") == store
    assert (tmp_path / "out" / "latest").readlink().name == before.run_id
    # the run's folder is there to be looked at
    assert [row["reason"] for row in table(tmp_path, "rejected", outcome.run_id)] == [
        "case_id is empty"
    ]
    assert len(table(tmp_path, "events", outcome.run_id)) == 4
    # and once the export is right, its rows are new
    write_export(tmp_path, "a", "2.csv", "5;k5;Intake;2024-01-05", "6;k6;Intake;2024-01-05")
    assert counts(run(config)) == (2, 2, 0, 0)


def test_a_row_that_is_mended_in_a_later_export_is_no_longer_rejected(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY, "5;k5;Intake;gisteren")
    run(config)
    assert [row["value"] for row in table(tmp_path, "rejected")] == ["xxxxxxxx"]
    write_export(tmp_path, "a", "1.csv", *MONDAY, "5;k5;Intake;2024-01-05")
    assert counts(run(config)) == (4, 1, 0, 3)
    assert table(tmp_path, "rejected") == []


def test_sources_without_any_rows_give_an_empty_run(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv")
    outcome = run_wholly(config)
    assert (outcome.status, outcome.events, outcome.as_of) == ("complete", 0, None)
    assert (tmp_path / "out" / "latest" / "report" / "index.html").exists()


class DiedError(BaseException):
    """What a test makes a run die of."""


def dies(*_, **__):
    raise DiedError


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (reconstruct, "merge"),
        (publish, "draw_maps"),
        (publish, "write_manifest"),
        (Store, "_compact"),
        (Ledger, "append"),
    ],
    ids=["merging", "drawing", "publishing", "storing", "writing the ledger"],
)
def test_a_run_that_dies_leaves_the_store_and_latest_as_they_were(
    tmp_path, monkeypatch, owner, name
):
    config = write_config(tmp_path)
    (tmp_path / "klantreis.key").write_text("ab" * 32)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    before = run(config)
    stored = Store(tmp_path / "store", Ledger(tmp_path / "store").last().versions)
    paths = stored.paths("records")
    write_export(tmp_path, "a", "2.csv", *TUESDAY)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, dies)
        with pytest.raises(DiedError):
            run_wholly(config, draw=True)
    assert (tmp_path / "out" / "latest").readlink().name == before.run_id
    assert stored.paths("records") == paths
    assert Ledger(tmp_path / "store").last().run_id == before.run_id
    # the next run does what that one did not
    outcome = run(config)
    assert counts(outcome) == (2, 2, 0, 0)
    assert len(table(tmp_path, "events")) == 5
    assert not any((tmp_path / "out" / ".work").iterdir())


def test_a_run_that_is_killed_leaves_everything_as_it_was(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    run(config)
    write_export(tmp_path, "a", "2.csv", *TUESDAY)
    before = bytes_of(tmp_path)
    script = (
        "import os, signal, sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path; from pipelines.night import publish; import nights\n"
        "publish.draw_maps = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "nights.run_wholly(Path(sys.argv[1]), draw=True)"
    )
    helpers = Path(__file__).parents[2] / "helpers"
    done = subprocess.run(
        [sys.executable, "-c", script, config, helpers, Path(__file__).parents[3]], check=False
    )
    assert done.returncode == -signal.SIGKILL
    after = bytes_of(tmp_path)
    left = {path for path in after if path.startswith("out/.work/")}
    assert {path: data for path, data in after.items() if path not in left} == before
    assert left
    assert counts(run(config)) == (2, 2, 0, 0)
    assert not any((tmp_path / "out" / ".work").iterdir())


def test_a_full_disk_is_said_and_leaves_everything_as_it_was(tmp_path):
    resource = pytest.importorskip("resource", reason="only Unix can limit a file's size")
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    run(config)
    rows = (f"{n};k{n};Intake {os.urandom(40).hex()};2024-01-01" for n in range(20_000))
    write_export(tmp_path, "a", "2.csv", *rows)
    before = bytes_of(tmp_path / "store")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
    try:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever part meets it first
            run(config)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert isinstance(caught.value, (OSError, PipelineError, ConnectorError)), repr(caught.value)
    assert bytes_of(tmp_path / "store") == before
    assert counts(run(config)) == (20_000, 20_000, 0, 0)


def test_two_runs_at_once_are_refused(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    from pipelines.config.settings import read_config

    with begin(read_config(config), "one"), pytest.raises(PipelineError, match="another run"):
        run(config)


def test_another_key_than_the_store_was_filled_with_is_refused(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    run(config)
    key = tmp_path / "klantreis.key"
    assert key.stat().st_mode & 0o777 == 0o600
    kept = key.read_text()
    key.unlink()
    with pytest.raises(PipelineError, match="is gone"):
        run(config)
    key.write_text("cd" * 32)
    with pytest.raises(PipelineError, match="holds another key"):
        run(config)
    key.write_text(kept)
    assert run(config).status == "complete"


def test_latest_is_mended_where_a_run_died_before_it_moved(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *MONDAY)
    outcome = run(config)
    (tmp_path / "out" / "latest").unlink()
    write_export(tmp_path, "a", "2.csv", "<html>")
    from pipelines.config.settings import read_config

    with begin(read_config(config), "next"):
        assert (tmp_path / "out" / "latest").readlink().name == outcome.run_id


line = st.tuples(
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["k1", "k2", ""]),
    st.sampled_from(["Intake", "Gesprek", ""]),
    st.sampled_from(["2024-01-01", "2024-02-02", "2024-02-30", ""]),
)


@examples(8)
@given(st.lists(st.lists(line, max_size=12), min_size=1, max_size=3))
@example([[("", "", "", ""), ("", "k1", "Intake", "2024-01-01")]])
def test_in_every_run_rows_read_are_new_rejected_or_repeated(tmp_path_factory, nights):
    folder = tmp_path_factory.mktemp("nights")
    config = write_config(folder)
    total = 0
    for n, rows in enumerate(nights):
        given_rows = [*(";".join(row) for row in rows), "9;k9;Intake;2024-03-03"]
        write_export(folder, "a", f"{n}.csv", *given_rows)
        outcome = run(config)
        filled = [row for row in rows if any(row)]  # a line of delimiters alone is a blank line
        assert outcome.rows_read == len(filled) + 1
        assert outcome.rows_read == outcome.new + outcome.rejected + outcome.repeated
        good = [row for row in rows if row[0] and row[2] and row[3] not in ("", "2024-02-30")]
        assert outcome.rejected == len(filled) - len(good)
        total += outcome.new
    assert len(table(folder, "events")) == total
