"""Norm checks by brute force: one event after another, one day after another."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
HOLIDAYS = holidays.country_holidays("NL", years=range(1980, 2101))


def checks_of(events, norms, as_of, zone="Europe/Amsterdam"):
    """The rows of `norm_checks` from rows of `events`; who judges at as_of has seen no later one."""
    journeys = defaultdict(list)
    for event in sorted(events, key=lambda row: row["seq"]):
        if event["started_at"] > as_of:
            continue
        journeys[event["journey_id"]].append(event)
    return [
        _judged(norm, journey_id, check, _local(as_of, zone))
        for norm in norms
        for journey_id, rows in journeys.items()
        for check in _checks(norm, rows, zone)
    ]


def due_day(norm, started, suspensions):
    """The last day of a term; suspensions: (day, day on which it goes on or None, last day)."""
    left = norm.limit
    if norm.unit == "weeks":
        left = 7 * norm.limit
    elif norm.unit == "months":
        left = (_months_later(started, norm.limit) - started).days
    day = started
    while left:
        day += DAY
        if any(
            since < day and (day < until if until else day <= last)
            for since, until, last in suspensions
        ):
            continue
        if norm.unit != "working_days" or _is_working(day):
            left -= 1
    while norm.extend and (day.isoweekday() > 5 or _is_free_by_law(day)):
        day += DAY
    return day


def _checks(norm, rows, zone):
    """(from, to or None, suspensions with the end still to be filled in)."""
    made, opened, since, suspensions = [], None, None, []
    for row in rows:
        today = _local(row["started_at"], zone)
        if opened is None and _fits(norm.start, row):
            opened, since, suspensions = row, None, []
        if opened is None:
            continue
        if since is None and norm.suspend and _fits(norm.suspend, row):
            since = today
        if since is not None and _fits(norm.resume, row):
            suspensions.append((since, today))
            since = None
        if _fits(norm.end, row):
            made.append((opened, row, suspensions, since))
            opened = None
    if opened is not None:
        made.append((opened, None, suspensions, since))
    return [
        (
            _local(first["started_at"], zone),
            last and _local(last["started_at"], zone),
            first["event_id"],
            last and last["event_id"],
            done,
            still,
        )
        for first, last, done, still in made
    ]


def _judged(norm, journey_id, check, today):
    started, finished, from_id, to_id, done, still = check
    suspensions = [(since, until, None) for since, until in done]
    if still:
        suspensions.append((still, None, finished or today))
    due = due_day(norm, started, suspensions)
    if finished:
        verdict = "met" if finished <= due else "exceeded"
    else:
        verdict = "running" if today <= due else "running_over"
    return {
        "norm": norm.name,
        "journey_id": journey_id,
        "from_event_id": from_id,
        "to_event_id": to_id,
        "started_on": started,
        "due_on": due,
        "finished_on": finished,
        "verdict": verdict,
        "days_left": None if finished else (due - today).days,
    }


def _fits(selector, row):
    return all(
        row[name] in wanted
        for name in ("kind", "activity", "partner", "domain", "municipality")
        if (wanted := getattr(selector, name))
    )


def _local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).date()


def _months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _is_working(day):
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def _is_free_by_law(day):
    """The library's Dutch days (Good Friday is one of them), and 5 May in the years between."""
    return (day.month, day.day) == (5, 5) or day in HOLIDAYS
