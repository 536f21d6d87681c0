"""The pictures are judged from the run's own moment: later than all events, or before some of them."""

from __future__ import annotations

import pytest
from literal import at, open_judged, record, run_models
from pictured import DUTCH, ENGLISH, OPEN, TERMS, rows_of, subject

from outputs.report.figures import FIGURES


def opened(*days, **given):
    """An open journey of one client: a contact on each day."""
    return [
        record(
            n, client_id="k1", partner="Wijkteam", started_at=at(day), activity_source="gesprek",
            **given,
        )
        for n, day in enumerate(days, 1)
    ]  # fmt: skip


@pytest.fixture
def drawn(tmp_path):
    """A function from records, a moment and a picture's name to the rows of its table."""

    def draw(rows, as_of, name, reader=DUTCH):
        run_models(rows, tmp_path, level="client", vocabulary=TERMS, as_of=as_of)
        with open_judged(tmp_path / "tables", as_of) as connection:
            picture = subject(name).make(connection, reader, OPEN)
            return rows_of(picture) if picture else None

    return draw


HELD = {"regisseur": "r1"}


def test_an_open_journey_is_told_in_every_quarter_up_to_as_of(drawn):
    told = drawn(opened("2024-01-10", "2024-02-10", **HELD), at("2025-05-20"), "regie")
    assert [(each["period"], each["n_journeys"], each["n_with"]) for each in told] == [
        ("1e kwartaal van 2024", 1, 1),
        ("2e kwartaal van 2024", 1, 1),
        ("3e kwartaal van 2024", 1, 1),
        ("4e kwartaal van 2024", 1, 1),
        ("1e kwartaal van 2025", 1, 1),
        ("2e kwartaal van 2025", 1, 1),
    ]


def test_the_trend_goes_on_to_as_of_also_where_nothing_came_in(drawn):
    told = drawn(opened("2024-01-10", "2024-02-10"), at("2024-11-01"), "trend", ENGLISH)
    assert [each["n_started"] for each in told] == [1, 0, 0, 0]


def test_an_event_after_as_of_makes_no_quarter(drawn):
    told = drawn(opened("2024-01-10", "2042-02-10", **HELD), at("2024-05-01"), "regie")
    assert [each["period"] for each in told] == ["1e kwartaal van 2024", "2e kwartaal van 2024"]


def test_what_runs_does_not_say_what_as_of_is(drawn):
    """It begins after as_of, so that its end lies there too: at its own start."""
    rows = opened("2024-01-10", **HELD)
    rows += [
        record(9, client_id="k1", partner="GGZ", started_at=at("2026-01-01"), is_running=True,
               activity_source="gesprek")
    ]  # fmt: skip
    told = drawn(rows, at("2024-05-01"), "regie")
    assert [each["period"] for each in told] == ["1e kwartaal van 2024", "2e kwartaal van 2024"]


def test_the_weeks_of_stapeling_end_with_that_of_as_of(drawn):
    rows = opened("2024-01-10", "2024-01-16", "2024-06-01")
    rows[1]["ended_at"] = at("2024-06-01")
    told = drawn(rows, at("2024-01-25"), "stapeling")
    assert [str(each["week"]) for each in told] == ["2024-01-08", "2024-01-15", "2024-01-22"]


@pytest.mark.parametrize(
    ("as_of", "last"), [("2024-05-01", "2024-01-10"), ("2025-01-01", "2024-06-01")]
)
def test_the_events_are_told_up_to_as_of(tmp_path, as_of, last):
    run_models(opened("2024-01-10", "2024-06-01"), tmp_path, as_of=at(as_of))
    with open_judged(tmp_path / "tables", at(as_of)) as connection:
        assert FIGURES.row(connection, "event_totals")["last_at"] == at(last)
