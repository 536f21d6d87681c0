"""Nights of a source that gave no event: an empty night is one, rows that come to nothing are a fault."""

from __future__ import annotations

import pytest
from nights import run, table, write_config, write_export

from connectors.errors import ConnectorError
from pipelines.config.settings import read_config
from pipelines.night.begin import begin
from pipelines.night.checking import check
from pipelines.night.ingest import ingest
from pipelines.store.run_ids import new_run_id

GOOD = "1;K1;Intake;2024-01-05"
BAD = "2;K2;;2024-01-05"


def refusal(config_path):
    """What the ingest of its only source says."""
    config = read_config(config_path)
    with (
        begin(config, new_run_id()) as night,
        pytest.raises(ConnectorError) as caught,
    ):
        ingest(night, config.sources[0])
    return str(caught.value)


def test_a_source_of_which_every_row_is_rejected_fails_with_the_reasons(tmp_path):
    path = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", BAD, BAD, ";K3;Intake;2024-01-05")
    told = refusal(path)
    assert "source 'a': not one event" in told
    assert "3 rows: 2 activity is empty (column 'Wat'); 1 case_id is empty (column 'Zaak')" in told
    assert "K2" not in told
    assert "not one event" in check(read_config(path)).sources[0].error


def test_a_source_of_moments_before_work_alone_fails(tmp_path):
    path = write_config(tmp_path, columns='transition = "Status"')
    header = "Zaak;Klant;Wat;Begin;Status"
    write_export(tmp_path, "a", "1.csv", "1;K1;Hulp;2024-01-05;schedule", header=header)
    told = refusal(path)
    assert "1 rows: 1 are moments at which nothing was at work" in told


def test_the_other_sources_go_on_and_latest_does_not_move(tmp_path):
    path = write_config(tmp_path, ("a", "b"))
    write_export(tmp_path, "a", "1.csv", GOOD)
    write_export(tmp_path, "b", "1.csv", GOOD)
    assert run(path).status == "complete"
    write_export(tmp_path, "b", "2.csv", BAD)
    later = run(path)
    assert later.status == "partial"
    assert "source 'b': not one event" in later.errors[0]
    assert len(table(tmp_path, "events")) == 2
    write_export(tmp_path, "b", "2.csv", "2;K2;Intake;2024-01-06")  # mended: it is read
    assert (run(path).status, len(table(tmp_path, "events"))) == ("complete", 3)


def test_an_empty_export_is_an_empty_night(tmp_path):
    path = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", GOOD)
    assert run(path).status == "complete"
    write_export(tmp_path, "a", "2.csv")
    later = run(path)
    assert (later.status, later.rows_read) == ("complete", 0)
    assert "geen rijen" in str(later.sources[0].notes)


def test_a_night_of_repeats_is_complete(tmp_path):
    path = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", GOOD)
    assert run(path).status == "complete"
    write_export(tmp_path, "a", "2.csv", GOOD)
    later = run(path)
    assert (later.status, later.repeated, later.new) == ("complete", 1, 0)


def test_one_file_of_several_whose_rows_gave_nothing_is_said(tmp_path):
    path = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", GOOD)
    write_export(tmp_path, "a", "2.csv", BAD)
    outcome = run(path)
    assert (outcome.status, outcome.rejected) == ("complete", 1)
    assert "Geen enkele van de 1 rijen" in str(outcome.sources[0].notes)
