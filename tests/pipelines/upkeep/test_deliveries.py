"""Deliveries and their rhythm, from literal readings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.store.file_reads import FileRead
from pipelines.upkeep.deliveries import Delivery, deliveries, pace, size, usual_rows

MONDAY = datetime(2024, 1, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def read(day, rows, *, name="1.csv", sha256="", new=0, updated=0, source="a"):
    """A reading of a file on a day from `MONDAY`."""
    run_id = f"{MONDAY + day * DAY:%Y%m%dT%H%M%S}000Z-0000"
    return FileRead(
        run_id,
        source,
        name,
        sha256 or str(day),
        "",
        "",
        rows,
        new,
        rows - new,
        updated,
        0,
        None,
        None,
    )


def days(*numbers):
    return [MONDAY + number * DAY for number in numbers]


@pytest.mark.parametrize(
    ("reads", "found"),
    [
        ([], []),
        ([read(0, 3, new=2)], [(0, 3, 2)]),
        ([read(0, 3, new=2), read(0, 4, name="2.csv", new=1)], [(0, 7, 3)]),
        ([read(0, 3), read(7, 3, updated=2)], [(0, 3, 0), (7, 3, 2)]),
        ([read(0, 3, sha256="x"), read(7, 3, sha256="x")], [(0, 3, 0)]),
        ([read(0, 3), read(7, 0)], [(0, 3, 0)]),
        ([read(0, 3, source="b")], []),
    ],
    ids=[
        "nothing was ever read",
        "one file is one delivery",
        "two files in one night are one delivery",
        "an update is something new",
        "a file that is read again is no delivery",
        "an answer without rows is no delivery",
        "another source",
    ],
)  # fmt: skip
def test_a_delivery_is_what_a_night_read_for_the_first_time(reads, found):
    assert deliveries(reads, "a") == [
        Delivery(MONDAY + day * DAY, rows, new) for day, rows, new in found
    ]


@pytest.mark.parametrize(
    ("moments", "after", "verdict"),
    [
        (days(), 400, "absent"),
        (days(0), 400, "unknown"),
        (days(0, 7, 14), 400, "unknown"),
        (days(0, 7, 14, 21), 14, "fine"),
        (days(0, 7, 14, 21), 14.1, "late"),
        (days(*(7 * week + day for week in range(4) for day in range(5))), 3, "fine"),
        (days(*(7 * week + day for week in range(4) for day in range(5))), 3.1, "late"),
        (days(*range(10), *range(40, 50)), 2.1, "late"),
        (days(*range(0, 300, 30), *range(300, 320)), 2.1, "late"),
    ],
    ids=[
        "nothing ever came",
        "one delivery has no rhythm",
        "three deliveries have none",
        "twice a week is in time yet",
        "longer than twice a week is late",
        "a weekend is no delay where one in five gaps is one",
        "longer than a weekend is late",
        "one stop of a month does not hide the next",
        "what was monthly and is daily now goes by the days",
    ],
)
def test_late_is_longer_than_what_is_usual(moments, after, verdict):
    now = (moments[-1] if moments else MONDAY) + after * DAY
    assert pace(moments, now) == verdict


@pytest.mark.parametrize(
    ("rows", "verdict", "usual"),
    [
        ([], "absent", 0),
        ([100], "unknown", 0),
        ([100, 100, 1], "unknown", 100),
        ([100, 100, 100, 49], "dropped", 100),
        ([100, 100, 100, 50], "fine", 100),
        ([100_000, 100, 90, 110, 60], "fine", 105),
        ([*[1000] * 20, *[10] * 20, 6], "fine", 10),
    ],
    ids=[
        "no delivery",
        "one delivery",
        "three deliveries say nothing",
        "fewer than half is a drop",
        "half is none",
        "a first delivery of all that was hides nothing",
        "what was long ago does not count",
    ],
)
def test_a_drop_is_less_than_half_of_the_median(rows, verdict, usual):
    assert (size(rows), usual_rows(rows)) == (verdict, usual)
