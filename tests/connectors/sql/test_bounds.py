"""The cursor of a database: its bounds, its lag, and what the next night is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.errors import ConnectorError
from connectors.sql.bounds import bounds_of
from connectors.sql.options import Cursor
from journeys.notes import Note

NAIVE = datetime(2024, 3, 2, 10, 0, 5)  # noqa: DTZ001
ZONED = datetime(2024, 3, 2, 10, 0, tzinfo=UTC)


def cursor(lag=0, unit="", **given):
    return Cursor(column="c", lag=lag, lag_unit=unit, **given)


def second_night(first, second, **given):
    """The bounds of the second of two nights, by the highest value on each."""
    state = bounds_of(cursor(**given), first, None, "q").state
    return bounds_of(cursor(**given), second, state, "q")


@pytest.mark.parametrize(
    ("first", "second", "lag", "unit", "told"),
    [
        (40, 60, 0, "", "c in [40, 60]"),
        (40, 60, 5, "units", "c in [35, 60]"),
        (Decimal(40), Decimal(60), 5, "units", "c in [35, 60]"),
        (date(2024, 3, 1), date(2024, 3, 9), 2, "days", "c in [2024-02-28, 2024-03-09]"),
        (NAIVE, NAIVE, 3, "hours", "c in [2024-03-02T07:00:05, 2024-03-02T10:00:05]"),
        (ZONED, ZONED, 90, "minutes", "c in [2024-03-02T08:30:00+00:00, 2024-03-02T10:00:00+00:00]"),
        ("2024-03-02", "2024-03-03", 1, "days", "c in [2024-03-01, 2024-03-03]"),
        (
            "2024-03-02 10:00:00.25", "2024-03-03 01:00:00", 1, "days",
            "c in [2024-03-01 10:00:00, 2024-03-03 01:00:00]",
        ),
        ("2024-03-02T10:00Z", "2024-03-02T10:00Z", 1, "hours", "c in [2024-03-02T09:00Z, 2024-03-02T10:00Z]"),
    ],
    ids=[
        "a number", "a number less its lag", "a numeric of a database", "a date", "a time stamp",
        "one with a zone", "a date as text", "a time as text, rounded down", "as text with a zone",
    ],
)  # fmt: skip
def test_the_second_night_reads_from_the_first_ones_upper_bound_less_the_lag(
    first, second, lag, unit, told
):
    assert bounds_of(cursor(lag, unit), first, None, "q").description().startswith("c in (.., ")
    assert second_night(first, second, lag=lag, unit=unit).description() == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "c in [1, 2]"),
        ({"lower": "open"}, "c in (1, 2]"),
        ({"upper": "open"}, "c in [1, 2)"),
        ({"nulls": "always"}, "c in [1, 2] or null"),
    ],
)
def test_the_name_says_the_bounds(given, told):
    assert second_night(1, 2, **given).description() == told


@pytest.mark.parametrize(
    ("value", "lag", "unit"),
    [
        (5, 1, "days"),
        (date(2024, 1, 1), 1, "hours"),
        (NAIVE, 1, "units"),
        ("2024-01-01", 1, "hours"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused_on_the_first_night(value, lag, unit):
    with pytest.raises(ConnectorError, match="unit that does not fit"):
        bounds_of(cursor(lag, unit), value, None, "q")


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), True, b"1", "12", "1-2-2024", "gisteren"])
def test_what_does_not_grow_is_no_cursor_and_its_value_is_not_told(value):
    with pytest.raises(ConnectorError, match="is no cursor") as caught:
        bounds_of(cursor(), value, None, "q")
    assert "gisteren" not in str(caught.value)


@pytest.mark.parametrize("value", [ZONED.replace(year=9999), date(9999, 12, 31), "9999-12-31"])
def test_a_cursor_that_means_forever_is_refused(value):
    with pytest.raises(ConnectorError, match="runs ahead"):
        bounds_of(cursor(), value, None, "q")


@pytest.mark.parametrize(
    "given",
    [
        {"lower": "open", "upper": "open"},
        {"lag": 1},
        {"lag_unit": "days"},
        {"lag": -1, "lag_unit": "days"},
    ],
)
def test_bounds_that_would_lose_rows_are_no_config(given):
    with pytest.raises(ValidationError):
        Cursor(column="c", **given)


def test_another_question_or_another_type_starts_from_the_beginning():
    state = bounds_of(cursor(), 5, None, "q").state
    other = bounds_of(cursor(), 9, state, "another")
    assert (other.description(), len(other.notes)) == ("c in (.., 9]", 1)
    typed = bounds_of(cursor(), ZONED, bounds_of(cursor(), NAIVE, None, "q").state, "q")
    assert (typed.lower, len(typed.notes)) == (None, 1)


def test_a_cursor_that_went_back_keeps_what_was_reached():
    back = second_night(50, 40)
    assert json.loads(back.state)["value"] == "50"
    assert back.notes == (Note("cursor_lower"),)


def test_without_any_cursor_nothing_is_read_and_the_state_stays():
    state = bounds_of(cursor(), 5, None, "q").state
    assert bounds_of(cursor(), None, None, "q").state is None
    assert bounds_of(cursor(), None, state, "q").state == state


def test_a_moment_in_another_zone_is_the_same_moment():
    summer = ZONED.astimezone(timezone(timedelta(hours=2)))
    assert (
        bounds_of(cursor(), summer, None, "q").state == bounds_of(cursor(), ZONED, None, "q").state
    )


@given(
    values=st.lists(st.integers(0, 30), min_size=1, max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=4),
    lag=st.integers(0, 5),
    lower=st.sampled_from(["closed", "open"]),
    upper=st.sampled_from(["closed", "open"]),
)
def test_growing_rows_are_all_read_and_only_those_within_the_bounds(
    values, cuts, lag, lower, upper
):
    """Rows come in the order of their cursor; the last night's upper bound may be left for later."""
    if (lower, upper) == ("open", "open"):
        return
    told = cursor(lag, "units" if lag else "", lower=lower, upper=upper)
    values.sort()
    # no two nights share a value where the lower bound is open and there is no lag
    steps = sorted({len([v for v in values if v <= cut]) for cut in cuts} | {len(values)})
    database = sa.create_engine("sqlite://")
    read, state = set(), None
    with database.connect() as connection:
        connection.exec_driver_sql("create table t (nr integer, c integer)")
        done = 0
        for step in steps:
            for nr in range(done, step):
                connection.exec_driver_sql("insert into t values (?, ?)", (nr, values[nr]))
            done = step
            highest = connection.execute(sa.text("select max(c) from t")).scalar()
            bounds = bounds_of(told, highest, state, "q")
            state = bounds.state
            rows = connection.execute(
                sa.select(sa.column("nr"), sa.column("c"))
                .select_from(sa.table("t"))
                .where(bounds.where())
            ).all()
            for _, value in rows:
                assert bounds.lower is None or value >= bounds.lower
                assert value <= bounds.upper
            read |= {nr for nr, _ in rows}
    database.dispose()
    last = max(values)
    assert {nr for nr, value in enumerate(values) if upper == "closed" or value < last} <= read
