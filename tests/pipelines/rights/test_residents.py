"""Nights with a source of residents' own steps: linked, drawn apart, forgotten and renewed like any other."""

from __future__ import annotations

import pytest
from nights import run, table
from registrations import ANNEKE, BSN, KAREL, PIET, row, write_project, write_rows

from pipelines.config.settings import read_config
from pipelines.errors import ConfigError
from pipelines.night import publish
from pipelines.rights.forget import forget_client
from pipelines.rights.rotating import rotate
from pipelines.store.search import names_in


@pytest.fixture(autouse=True)
def without_maps(monkeypatch):
    monkeypatch.setattr(publish, "draw_maps", lambda *_, **__: None)


def write_residents(folder, actor='actor = "inwoner"'):
    """A config in which source b is of residents."""
    path = write_project(folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('partner = "b"', f'partner = "b"\n{actor}'), encoding="utf-8")
    return path


@pytest.fixture
def region(tmp_path):
    config = write_residents(tmp_path)
    write_rows(
        tmp_path,
        "a",
        "1.csv",
        row(1, BSN[0], *ANNEKE),
        row(1, BSN[0], *ANNEKE, "Einde", "2024-03-01"),
        row(3, BSN[1], *KAREL),
    )
    write_rows(
        tmp_path,
        "b",
        "1.csv",
        row(71, BSN[0], *ANNEKE, "Belt zelf", "2024-02-01"),
        row(72, BSN[2], *PIET, "Belt zelf", "2030-02-01"),
    )
    run(config, "resident_steps", "waits")
    return config


def test_a_step_is_linked_to_its_client_and_counts_nowhere(region, tmp_path):
    events, steps = table(tmp_path, "events"), table(tmp_path, "resident_steps")
    assert [event["source"] for event in events] == ["a"] * 3
    (own, other) = sorted(steps, key=lambda each: each["source_row"])
    (anneke,) = {event["client_id"] for event in events if event["activity"] == "Einde"}
    assert (own["client_id"], own["actor"], own["activity"]) == (anneke, "inwoner", "Belt zelf")
    assert own["journey_id"] in {row["journey_id"] for row in table(tmp_path, "journeys")}
    assert other["journey_id"] is None  # no partner knows Piet
    outcome = run(region, "resident_steps", "waits")
    assert outcome.as_of.startswith("2024-02-29T23:00")  # his step of 2030 moves nothing
    (wait,) = table(tmp_path, "waits")
    assert wait["idle_s"] == 60 * 86_400  # a wait stays a wait while the resident calls


def test_the_network_can_be_a_partner_s_name(tmp_path):
    config = write_residents(tmp_path, "")
    text = config.read_text(encoding="utf-8")
    config.write_text(text + '\n[[actors]]\npartner = ["B", "Buren"]\nactor = "netwerk"\n')
    write_rows(tmp_path, "a", "1.csv", row(1, BSN[0], *ANNEKE))
    write_rows(tmp_path, "b", "1.csv", row(71, BSN[0], *ANNEKE, "Belt", "2024-02-01"))
    run(config, "resident_steps", "waits")
    assert len(table(tmp_path, "events")) == 1
    assert [each["actor"] for each in table(tmp_path, "resident_steps")] == ["netwerk"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[[actors]]\npartner = "B"\nactor = "buur"', "one of inwoner, netwerk"),
        (
            '[[actors]]\npartner = ["B", "b"]\nactor = "netwerk"',
            "actors: partner 'b' stands there twice",
        ),
        ('[[actors]]\npartners = "B"\nactor = "netwerk"', "did you mean partner"),
    ],
)
def test_an_actor_that_cannot_be_is_refused(tmp_path, more, told):
    with pytest.raises(ConfigError) as caught:
        read_config(write_project(tmp_path, more=more))
    assert told in str(caught.value)


def everything(folder):
    return {
        name
        for root in ("store", "out")
        for path in (folder / root).rglob("*")
        if path.is_file()
        for name in names_in(path)
    }


@pytest.mark.parametrize("place", [0, 1], ids=["a client of a partner", "a resident alone"])
def test_who_is_forgotten_leaves_no_step_behind(region, tmp_path, place):
    steps = sorted(table(tmp_path, "resident_steps"), key=lambda each: each["source_row"])
    theirs = {steps[place][name] for name in ("event_id", "case_id", "client_id")}
    assert theirs <= everything(tmp_path)
    proof = forget_client(read_config(region), steps[place]["client_id"])
    assert proof["n_events"] == (3 if place == 0 else 1)
    assert not theirs & everything(tmp_path)
    (left,) = table(tmp_path, "resident_steps")
    assert left["event_id"] == steps[1 - place]["event_id"]


def test_a_renewed_key_renews_the_steps_too(region, tmp_path):
    before = table(tmp_path, "resident_steps")
    rotate(read_config(region))
    run(region, "resident_steps", "waits")
    after = table(tmp_path, "resident_steps")
    for name in ("event_id", "case_id", "client_id"):
        assert not {row[name] for row in before} & {row[name] for row in after}
    clients = {event["client_id"] for event in table(tmp_path, "events")}
    assert [each["client_id"] in clients for each in after] == [
        each["journey_id"] is not None for each in after
    ]


def test_retention_removes_the_steps_of_who_is_gone(tmp_path):
    config = write_residents(tmp_path)
    config.write_text(config.read_text() + "\n[privacy]\nretention_days = 365\n")
    write_rows(
        tmp_path,
        "a",
        "1.csv",
        row(1, BSN[0], *ANNEKE, "Intake", "2020-01-01"),
        row(2, BSN[1], *KAREL, "Intake", "2024-01-01"),
    )
    write_rows(
        tmp_path,
        "b",
        "1.csv",
        row(71, BSN[0], *ANNEKE, "Belt zelf", "2020-02-01"),
        row(72, BSN[2], *PIET, "Belt zelf", "2020-02-01"),
        row(73, BSN[1], *KAREL, "Belt zelf", "2020-02-01"),
    )
    run(config, "resident_steps", "waits")
    assert len(table(tmp_path, "events")) == 1
    assert [each["source_row"] for each in table(tmp_path, "resident_steps")] == [3]
