"""Working time within a wait: literal nights and days, and minute by minute over random ones."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples

from journeys.errors import AnalysisError
from journeys.working_time import Calendar, opening, weekly

EVERY_DAY = range(1, 8)
MINUTE = timedelta(minutes=1)
HOLIDAYS = holidays.country_holidays("NL", years=range(2023, 2027))


def waited(folder, spans, calendars, **given_settings):
    """working_idle_s of a wait for P from one moment to another: each in a case of its own."""
    rows = [
        record(2 * n + side, case_id=f"{n:03}", started_at=moment, partner="P")
        for n, span in enumerate(spans)
        for side, moment in enumerate(span)
    ]
    made = run_models(
        rows, folder, ["events", "waits_working"], calendars=calendars, **given_settings
    )
    cases = {row["journey_id"]: row["case_id"] for row in made["events"]}
    worked = {cases[row["journey_id"]]: row["working_idle_s"] for row in made["waits_working"]}
    return [worked.get(f"{n:03}", 0.0) for n in range(len(spans))]


def by_the_minute(calendar, begin, end, zone="Europe/Amsterdam"):
    """Seconds of the minutes in which the wall clock shows a working time."""
    seconds = 0
    while begin < end:
        wall = begin.astimezone(ZoneInfo(zone))
        minute = wall.hour * 60 + wall.minute
        is_free = wall.date() in calendar.closed or (calendar.holidays and wall.date() in HOLIDAYS)
        openings = () if is_free else calendar.hours.get(wall.isoweekday(), ())
        seconds += 60 * any(each.opens <= minute < each.closes for each in openings)
        begin += MINUTE
    return seconds


@pytest.mark.parametrize(
    ("hours", "begin", "end", "worked_hours"),
    [
        pytest.param(["09:00-17:00"], "2024-07-01", "2024-07-02", 8, id="a summer day"),
        pytest.param(["09:00-17:00"], "2024-01-08", "2024-01-09", 8, id="a winter day"),
        pytest.param(["00:00-24:00"], "2025-03-29 23:00", "2025-03-30 22:00", 23, id="in spring"),
        pytest.param(["00:00-24:00"], "2024-10-26 22:00", "2024-10-27 23:00", 25, id="in autumn"),
        pytest.param(["01:00-04:00"], "2025-03-29 20:00", "2025-03-30 20:00", 2, id="a spring night"),
        pytest.param(["01:00-04:00"], "2024-10-26 20:00", "2024-10-27 20:00", 4, id="an autumn night"),
        pytest.param(
            ["02:30-06:00"], "2025-03-29 20:00", "2025-03-30 20:00", 3, id="opens in the hour that is not"
        ),
        pytest.param(
            ["02:15-02:45"], "2025-03-29 20:00", "2025-03-30 20:00", 0, id="only in the hour that is not"
        ),
        pytest.param(
            ["00:00-02:30", "02:30-06:00"],
            "2024-10-26 20:00",
            "2024-10-27 20:00",
            7,
            id="a shift that changes in the hour that comes twice",
        ),
        pytest.param(
            ["02:15-02:45"], "2024-10-26 20:00", "2024-10-27 20:00", 0.5, id="in an hour that comes twice"
        ),
        pytest.param(
            ["09:00-12:30", "13:00-17:00"], "2024-07-01 10:15", "2024-07-01 11:15", 0.5, id="over lunch"
        ),
        pytest.param(["09:00-17:00"], "2024-07-01 14:00", "2024-07-02 07:30", 1.5, id="over a night"),
        pytest.param(["09:00-17:00"], "2024-07-01 15:00", "2024-07-01 20:00", 0, id="an evening"),
        pytest.param(["09:00-17:00"], "2024-07-01 15:00", "2024-07-02 07:00", 0, id="from close to open"),
        pytest.param(["09:00-17:00"], "2024-12-24", "2024-12-28", 16, id="over Christmas"),
    ],
)  # fmt: skip
def test_a_wait_has_so_many_working_hours(tmp_path, hours, begin, end, worked_hours):
    calendar = Calendar(weekly(*hours, days=EVERY_DAY))
    assert waited(tmp_path, [(at(begin), at(end))], [calendar]) == [worked_hours * 3600]


def test_a_day_that_a_partner_closes_itself_is_free(tmp_path):
    week = [(at("2024-07-01"), at("2024-07-08"))]
    calendar = Calendar(weekly("09:00-17:00"), closed={date(2024, 7, 3)})
    assert waited(tmp_path, week, [calendar]) == [4 * 8 * 3600]


def test_holidays_are_free_unless_the_calendar_says_that_they_are_not(tmp_path):
    easter = [(at("2024-03-29"), at("2024-04-02"))]
    hours = weekly("09:00-17:00", days=EVERY_DAY)
    assert waited(tmp_path / "1", easter, [Calendar(hours)]) == [8 * 3600]
    assert waited(tmp_path / "2", easter, [Calendar(hours, holidays=False)]) == [4 * 8 * 3600]


def test_it_is_the_calendar_of_the_partner_that_is_waited_for(tables):
    rows = [record(n, partner=p) for n, p in enumerate(["A", "P", "Q", None, "R"])]
    own, others = Calendar(weekly("10:00-11:00"), "P"), Calendar(weekly("10:00-12:00"))
    of_worker = Calendar(weekly("00:00-24:00"), "R", "w")
    # waits of a day each from Monday 1 January, a holiday, 01:00
    found = {
        row["seq"]: (row["to_partner"], row["working_idle_s"])
        for row in tables(rows, calendars=[own, of_worker])["waits_working"]
    }
    assert found == {1: ("P", 0.0), 2: ("Q", None), 3: (None, None), 4: ("R", None)}
    found = {
        row["seq"]: (row["to_partner"], row["working_idle_s"])
        for row in tables(rows, calendars=[own, others, of_worker])["waits_working"]
    }
    assert found == {1: ("P", 0.0), 2: ("Q", 7200.0), 3: (None, None), 4: ("R", 7200.0)}


def test_partners_that_work_the_same_hours_share_what_is_laid_out(tables):
    rows = [record(n, partner=p) for n, p in enumerate("APQR")]
    calendars = [
        Calendar(weekly("10:00-11:00", days=EVERY_DAY), "P", holidays=False),
        Calendar(weekly("10:00-12:00", days=EVERY_DAY), "Q", holidays=False),
        Calendar(weekly("10:00-11:00", days=EVERY_DAY), "R", holidays=False),
    ]
    made = tables(rows, calendars=calendars)["waits_working"]
    assert [(row["to_partner"], row["working_idle_s"]) for row in made] == [
        ("P", 3600.0),
        ("Q", 7200.0),
        ("R", 3600.0),
    ]


def test_without_calendars_nobodys_working_time_is_known(tables):
    made = tables([record(n, partner="P") for n in range(3)])
    assert [row["working_idle_s"] for row in made["waits_working"]] == [None, None]


def test_a_wait_begins_where_the_last_help_ended(tables):
    rows = [
        record(1, partner="P", started_at=at("2024-07-01"), ended_at=at("2024-07-02 13:00")),
        record(2, partner="P", started_at=at("2024-07-01 01:00"), ended_at=at("2024-07-01 02:00")),
        record(3, partner="P", started_at=at("2024-07-03")),
    ]
    made = tables(rows, calendars=[Calendar(weekly("09:00-17:00"))])
    assert [(r["seq"], r["working_idle_s"]) for r in made["waits_working"]] == [(2, 7200.0)]


@pytest.mark.parametrize(
    "text", ["9", "09:00", "17:00-09:00", "09:00-09:00", "09:00-25:00", "9u-17u", "00:00-24:01"]
)
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(AnalysisError, match="opening hours"):
        opening(text)


def test_hours_that_overlap_are_refused():
    with pytest.raises(AnalysisError, match="do not overlap"):
        weekly("09:00-12:00", "11:00-17:00")


week = st.dictionaries(
    st.sampled_from(EVERY_DAY),
    st.sampled_from(
        [
            weekly("09:00-17:00", days=[1])[1],
            weekly("00:00-24:00", days=[1])[1],
            weekly("00:30-05:15", "20:00-24:00", days=[1])[1],
            weekly("08:15-12:30", "13:00-13:01", "13:30-17:45", days=[1])[1],
        ]
    ),
    min_size=1,
)
moment = st.tuples(
    st.sampled_from(["2024-03-29", "2024-10-25", "2024-12-23", "2025-05-02", "2024-06-03"]),
    st.integers(0, 6 * 24 * 60),
    st.integers(1, 6 * 24 * 60),
)


@examples(20)
@given(
    st.lists(moment, min_size=1, max_size=12),
    week,
    st.booleans(),
    st.sampled_from([frozenset(), frozenset([date(2024, 10, 27), date(2024, 6, 5)])]),
)
def test_working_time_equals_counting_minutes(drawn, hours, with_holidays, closed):
    calendar = Calendar(hours, holidays=with_holidays, closed=closed)
    spans = [
        (begin := at(day) + minutes * MINUTE, begin + lasts * MINUTE)
        for day, minutes, lasts in drawn
    ]
    with TemporaryDirectory() as folder:
        got = waited(Path(folder), spans, [calendar])
    assert got == [by_the_minute(calendar, *span) for span in spans]


def test_another_zone_has_its_own_clock_changes(tmp_path):
    # in Santiago the clock goes from 24:00 to 23:00 on 6 April 2024, and over midnight on 8 September
    calendar = Calendar(weekly("00:00-24:00", days=EVERY_DAY), holidays=False)
    spans = [
        (at("2024-04-06 03:00"), at("2024-04-07 04:00")),
        (at("2024-09-07 04:00"), at("2024-09-08 04:00")),
        (at("2024-09-08 04:00"), at("2024-09-09 03:00")),
    ]
    got = waited(tmp_path, spans, [calendar], timezone="America/Santiago")
    assert got == [25 * 3600, 24 * 3600, 23 * 3600]
