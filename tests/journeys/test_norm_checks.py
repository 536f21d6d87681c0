"""Which events open a check and which close it: literal rows, and brute force over random journeys."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from norm_oracle import checks_of
from profiles import examples

from journeys.inputs import Term
from journeys.norms import Norm, Selector

A_TO_B = Norm("n", Selector(activity=("a",)), Selector(activity=("b",)), 5, "calendar_days")
SUSPENDED = Norm(
    "n",
    Selector(activity=("a",)),
    Selector(activity=("b",)),
    5,
    "calendar_days",
    suspend=Selector(activity=("s",)),
    resume=Selector(activity=("r",)),
)


def timeline(*told):
    """Records of ("day of January 2024", activity), with more columns where given."""
    return [
        record(n, **{"started_at": at(f"2024-01-{day:02} 12:00"), "activity_source": what, **more})
        for n, (day, what, more) in enumerate((*each, {})[:3] for each in told)
    ]


def shown(rows):
    """From, to, days to due, verdict, days left."""
    return [
        (
            row["from_event_id"],
            row["to_event_id"],
            (row["due_on"] - row["started_on"]).days,
            row["verdict"],
            row["days_left"],
        )
        for row in rows
    ]


def test_without_a_norm_there_is_no_check(tables):
    assert tables(timeline((1, "a"), (2, "b")))["norm_checks"] == []


def test_a_norm_whose_milestones_nobody_reaches_has_no_check(tables):
    assert tables(timeline((1, "x")), norms=[A_TO_B])["norm_checks"] == []


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        pytest.param([(1, "a"), (6, "b")], [("e000", "e001", 5, "met", None)], id="the last day"),
        pytest.param(
            [(1, "a"), (7, "b")], [("e000", "e001", 5, "exceeded", None)], id="a day over"
        ),
        pytest.param(
            [(1, "a"), (6, "x")], [("e000", None, 5, "running", 0)], id="as_of is last day"
        ),
        pytest.param(
            [(1, "a"), (8, "x")], [("e000", None, 5, "running_over", -2)], id="open, over"
        ),
        pytest.param(
            [(1, "a"), (3, "a"), (4, "b")],
            [("e000", "e002", 5, "met", None)],
            id="a second one while a check is open opens none",
        ),
        pytest.param(
            [(1, "a"), (2, "b"), (3, "b"), (4, "a")],
            [("e000", "e001", 5, "met", None), ("e003", None, 5, "running", 5)],
            id="after it is closed the next one opens another, and a second close is nothing",
        ),
        pytest.param([(1, "b"), (2, "a")], [("e001", None, 5, "running", 5)], id="a close before"),
        pytest.param(
            [(1, "a"), (1, "b")], [("e000", "e001", 5, "met", None)], id="both at one moment"
        ),
        pytest.param(
            [(1, "b"), (1, "a")],
            [("e001", None, 5, "running", 5)],
            id="at one moment, but earlier in the journey's order",
        ),
    ],
)
def test_a_check_runs_from_a_milestone_to_the_next_that_closes_it(tables, rows, wanted):
    assert shown(tables(timeline(*rows), norms=[A_TO_B])["norm_checks"]) == wanted


def test_an_event_that_is_both_closes_the_check_that_it_opens(tables):
    norm = Norm("n", Selector(activity=("a",)), Selector(activity=("a", "b")), 5, "calendar_days")
    made = tables(timeline((1, "a"), (2, "a"), (3, "b")), norms=[norm])["norm_checks"]
    assert [(row["from_event_id"], row["to_event_id"]) for row in made] == [
        ("e000", "e000"),
        ("e001", "e001"),
    ]


def test_a_selector_wants_every_column_and_any_of_its_values(tables):
    norm = Norm(
        "n",
        Selector(kind=("melding", "intake"), partner=("P", "Q"), domain=("wmo",)),
        Selector(municipality=("Noord",)),
        5,
        "calendar_days",
    )
    rows = timeline(
        (1, "m", {"partner": "P", "domain": "wmo", "case_id": "1"}),
        (2, "i", {"partner": "Q", "domain": "wmo", "case_id": "2"}),
        (3, "m", {"partner": "R", "domain": "wmo", "case_id": "3"}),
        (4, "m", {"partner": "P", "domain": None, "case_id": "4"}),
        (5, "x", {"partner": "P", "domain": "wmo", "case_id": "5"}),
        (6, "x", {"municipality": "Noord", "case_id": "1"}),
        (7, "x", {"partner": None, "domain": "wmo", "case_id": "2"}),
    )
    terms = [Term("s", "m", "Melding", "melding"), Term("s", "i", "Intake", "intake")]
    made = tables(rows, norms=[norm], vocabulary=terms)["norm_checks"]
    assert sorted((row["from_event_id"], row["to_event_id"]) for row in made) == [
        ("e000", "e005"),
        ("e001", None),
    ]


def test_an_open_suspension_keeps_a_check_running_night_after_night(tables):
    rows = timeline((1, "a"), (4, "s"))
    for night in range(4, 29):
        as_of = at(f"2024-01-{night:02} 12:00")
        (row,) = tables(rows, norms=[SUSPENDED], as_of=as_of)["norm_checks"]
        assert (row["verdict"], row["days_left"]) == ("running", 2)
        assert row["suspended_days"] == night - 4


def test_a_check_that_closes_while_suspended_is_met(tables):
    (row,) = tables(timeline((1, "a"), (4, "s"), (20, "b")), norms=[SUSPENDED])["norm_checks"]
    assert (row["verdict"], row["due_on"], row["suspended_days"]) == ("met", date(2024, 1, 22), 16)


def test_a_suspension_before_a_check_or_after_it_is_not_its(tables):
    rows = timeline((1, "s"), (2, "a"), (9, "b"), (10, "s"), (20, "r"))
    (row,) = tables(rows, norms=[SUSPENDED])["norm_checks"]
    assert (row["due_on"], row["suspended_days"]) == (date(2024, 1, 7), 0)


def picks(**given_values):
    return Selector(**{name: tuple(values) for name, values in given_values.items()})


def norm(name, start, end, limit, unit, **more):
    return Norm(name, picks(**start), picks(**end), limit, unit, **more)


NORMS = [
    norm("days", {"activity": "a"}, {"activity": "b"}, 4, "calendar_days", extend=True),
    norm("both", {"activity": "ab"}, {"activity": "bc"}, 1, "weeks"),
    norm("months", {"partner": "P"}, {"partner": "QR"}, 1, "months", extend=True),
    norm(
        "weeks",
        {"activity": "a"},
        {"activity": "b"},
        2,
        "weeks",
        extend=True,
        suspend=picks(activity="cd"),
        resume=picks(activity="de"),
    ),
    norm(
        "working",
        {"kind": ("melding",)},
        {"kind": ("besluit",), "partner": "PQ"},
        3,
        "working_days",
        extend=True,
        suspend=picks(activity="c"),
        resume=picks(activity="ea"),
    ),
]
TERMS = [
    Term("s", "a", "a", "melding"),
    Term("s", "b", "b", "besluit", rank=-1),
    Term("s", "d", "d", "besluit", rank=1),
]

row_of = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from("xy"),
        "hours": st.one_of(st.integers(0, 40 * 24), st.integers(0, 40).map(lambda day: day * 24)),
        "activity_source": st.sampled_from("aabbcde"),
        "partner": st.sampled_from(["P", "Q", "R", None]),
    }
)
BEGINS = ["2024-03-14", "2024-04-22", "2024-12-10", "2025-04-10", "2026-04-20", "2024-10-10"]


@examples(30)
@given(
    st.lists(row_of, min_size=1, max_size=25),
    st.sampled_from(BEGINS),
    st.sampled_from([None, 10, 60]),
)
def test_every_check_equals_brute_force(drawn, begin, judged_after):
    rows = []
    for n, each in enumerate(drawn):
        values = dict(each)
        started = at(begin) + timedelta(hours=values.pop("hours"))
        rows.append(record(n, started_at=started, **values))
    as_of = judged_after and at(begin) + timedelta(days=judged_after)
    with TemporaryDirectory() as folder:
        made = run_models(
            rows,
            Path(folder),
            ["events", "norm_checks"],
            vocabulary=TERMS,
            norms=NORMS,
            as_of=as_of,
        )
    latest = as_of or max(row["started_at"] for row in rows)
    key = lambda row: (row["norm"], row["from_event_id"])  # noqa: E731
    got = [{k: v for k, v in row.items() if k != "suspended_days"} for row in made["norm_checks"]]
    assert sorted(got, key=key) == sorted(checks_of(made["events"], NORMS, latest), key=key)
