"""The last day of a term, by hand: each case was worked out on a paper calendar."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from literal import at, record, run_models
from norm_oracle import due_day

from journeys.legal_days import legal_days, runs_on_to
from journeys.norms import Norm, Selector

DAYS, WORKING, WEEKS, MONTHS = "calendar_days", "working_days", "weeks", "months"
RUNS_ON, STAYS = True, False

# what it shows, start (local day, or a UTC moment), limit, unit, whether the law extends it, last day
CASES = [
    ("the day of the event does not count", "2024-01-08", 1, DAYS, STAYS, "2024-01-09"),
    ("a Saturday stays without the law", "2024-01-08", 5, DAYS, STAYS, "2024-01-13"),
    ("a Saturday runs on to Monday", "2024-01-08", 5, DAYS, RUNS_ON, "2024-01-15"),
    ("a Sunday runs on to Monday", "2024-01-08", 6, DAYS, RUNS_ON, "2024-01-15"),
    ("a Monday stays", "2024-01-08", 7, DAYS, RUNS_ON, "2024-01-15"),
    ("Good Friday stays without the law", "2024-03-22", 7, DAYS, STAYS, "2024-03-29"),
    ("Good Friday runs on over Easter", "2024-03-22", 7, DAYS, RUNS_ON, "2024-04-02"),
    ("Easter Monday runs on", "2024-03-25", 7, DAYS, RUNS_ON, "2024-04-02"),
    ("Christmas on a Wednesday", "2024-12-18", 7, DAYS, RUNS_ON, "2024-12-27"),
    ("Christmas on a Thursday, then a weekend", "2025-12-18", 7, DAYS, RUNS_ON, "2025-12-29"),
    ("Christmas on a Friday", "2026-12-18", 7, DAYS, RUNS_ON, "2026-12-28"),
    ("New Year on a Wednesday", "2024-12-25", 7, DAYS, RUNS_ON, "2025-01-02"),
    ("New Year on a Thursday", "2025-12-25", 7, DAYS, RUNS_ON, "2026-01-02"),
    ("New Year on a Friday", "2026-12-25", 7, DAYS, RUNS_ON, "2027-01-04"),
    ("King's Day on a Monday", "2026-04-20", 7, DAYS, RUNS_ON, "2026-04-28"),
    ("King's Day moved to a Saturday", "2025-04-19", 7, DAYS, RUNS_ON, "2025-04-28"),
    ("the Sunday that King's Day left", "2025-04-20", 7, DAYS, RUNS_ON, "2025-04-28"),
    ("5 May in a year in which most work", "2026-04-28", 7, DAYS, RUNS_ON, "2026-05-06"),
    ("5 May in a fifth year", "2025-04-28", 7, DAYS, RUNS_ON, "2025-05-06"),
    ("5 May before Ascension", "2027-04-28", 7, DAYS, RUNS_ON, "2027-05-07"),
    ("5 May on a Sunday", "2024-04-28", 7, DAYS, RUNS_ON, "2024-05-06"),
    ("Ascension in May", "2024-05-02", 7, DAYS, RUNS_ON, "2024-05-10"),
    ("Ascension in another year", "2026-05-07", 7, DAYS, RUNS_ON, "2026-05-15"),
    ("Whit Monday", "2024-05-13", 7, DAYS, RUNS_ON, "2024-05-21"),
    ("the Saturday before Whitsun", "2024-05-17", 1, DAYS, RUNS_ON, "2024-05-21"),
    ("Queen's Day in 2012", "2012-04-23", 7, DAYS, RUNS_ON, "2012-05-01"),
    ("27 April was no King's Day in 2012", "2012-04-20", 7, DAYS, RUNS_ON, "2012-04-27"),
    ("a leap day is a day", "2024-02-28", 1, DAYS, RUNS_ON, "2024-02-29"),
    ("no leap day", "2023-02-28", 1, DAYS, RUNS_ON, "2023-03-01"),
    ("365 days from a leap day", "2024-02-29", 365, DAYS, RUNS_ON, "2025-02-28"),
    ("six weeks end on the same weekday", "2024-01-08", 6, WEEKS, RUNS_ON, "2024-02-19"),
    ("six weeks from a Saturday", "2024-01-13", 6, WEEKS, RUNS_ON, "2024-02-26"),
    ("six weeks from a Saturday, not extended", "2024-01-13", 6, WEEKS, STAYS, "2024-02-24"),
    ("weeks that end on Easter Monday", "2024-02-19", 6, WEEKS, RUNS_ON, "2024-04-02"),
    ("weeks that end on Good Friday", "2024-02-16", 6, WEEKS, RUNS_ON, "2024-04-02"),
    ("weeks that end on Ascension", "2024-03-28", 6, WEEKS, RUNS_ON, "2024-05-10"),
    ("weeks that end on Whit Monday", "2024-04-08", 6, WEEKS, RUNS_ON, "2024-05-21"),
    ("weeks that end on Christmas", "2024-11-13", 6, WEEKS, RUNS_ON, "2024-12-27"),
    ("weeks that end on the second Christmas day", "2024-11-14", 6, WEEKS, RUNS_ON, "2024-12-27"),
    ("weeks that end on King's Day", "2026-03-16", 6, WEEKS, RUNS_ON, "2026-04-28"),
    ("weeks that end on a Sunday 27 April", "2025-03-16", 6, WEEKS, RUNS_ON, "2025-04-28"),
    ("weeks that end on 5 May", "2026-03-24", 6, WEEKS, RUNS_ON, "2026-05-06"),
    ("weeks over the autumn clock change", "2024-10-14", 2, WEEKS, RUNS_ON, "2024-10-28"),
    ("weeks over the spring clock change", "2025-03-24", 2, WEEKS, RUNS_ON, "2025-04-07"),
    ("eight weeks over a leap day", "2024-01-08", 8, WEEKS, RUNS_ON, "2024-03-04"),
    ("weeks that end on New Year", "2023-11-06", 8, WEEKS, RUNS_ON, "2024-01-02"),
    ("a month from 31 January, leap year", "2024-01-31", 1, MONTHS, RUNS_ON, "2024-02-29"),
    ("a month from 31 January", "2023-01-31", 1, MONTHS, RUNS_ON, "2023-02-28"),
    ("a month from 31 March", "2025-03-31", 1, MONTHS, RUNS_ON, "2025-04-30"),
    ("a month that ends on a Sunday", "2024-05-31", 1, MONTHS, RUNS_ON, "2024-07-01"),
    ("a month that ends on a Sunday, not extended", "2024-05-31", 1, MONTHS, STAYS, "2024-06-30"),
    ("a year from a leap day", "2024-02-29", 12, MONTHS, RUNS_ON, "2025-02-28"),
    ("four years from a leap day", "2024-02-29", 48, MONTHS, RUNS_ON, "2028-02-29"),
    ("a month that ends on Christmas", "2024-11-25", 1, MONTHS, RUNS_ON, "2024-12-27"),
    ("a month that ends on New Year", "2023-12-01", 1, MONTHS, RUNS_ON, "2024-01-02"),
    ("a month that ends on King's Day", "2026-03-27", 1, MONTHS, RUNS_ON, "2026-04-28"),
    ("a month that ends on the moved King's Day", "2025-03-26", 1, MONTHS, RUNS_ON, "2025-04-28"),
    ("a month that ends on 5 May", "2026-04-05", 1, MONTHS, RUNS_ON, "2026-05-06"),
    ("two months from New Year's Eve", "2024-12-31", 2, MONTHS, RUNS_ON, "2025-02-28"),
    ("half a year from 31 August", "2024-08-31", 6, MONTHS, RUNS_ON, "2025-02-28"),
    ("three months that end on Good Friday", "2023-12-29", 3, MONTHS, RUNS_ON, "2024-04-02"),
    ("a working day after a Friday", "2024-01-05", 1, WORKING, STAYS, "2024-01-08"),
    ("a working day after a Saturday", "2024-01-06", 1, WORKING, STAYS, "2024-01-08"),
    ("five working days are a week", "2024-01-08", 5, WORKING, STAYS, "2024-01-15"),
    ("a working day over Easter", "2024-03-28", 1, WORKING, STAYS, "2024-04-02"),
    ("five working days over Easter", "2024-03-27", 5, WORKING, STAYS, "2024-04-05"),
    ("a working day over Christmas", "2024-12-24", 1, WORKING, STAYS, "2024-12-27"),
    ("five working days to the new year", "2024-12-23", 5, WORKING, STAYS, "2025-01-02"),
    ("a working day past a Saturday King's Day", "2025-04-25", 1, WORKING, STAYS, "2025-04-28"),
    ("a working day over King's Day", "2026-04-24", 1, WORKING, STAYS, "2026-04-28"),
    ("5 May is a working day in most years", "2026-05-04", 1, WORKING, STAYS, "2026-05-05"),
    ("and yet the law moves its end", "2026-05-04", 1, WORKING, RUNS_ON, "2026-05-06"),
    ("5 May is none in a fifth year", "2025-05-02", 1, WORKING, STAYS, "2025-05-06"),
    ("a working day over Ascension", "2024-05-08", 1, WORKING, STAYS, "2024-05-10"),
    ("a working day over Whitsun", "2024-05-17", 1, WORKING, STAYS, "2024-05-21"),
    ("late on the eve of summer time", "2024-03-30 22:30", 1, DAYS, STAYS, "2024-03-31"),
    ("the first hour of the 23-hour day", "2024-03-30 23:30", 1, DAYS, STAYS, "2024-04-01"),
    ("the first hour of the 25-hour day", "2024-10-26 22:30", 1, DAYS, STAYS, "2024-10-28"),
    ("the last hour of the 25-hour day", "2024-10-27 22:30", 1, DAYS, STAYS, "2024-10-28"),
    ("a UTC year that ends a local hour later", "2023-12-31 23:30", 1, DAYS, STAYS, "2024-01-02"),
]

# what it shows, start, limit, unit, extended, suspensions (suspended on, goes on on), last day
SUSPENDED = [
    ("the days between do not count", "2024-01-08", 6, WEEKS, STAYS,
     [("2024-01-15", "2024-01-22")], "2024-02-25"),
    ("the law comes after the suspension", "2024-01-08", 6, WEEKS, RUNS_ON,
     [("2024-01-15", "2024-01-22")], "2024-02-26"),
    ("over Easter: holidays count as days", "2024-03-18", 2, WEEKS, RUNS_ON,
     [("2024-03-28", "2024-04-02")], "2024-04-05"),
    ("onto Good Friday, and then on", "2024-03-04", 2, WEEKS, RUNS_ON,
     [("2024-03-11", "2024-03-23")], "2024-04-02"),
    ("on again the next day: no day between", "2024-01-08", 6, WEEKS, STAYS,
     [("2024-01-15", "2024-01-16")], "2024-02-19"),
    ("on again the same day", "2024-01-08", 6, WEEKS, STAYS,
     [("2024-01-15", "2024-01-15")], "2024-02-19"),
    ("two add up", "2024-01-08", 6, WEEKS, STAYS,
     [("2024-01-15", "2024-01-22"), ("2024-01-29", "2024-02-02")], "2024-02-28"),
    ("from the last day on there is nothing to suspend", "2024-01-08", 1, WEEKS, STAYS,
     [("2024-01-15", "2024-01-20")], "2024-01-15"),
    ("on the eve of the last day there is one left", "2024-01-08", 1, WEEKS, STAYS,
     [("2024-01-14", "2024-01-20")], "2024-01-20"),
    ("a second one counts where the first moved the end", "2024-01-08", 1, WEEKS, STAYS,
     [("2024-01-10", "2024-01-15"), ("2024-01-17", "2024-01-20")], "2024-01-21"),
    ("a second one that comes too late", "2024-01-08", 1, WEEKS, STAYS,
     [("2024-01-10", "2024-01-12"), ("2024-01-17", "2024-01-20")], "2024-01-16"),
    ("a third one after a second that came too late", "2024-01-08", 1, WEEKS, STAYS,
     [("2024-01-10", "2024-01-12"), ("2024-01-17", "2024-02-20"), ("2024-02-21", "2024-02-25")],
     "2024-01-16"),
    ("working days over Christmas", "2024-12-18", 5, WORKING, STAYS,
     [("2024-12-20", "2025-01-02")], "2025-01-06"),
    ("a month over a leap day", "2024-01-31", 1, MONTHS, RUNS_ON,
     [("2024-02-05", "2024-02-08")], "2024-03-04"),
    ("over the spring clock change", "2024-03-25", 5, DAYS, STAYS,
     [("2024-03-29", "2024-04-01")], "2024-04-01"),
    ("over the autumn clock change", "2024-10-25", 4, DAYS, STAYS,
     [("2024-10-26", "2024-10-28")], "2024-10-30"),
]  # fmt: skip

EVERY = [(*case[:5], [], case[5]) for case in CASES] + SUSPENDED


def norm_of(name, limit, unit, extend):
    milestones = (Selector(activity=(f"{name}|{what}",)) for what in ("from", "to", "stop", "go"))
    start, end, suspend, resume = milestones
    return Norm(name, start, end, limit, unit, extend=extend, suspend=suspend, resume=resume)


def moment(text):
    return at(text if " " in text else f"{text} 12:00")


@pytest.fixture(scope="module")
def checks(tmp_path_factory):
    """Every case in one log: a norm and a journey for each."""
    rows, norms = [], []
    for name, start, limit, unit, extend, suspensions, _ in EVERY:
        norms.append(norm_of(name, limit, unit, extend))
        told = [(start, "from")]
        for since, until in suspensions:
            told += [(since, "stop"), (until, "go")]
        for day, what in told:
            n = len(rows)
            activity = f"{name}|{what}"
            rows.append(record(n, case_id=name, started_at=moment(day), activity_source=activity))
    made = run_models(rows, tmp_path_factory.mktemp("dates"), ["norm_checks"], norms=norms)
    assert len(made["norm_checks"]) == len(EVERY)
    return {row["norm"]: row for row in made["norm_checks"]}


def test_there_are_more_than_sixty_cases_each_with_its_own_name():
    assert len({case[0] for case in EVERY}) == len(EVERY) > 90


@pytest.mark.parametrize(("name", "due"), [(case[0], case[-1]) for case in EVERY])
def test_the_last_day_of_a_term(checks, name, due):
    assert checks[name]["due_on"].isoformat() == due


@pytest.mark.parametrize(
    ("name", "start", "limit", "unit", "extend", "suspensions", "due"),
    [case for case in EVERY if " " not in case[1]],
)
def test_the_oracle_agrees_with_the_hand(name, start, limit, unit, extend, suspensions, due):
    days = [(*map(date.fromisoformat, pair), None) for pair in suspensions]
    norm = norm_of(name, limit, unit, extend)
    assert due_day(norm, date.fromisoformat(start), days) == date.fromisoformat(due)


@pytest.mark.parametrize("year", range(1980, 2100))
def test_legal_days_are_a_librarys_and_5_may_every_year(year):
    others = holidays.country_holidays("NL", years=year)
    weekdays = {day for day in {*others, date(year, 5, 5)} if day.isoweekday() < 7}
    assert {day for day in legal_days(year) if day.isoweekday() < 7} == weekdays


def test_no_term_ends_on_a_day_that_the_law_excludes():
    days = [date(1980, 1, 1) + timedelta(n) for n in range(40_000)]
    for day, end in zip(days, runs_on_to(days), strict=True):
        assert 0 <= (end - day).days <= 9
        assert end.isoweekday() < 6
        assert end not in legal_days(end.year)
