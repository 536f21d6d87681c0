"""A renewed key: other pseudonyms, the same journeys, and the next night goes on."""

import pytest
from nights import run, table
from registrations import ANNEKE, BSN, KAREL, PIET, clients, row, write_project, write_rows

from connectors.identity.pseudonyms import read_key
from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.rights.forget import forget_client
from pipelines.rights.reviewing import decide
from pipelines.rights.rotating import rotate
from pipelines.store.ledger import Ledger
from pipelines.store.questions import decisions


@pytest.fixture
def region(tmp_path):
    config = write_project(tmp_path)
    write_rows(
        tmp_path, "a", "1.csv", row(1, BSN[0], *ANNEKE), row(2, "", *PIET), row(3, "", *KAREL)
    )
    write_rows(tmp_path, "b", "1.csv", row(71, "", *ANNEKE, "Start", "2024-02-01"))
    run(config)
    return config


def shape(folder):
    """Who is with whom, by source and row, whatever they are called."""
    groups = {}
    for place, client in clients(folder).items():
        groups.setdefault(client, set()).add(place)
    return sorted(map(sorted, groups.values()))


def test_every_pseudonym_is_another_and_who_is_who_stays(region, tmp_path):
    before, together = table(tmp_path, "events"), shape(tmp_path)
    rotate(read_config(region))
    outcome = run(region)
    assert (outcome.rows_read, outcome.new) == (0, 0)
    after = table(tmp_path, "events")
    assert shape(tmp_path) == together
    for name in ("event_id", "case_id", "client_id", "journey_id"):
        assert not {row[name] for row in before} & {row[name] for row in after}


def test_the_same_rows_read_again_repeat_and_a_new_one_finds_its_client(region, tmp_path):
    rotate(read_config(region))
    write_rows(
        tmp_path,
        "a",
        "2.csv",
        row(1, BSN[0], *ANNEKE),
        row(8, BSN[0], *ANNEKE, "Gesprek", "2024-05-01"),
    )
    outcome = run(region)
    assert (outcome.new, outcome.repeated) == (1, 1)
    assert len(table(tmp_path, "journeys")) == 3


def test_a_key_can_be_renewed_again_and_decisions_and_the_forgotten_stay(region, tmp_path):
    config = read_config(region)
    who = clients(tmp_path)
    decide(config, {tuple(sorted((who["a", 2], who["a", 3]))): False}, "ik")
    forget_client(config, who["a", 1])
    rotate(config)
    rotate(config)
    assert len(read_key(config.key_file).later) == 2
    (told,) = decisions(config)
    write_rows(tmp_path, "a", "2.csv", row(1, BSN[0], *ANNEKE), row(2, "", *PIET))
    outcome = run(region)
    assert (outcome.new, outcome.repeated, outcome.rejected) == (0, 1, 1)
    assert {told["person_a"], told["person_b"]} == set(clients(tmp_path).values())


def test_a_renewal_that_dies_before_it_counts_is_undone(region, tmp_path, monkeypatch):
    config, before = read_config(region), clients(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rotate(config)
    assert len(read_key(config.key_file).later) == 1
    run(region)
    assert clients(tmp_path) == before
    assert read_key(config.key_file).later == ()


def test_without_a_store_there_is_nothing_to_renew(tmp_path):
    with pytest.raises(PipelineError, match="no store to renew"):
        rotate(read_config(write_project(tmp_path)))


def test_a_key_in_the_environment_is_renewed_by_who_keeps_it(tmp_path, monkeypatch):
    path = write_project(tmp_path, more='[privacy]\nkey_env = "PROEF_SLEUTEL"')
    write_rows(tmp_path, "a", "1.csv", row(1, BSN[0], *ANNEKE))
    write_rows(tmp_path, "b", "1.csv", row(71, "", *ANNEKE, "Start", "2024-02-01"))
    monkeypatch.setenv("PROEF_SLEUTEL", "ab" * 32)
    run(path)
    config, together = read_config(path), shape(tmp_path)
    with pytest.raises(PipelineError, match="there is no new key"):
        rotate(config)
    monkeypatch.setenv("PROEF_SLEUTEL", "ab" * 32 + "\n" + "cd" * 32)
    rotate(config)
    run(path)
    assert shape(tmp_path) == together
    assert not list(tmp_path.glob("*.key"))
    monkeypatch.setenv("PROEF_SLEUTEL", "ef" * 32)
    with pytest.raises(PipelineError, match="holds another key"):
        run(path)
