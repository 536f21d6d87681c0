"""Whole nights over an OCEL 2.0 log."""

from datetime import UTC, datetime

import pytest
from nights import bytes_of, failure, run, table
from ocel_logs import FORMS, write_log

CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[journeys]
level = "{level}"
[[sources]]
name = "keten"
kind = "ocel"
path = "log.*"
partner = "Keten"
[sources.columns]
bsn = "Client:bsn"
partner = "event:org"
[sources.options]
worker = "Medewerker"
"""
OBJECTS = [
    ("z1", "Case", {}),
    ("k1", "Client", {"bsn": "111222333"}),
    ("k2", "Client", {"bsn": "234567892"}),
    ("h1", "Household", {}),
    ("w1", "Medewerker", {}),
    ("x1", "Document", {}),
]
BOTH = [("z1", ""), ("k1", ""), ("k2", ""), ("h1", ""), ("w1", "")]
EVENTS = [
    ("e1", "Intake", "2025-01-01T09:00:00Z", {"org": "Wijkteam"}, BOTH),
    ("e2", "Plan", "2025-01-02T09:00:00Z", {}, [("z1", ""), ("k1", "")]),
    ("e3", "Stuk", "2025-01-03T09:00:00Z", {}, [("x1", "")]),
]


@pytest.fixture
def night(tmp_path):
    """A night over a log in one form."""
    (tmp_path / "work").mkdir()

    def go(form, events, level="client"):
        (tmp_path / "klantreis.toml").write_text(CONFIG.format(level=level), encoding="utf-8")
        written = write_log(tmp_path / "work", events, OBJECTS)
        (tmp_path / f"log.{form}").write_bytes(written[form].read_bytes())
        return run(tmp_path / "klantreis.toml")

    return go


@pytest.mark.parametrize("form", FORMS)
def test_an_event_of_two_clients_is_an_event_of_each_and_a_second_night_adds_nothing(
    night, tmp_path, form
):
    first = night(form, EVENTS)
    assert (first.rows_read, first.new, first.rejected, first.repeated) == (4, 3, 1, 0)
    events = sorted(table(tmp_path, "events"), key=lambda e: (e["source_row"], e["client_id"]))
    assert [(e["source_row"], e["activity"], e["partner"], e["started_at"]) for e in events] == [
        (1, "Intake", "Wijkteam", datetime(2025, 1, 1, 9, tzinfo=UTC)),
        (1, "Intake", "Wijkteam", datetime(2025, 1, 1, 9, tzinfo=UTC)),
        (2, "Plan", "Keten", datetime(2025, 1, 2, 9, tzinfo=UTC)),
    ]
    assert len({e["client_id"] for e in events}) == len({e["journey_id"] for e in events}) == 2
    assert len({(e["case_id"], e["household_id"]) for e in events[:2]}) == 1
    assert events[0]["worker"] is not None
    (bad,) = table(tmp_path, "rejected")
    assert (bad["source_row"], bad["reason"]) == (
        3,
        "concerns no object of the type Case, Client or Household",
    )
    again = night(form, EVENTS)
    assert (again.rows_read, again.new) == (0, 0)


def test_a_correction_in_a_later_log_replaces_and_adds_what_is_new(night, tmp_path):
    night("json", EVENTS)
    moved = ("e2", "Plan", "2025-01-05T09:00:00Z", {}, [("z1", ""), ("k1", "")])
    more = ("e4", "Besluit", "2025-01-06T09:00:00Z", {}, [("k2", "")])
    second = night("json", [EVENTS[0], moved, more])
    assert (second.new, second.rejected, second.repeated, second.updated) == (1, 0, 3, 1)
    assert sorted((e["activity"], e["started_at"].day) for e in table(tmp_path, "events")) == [
        ("Besluit", 6),
        ("Intake", 1),
        ("Intake", 1),
        ("Plan", 5),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_log_that_breaks_off_leaves_all_as_it_was(night, tmp_path, form):
    night(form, EVENTS)
    before = bytes_of(tmp_path / "store" / "records")
    data = (tmp_path / f"log.{form}").read_bytes()
    (tmp_path / f"log.{form}").write_bytes(data[: len(data) * 9 // 10])
    assert "truncated or damaged" in failure(tmp_path / "klantreis.toml")
    assert bytes_of(tmp_path / "store" / "records") == before


@pytest.mark.parametrize("form", FORMS)
def test_no_bsn_of_a_log_is_in_what_a_night_leaves(night, tmp_path, form):
    night(form, EVENTS)
    left = {**bytes_of(tmp_path / "store"), **bytes_of(tmp_path / "out")}
    assert left
    assert [
        path for path, data in left.items() if b"111222333" in data or b"234567892" in data
    ] == []
