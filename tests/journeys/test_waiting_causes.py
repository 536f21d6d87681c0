"""Why a wait was there: the paper's own logs, a case of our own per cause, and brute force."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from brute_causes import CAUSES, causes_by_minute
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples

from journeys.working_time import Calendar, Opening, weekly

ZONE = ZoneInfo("Europe/Amsterdam")
NAMES = ["waits", "waiting_causes"]


def hours(*spans, **whose):
    """A calendar of Monday to Friday in local hours: (10, 20) is from 10:00 to 20:00."""
    openings = [Opening(round(opens * 60), round(closes * 60)) for opens, closes in spans]
    return Calendar(dict.fromkeys(range(1, 6), openings), **whose)


def work(n, case, activity, begins, ends, worker="W", **given_values):
    """An event of a worker, on the fourth of March 2024 (a Monday), in UTC: "10:30"."""
    return record(
        n,
        case_id=case,
        activity_source=activity,
        started_at=at(f"2024-03-04 {begins}"),
        ended_at=at(f"2024-03-04 {ends}"),
        **{"worker": worker, "partner": "P", **given_values},
    )


ALL_DAY = [hours((0, 24), partner="P")]


def causes(rows, calendars=(), **names):
    """Of each wait that is not at zero everywhere: its causes in minutes, by the event that it ends in."""
    with TemporaryDirectory() as folder:
        made = run_models(rows, Path(folder), NAMES, calendars=calendars, **names)
    ends = {(wait["journey_id"], wait["seq"]): wait["to_event_id"] for wait in made["waits"]}
    return {
        ends[row["journey_id"], row["seq"]]: {
            cause: row[f"{cause}_s"] / 60 for cause in CAUSES if row[f"{cause}_s"]
        }
        for row in made["waiting_causes"]
    }


# ---- the paper's logs


def _log(path):
    names = {
        "case_id": "case", "case:concept:name": "case", "Activity": "activity", "concept:name": "activity",
        "start_time": "start", "start_timestamp": "start", "end_time": "end", "time:timestamp": "end",
        "Resource": "worker", "org:resource": "worker",
    }  # fmt: skip
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {names[column]: text for column, text in row.items()} for row in csv.DictReader(file)
        ]


def _local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _seconds(text):
    """A pandas Timedelta's seconds: "0 days 01:30:00", "1 days", "0.0"."""
    days, _, clock = text.partition(" days")
    h, m, s = (clock.strip() or "0:0:0").split(":")
    return int(days) * 86_400 + int(h) * 3_600 + int(m) * 60 + float(s)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_the_causes_equal_every_row_of_the_papers_log(shared, tmp_path, number):
    folder = shared / "data" / "logs" / "waiting_causes"
    rows = [
        record(
            n,
            case_id=row["case"],
            activity_source=row["activity"],
            worker=row["worker"],
            started_at=_local(row["start"]),
            ended_at=_local(row["end"]),
        )
        for n, row in enumerate(_log(folder / f"manual_log_{number}.csv"))
    ]
    at_work = [
        hours(*(((10, 12), (12.5, 20)) if worker == "Marcus" else ((10, 20),)), worker=worker)
        for worker in {row["worker"] for row in rows}
    ]
    made = run_models(rows, tmp_path, ["events", "steps", "waiting_causes"], calendars=at_work)
    events = {event["event_id"]: event for event in made["events"]}
    cut = {(row["journey_id"], row["seq"]): row for row in made["waiting_causes"]}
    got = defaultdict(lambda: defaultdict(float))
    for step in made["steps"]:
        before, after = events[step["from_event_id"]], events[step["to_event_id"]]
        key = (before["activity"], before["worker"], after["activity"], after["worker"])
        got[key]["n"] += 1
        got[key]["total"] += step["idle_s"]
        for cause in CAUSES:
            got[key][cause] += cut.get((step["journey_id"], step["seq"]), {}).get(f"{cause}_s", 0)
    with (folder / f"manual_log_{number}_expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (
                row["source_activity"],
                row["source_resource"],
                row["target_activity"],
                row["target_resource"],
            ): {
                "n": float(row["frequency"]),
                "total": float(row["wt_total_seconds"]),
                "batching": _seconds(row["wt_batching"]),
                "contention": _seconds(row["wt_contention"]),
                "prioritisation": _seconds(row["wt_prioritization"]),
                "unavailability": _seconds(row["wt_unavailability"]),
                "extraneous": _seconds(row["wt_extraneous"]),
                "unknown": 0.0,
            }
            for row in csv.DictReader(file)
        }
    assert {key: dict(value) for key, value in got.items()} == expected


# ---- a case of our own for each cause


def test_work_that_was_enabled_earlier_is_contention_and_later_is_prioritisation():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "a", "09:00", "09:30", worker="V"),
        work(4, "y", "c", "10:00", "10:40"),  # waited since 09:30, before x
        work(5, "z", "a", "10:00", "10:10", worker="U"),
        work(6, "z", "d", "10:40", "11:30"),  # waited since 10:10, after x
    ]
    assert causes(rows, ALL_DAY) == {
        "e002": {"contention": 40, "prioritisation": 50, "extraneous": 30},
        "e004": {"extraneous": 30},
        "e006": {"contention": 30},
    }


def test_closed_hours_are_unavailability_and_the_rest_of_them_is_extraneous():
    rows = [work(1, "x", "a", "15:00", "16:00"), work(2, "x", "b", "20:00", "21:00")]
    open_until_five = [hours((9, 18), partner="P")]  # 17:00 in UTC
    assert causes(rows, open_until_five) == {"e002": {"unavailability": 180, "extraneous": 60}}


def test_a_workers_own_hours_go_before_those_of_the_partner():
    rows = [work(1, "x", "a", "15:00", "16:00"), work(2, "x", "b", "20:00", "21:00")]
    both = [hours((9, 18), partner="P"), hours((9, 20), worker="W")]
    assert causes(rows, both) == {"e002": {"unavailability": 60, "extraneous": 180}}


def test_who_works_on_after_closing_time_is_busy_and_not_away():
    rows = [
        work(1, "x", "a", "15:00", "16:00", worker="V"),
        work(2, "x", "b", "20:00", "21:00"),
        work(3, "y", "c", "16:30", "18:00"),
    ]
    open_until_five = [hours((9, 18), partner="P")]
    assert causes(rows, open_until_five) == {
        "e002": {"prioritisation": 90, "unavailability": 120, "extraneous": 30}
    }


def test_waiting_until_the_last_of_a_batch_is_enabled_is_batching():
    rows = [
        work(1, "x", "a", "08:00", "09:00", worker="V"),
        work(2, "y", "a", "09:00", "10:00", worker="V"),
        work(3, "x", "b", "11:00", "11:15"),
        work(4, "y", "b", "11:15", "11:30"),
    ]
    assert causes(rows, ALL_DAY) == {
        "e003": {"batching": 60, "extraneous": 60},
        "e004": {"contention": 15, "extraneous": 60},
    }


def test_what_was_enabled_while_the_worker_went_on_is_contention_and_no_batch():
    rows = [
        work(1, "x", "a", "08:00", "09:00", worker="V"),
        work(2, "y", "a", "09:00", "11:05", worker="V"),
        work(3, "x", "b", "11:00", "11:15"),
        work(4, "y", "b", "11:15", "11:30"),
    ]
    assert causes(rows, ALL_DAY) == {"e003": {"extraneous": 120}, "e004": {"contention": 10}}


def test_two_pieces_of_one_journey_are_no_batch():
    rows = [
        work(1, "x", "a", "08:00", "09:00", worker="V"),
        work(2, "x", "b", "11:00", "11:15"),
        work(3, "x", "b", "11:00", "11:30"),
    ]
    assert causes(rows, ALL_DAY) == {"e002": {"extraneous": 120}}


def test_two_things_at_once_keep_a_worker_busy_once():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "c", "10:30", "11:30"),
        work(4, "z", "d", "11:00", "12:30"),  # goes on while x is begun
    ]
    assert causes(rows, ALL_DAY) == {"e002": {"prioritisation": 90, "extraneous": 30}}


UNKNOWN = [
    ("nobody knows who without a worker", {"worker": None}, {}, "worker"),
    ("a source with one time does not tell when the work began", {"ends": "12:00"}, {}, "times"),
    ("a bare date is no hour", {"precision": "day"}, {}, "times"),
    ("nor is the end of what came before", {}, {"precision": "day"}, "times"),
    ("or of what has one time", {}, {"begins": "10:00"}, "times"),
]


@pytest.mark.parametrize(
    ("after", "before", "why"), [row[1:] for row in UNKNOWN], ids=[row[0] for row in UNKNOWN]
)
def test_what_the_data_cannot_tell_is_unknown(tables, after, before, why):
    first = {"begins": "09:00", "ends": "10:00", **before}
    second = {"begins": "12:00", "ends": "13:00", **after}
    rows = [work(1, "x", "a", **first), work(2, "x", "b", **second)]
    (row,) = tables(rows, calendars=ALL_DAY)["waiting_causes"]
    assert (row["idle_s"], row["unknown_s"], row["unknown_because"]) == (7200, 7200, why)


def test_without_a_calendar_busy_time_is_told_and_the_rest_unknown(tables):
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "c", "10:30", "11:00"),
    ]
    (row,) = tables(rows)["waiting_causes"]
    assert (row["prioritisation_s"], row["unknown_s"]) == (1800, 5400)
    assert row["unknown_because"] == "calendar"


def test_a_worker_of_two_partners_has_a_calendar_where_both_go_by_the_same():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "c", "14:00", "15:00", partner="Q"),
    ]
    assert causes(rows, ALL_DAY) == {"e002": {"unknown": 120}}
    assert causes(rows, [*ALL_DAY, hours((9, 18), partner="Q")]) == {"e002": {"unknown": 120}}
    assert causes(rows, [hours((0, 24))]) == {"e002": {"extraneous": 120}}
    assert causes(rows, [*ALL_DAY, hours((0, 24), worker="W")]) == {"e002": {"extraneous": 120}}


def test_a_wait_over_the_night_of_the_clock_change_counts_the_hours_that_were():
    rows = [
        record(
            n,
            partner="P",
            worker="W",
            started_at=datetime(2024, 3, day, hour, tzinfo=ZONE),
            ended_at=datetime(2024, 3, day, hour + 1, tzinfo=ZONE),
        )
        for n, (day, hour) in enumerate([(29, 15), (31, 12)])  # Good Friday 16:00 to Easter 12:00
    ]
    every_day = Calendar(weekly("09:00-17:00", days=range(1, 8)), partner="P", holidays=False)
    # open: one hour on Friday, eight on Saturday, three on Sunday; that night had an hour less
    assert causes(rows, [every_day]) == {
        "e001": {"extraneous": 12 * 60, "unavailability": (43 - 12) * 60}
    }


def test_work_with_one_time_lets_nobody_say_that_the_worker_was_free():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "c", "11:00", "11:00"),
    ]
    assert causes(rows, ALL_DAY) == {"e002": {"unknown": 120}}


def test_work_whose_own_wait_is_unknown_is_neither_contention_nor_prioritisation():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00"),
        work(3, "y", "c", "08:00", "08:00", worker="U"),
        work(4, "y", "d", "11:00", "11:30"),
    ]
    assert causes(rows, ALL_DAY)["e002"] == {"extraneous": 90, "unknown": 30}


def test_help_that_is_still_running_ends_a_wait_too():
    rows = [
        work(1, "x", "a", "09:00", "10:00", worker="V"),
        work(2, "x", "b", "12:00", "13:00", is_running=True),
    ]
    assert causes(rows, ALL_DAY) == {"e002": {"extraneous": 120}}


# ---- brute force: every minute on its own


event = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from("uvwxyz"),
        "begins": st.integers(0, 60),
        "lasts": st.sampled_from([0, *range(1, 10), 30]),
        "activity_source": st.sampled_from("ab"),
        "worker": st.sampled_from(["W", "W", "W", "V", "V", None]),
        "precision": st.sampled_from(["second"] * 9 + ["day"]),
        "is_running": st.sampled_from([False] * 9 + [True]),
    }
)
SPANS = [(0, 20), (25, 40), (41, 200)]  # minutes after midnight in UTC, 01:00 here


def agree(drawn, *, is_open):
    rows = []
    for n, event_drawn in enumerate(drawn):
        values = dict(event_drawn)
        begins = at("2024-03-04") + timedelta(minutes=values.pop("begins"))
        ends = begins + timedelta(minutes=values.pop("lasts"))
        rows.append(record(n, partner="P", started_at=begins, ended_at=ends, **values))
        if values["is_running"]:
            rows[-1]["ended_at"] = None
    at_work = [hours(*((1 + opens / 60, 1 + closes / 60) for opens, closes in SPANS), partner="P")]
    with TemporaryDirectory() as folder:
        made = run_models(
            rows,
            Path(folder),
            ["events", "waits", "waiting_causes"],
            calendars=at_work if is_open else (),
        )
    minutes = {m for opens, closes in SPANS for m in range(opens, closes)} if is_open else None
    ends = {(wait["journey_id"], wait["seq"]): wait["to_event_id"] for wait in made["waits"]}
    got = {}
    for row in made["waiting_causes"]:
        parts = {cause: row[f"{cause}_s"] / 60 for cause in CAUSES}
        assert sum(parts.values()) * 60 == pytest.approx(row["idle_s"], abs=1e-6)
        assert min(parts.values()) >= 0
        assert (row["unknown_because"] is None) == (row["unknown_s"] == 0)
        got[ends[row["journey_id"], row["seq"]]] = {c: n for c, n in parts.items() if n}
    assert got == causes_by_minute(made["events"], minutes)
    return got


@examples(40)
@given(st.lists(event, min_size=2, max_size=30), st.booleans())
def test_every_minute_of_every_wait_has_the_cause_that_brute_force_gives_it(drawn, is_open):
    agree(drawn, is_open=is_open)


@pytest.mark.parametrize("is_open", [True, False])
def test_the_causes_of_a_larger_log_equal_brute_force_and_all_occur(is_open):
    source = random.Random(3)
    drawn = [
        {
            "case_id": str(source.randrange(60)),
            "begins": source.randrange(150),
            "lasts": source.choice([1, 2, 3, 5, 8]),
            "activity_source": source.choice("aab"),
            "worker": source.choice("VW"),
            "precision": "second",
            "is_running": False,
        }
        for _ in range(150)
    ]
    # rooms of time without work, so that hours and pauses show
    for each in drawn:
        each["begins"] = each["begins"] // 15 * 30 + each["begins"] % 15
    found = agree(drawn, is_open=is_open)
    seen = {cause for parts in found.values() for cause in parts}
    assert seen == (
        set(CAUSES) - {"unknown"}
        if is_open
        else {"batching", "contention", "prioritisation", "unknown"}
    )
