"""How long it takes until it is over, with what still runs: by hand, and against statsmodels."""

from __future__ import annotations

import math
import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples
from statsmodels.duration.survfunc import SurvfuncRight

from journeys.inputs import Term

TERMS = [Term("s", "dicht", "dicht", "afsluiting"), Term("s", "nee", "nee", "weigering")]
NAMES = ["survival", "survival_medians", "ageing", "journeys", "events", "referrals"]
Z = 1.959963984540054


def run(rows, as_of, **given_settings):
    with TemporaryDirectory() as folder:
        return run_models(
            rows, Path(folder), NAMES, vocabulary=TERMS, as_of=as_of, **given_settings
        )


AS_OF = at("2024-12-31 12:00")


def log_of(durations, as_of=AS_OF, **values):
    """A journey for each (days, is_over): begun so many days before its end, or before as_of."""
    rows = []
    for case, (days, is_over) in enumerate(durations):
        begin = as_of - timedelta(days=days + (case % 7 if is_over else 0))
        ends = [("begin", begin), ("dicht", begin + timedelta(days=days))]
        for activity, moment in ends[: 1 + is_over]:
            rows.append(
                record(
                    len(rows),
                    case_id=str(case),
                    activity_source=activity,
                    started_at=moment,
                    **{name: value[case % len(value)] for name, value in values.items()},
                )
            )
    return rows


def curve(made, kind="all", value=None, measure="closed"):
    return [
        row
        for row in made["survival"]
        if (row["measure"], row["group_kind"], row["group_value"]) == (measure, kind, value)
    ]


def test_the_curve_of_five_journeys_is_as_by_hand():
    made = run(
        log_of([(2, True), (3, False), (5, True), (5, True), (9, False)]), at("2024-12-31 12:00")
    )
    rows = [
        (r["days"], r["n_at_risk"], r["n_events"], r["n_censored"], round(r["survival"], 12))
        for r in curve(made)
    ]
    assert rows == [
        (2, 5, 1, 0, 0.8),
        (3, 4, 0, 1, 0.8),
        (5, 3, 2, 0, round(0.8 / 3, 12)),
        (9, 1, 0, 1, round(0.8 / 3, 12)),
    ]
    # 0.8 ** exp(±1.96 · sqrt(1 / (5 · 4)) / ln 0.8)
    spread = math.exp(Z * math.sqrt(1 / 20) / -math.log(0.8))
    assert curve(made)[0]["low"] == pytest.approx(0.8**spread)
    assert curve(made)[0]["high"] == pytest.approx(0.8 ** (1 / spread))
    (median,) = [row for row in made["survival_medians"] if row["group_kind"] == "all"]
    assert (median["n"], median["n_ended"], median["n_open"]) == (5, 3, 2)
    assert (median["median_days"], median["naive_median_days"]) == (5, 5.0)


def test_before_the_first_end_all_are_left_and_after_the_last_the_band_is_not_known():
    made = run(log_of([(1, False), (4, True)]), at("2024-12-31 12:00"))
    assert [(r["days"], r["survival"], r["low"], r["high"]) for r in curve(made)] == [
        (1, 1.0, 1.0, 1.0),
        (4, 0.0, None, None),
    ]


def test_a_median_that_is_not_reached_is_null_and_the_naive_one_says_something_all_the_same():
    made = run(log_of([(1, True), (40, False), (50, False)]), at("2024-12-31 12:00"))
    (row,) = [row for row in made["survival_medians"] if row["group_kind"] == "all"]
    assert (row["median_days"], row["naive_median_days"]) == (None, 1.0)


def test_what_starts_after_as_of_has_no_duration_and_what_ends_after_it_is_open():
    rows = log_of([(10, True), (20, True)], at("2024-12-31 12:00"))
    made = run(rows, at("2024-12-20"))  # both begun, neither over: the second since 10 December
    assert sum(r["n_events"] for r in curve(made)) == 0
    assert sum(r["n_censored"] for r in curve(made)) == 1
    assert sum(row["n"] for row in made["ageing"] if row["group_kind"] == "all") == 1


def test_an_answer_ends_the_wait_for_one_a_refusal_too_and_a_closed_journey_is_censored_at_its_end():
    def step(n, case, day, activity="a", partner="P", to=None):
        return record(
            n,
            case_id=case,
            started_at=at(f"2024-03-{day:02}"),
            activity_source=activity,
            partner=partner,
            referred_to=to,
        )

    rows = [
        step(1, "accepted", 1, to="Q"),
        step(2, "accepted", 4, partner="Q"),
        step(3, "refused", 1, to="Q"),
        step(4, "refused", 6, "nee", partner="Q"),
        step(5, "open", 1, to="Q"),
        step(6, "closed", 1, to="Q"),
        step(7, "closed", 8, "dicht"),
    ]
    made = run(rows, at("2024-03-20"))
    got = [(r["days"], r["n_events"], r["n_censored"]) for r in curve(made, measure="answered")]
    assert got == [(3, 1, 0), (5, 1, 0), (7, 0, 1), (19, 0, 1)]
    assert curve(made, "to_partner", "Q", "answered") != []


def test_the_naive_median_is_lower_where_the_backlog_grows():
    source = random.Random(5)
    as_of, rows = at("2025-01-01"), []
    for case in range(400):
        begin = at("2024-01-01") + timedelta(hours=source.randrange(366 * 24))
        closed_at = begin + timedelta(days=source.expovariate(1 / 200))
        moments = [("begin", begin)] + [("dicht", closed_at)] * (closed_at <= as_of)
        for activity, moment in moments:
            rows.append(
                record(len(rows), case_id=str(case), activity_source=activity, started_at=moment)
            )
    (row,) = [r for r in run(rows, as_of)["survival_medians"] if r["group_kind"] == "all"]
    assert row["n_open"] > 100
    assert row["naive_median_days"] < row["median_low_days"] <= row["median_days"]
    assert row["median_low_days"] <= 139 <= row["median_high_days"]  # 200 · ln 2


durations = st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=40)


def agree_with_statsmodels(drawn, rows, medians):
    time = np.array([days for days, _ in drawn])
    status = np.array([int(is_over) for _, is_over in drawn])
    assert [r["n_at_risk"] for r in rows] == [int((time >= r["days"]).sum()) for r in rows]
    assert [r["days"] for r in rows] == sorted(set(time.tolist()))
    if not status.any():
        assert {r["survival"] for r in rows} == {1.0}
        return
    oracle = SurvfuncRight(time, status)
    found = {r["days"]: r for r in rows if r["n_events"]}
    assert sorted(found) == oracle.surv_times.tolist()
    with np.errstate(all="ignore"):
        errors = oracle.surv_prob_se / oracle.surv_prob
    for day, probability, error in zip(oracle.surv_times, oracle.surv_prob, errors, strict=True):
        row = found[int(day)]
        assert row["survival"] == pytest.approx(probability, abs=1e-12)
        if probability == 0:
            assert row["low"] is row["high"] is None
        else:
            c = math.exp(Z * error / -math.log(probability))
            assert row["low"] == pytest.approx(probability**c, abs=1e-9)
            assert row["high"] == pytest.approx(probability ** (1 / c), abs=1e-9)
    reached = [r["days"] for r in rows if r["survival"] <= 0.5 + 1e-9]
    assert medians["median_days"] == (min(reached) if reached else None)
    if reached:
        assert medians["median_days"] == oracle.quantile(0.5 - 1e-9)
    assert medians["naive_median_days"] == np.median(time[status == 1])


@examples(25)
@given(durations)
def test_every_curve_equals_the_one_of_statsmodels(drawn):
    made = run(
        log_of(drawn, partner="PQ", municipality=["M", None]), at("2024-12-31 12:00"), level="case"
    )
    medians = {(r["group_kind"], r["group_value"]): r for r in made["survival_medians"]}
    agree_with_statsmodels(drawn, curve(made), medians["all", None])
    groups = [
        ("level", "case", drawn),
        ("first_partner", "P", drawn[::2]),
        ("first_partner", "Q", drawn[1::2]),
        ("municipality", "M", drawn[::2]),
        ("municipality", None, drawn[1::2]),
        ("domain", None, drawn),
    ]
    for kind, value, part in groups:
        if part:
            agree_with_statsmodels(part, curve(made, kind, value), medians[kind, value])


# ---- ageing


def local(moment):
    return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()


def test_open_journeys_are_classed_by_age_and_where_they_are():
    as_of = at("2024-12-31")
    rows = [
        record(1, case_id="x", started_at=at("2024-12-01"), partner="P"),
        record(2, case_id="y", started_at=at("2024-06-01"), partner="P"),
        record(3, case_id="y", started_at=at("2024-12-01"), partner="Q", is_running=True),
        record(4, case_id="z", started_at=at("2024-06-01"), partner="P"),
        record(5, case_id="z", started_at=at("2024-06-02"), partner="P", activity_source="dicht"),
    ]
    found = [
        (
            row["group_kind"], row["group_value"], row["age_class"], row["n"], row["n_waiting"],
            row["median_age_days"], row["median_quiet_days"], row["waiting_share"],
        )
        for row in run(rows, as_of)["ageing"]
    ]  # fmt: skip
    helped = 183 / 213  # until the first of December nobody was there for y, then someone was
    assert found == [
        ("all", None, "0-30", 1, 1, 30.0, 30.0, 1.0),
        ("all", None, "184-365", 1, 0, 213.0, 0.0, pytest.approx(helped)),
        ("partner", "P", "0-30", 1, 1, 30.0, 30.0, 1.0),
        ("partner", "Q", "184-365", 1, 0, 213.0, 0.0, pytest.approx(helped)),
    ]


def test_every_open_journey_is_in_one_class_of_each_kind_of_group():
    source = random.Random(2)
    rows = [
        record(
            n,
            case_id=str(source.randrange(40)),
            started_at=at("2024-01-01") + timedelta(hours=source.randrange(9000)),
            partner=source.choice(["P", "Q", None]),
            activity_source=source.choice(["a", "a", "dicht"]),
            is_running=source.random() < 0.05,
        )
        for n in range(200)
    ]
    as_of = at("2025-01-10")
    made = run(rows, as_of)
    journeys = {row["journey_id"]: row for row in made["journeys"] if not row["closed"]}
    age = {name: (as_of - row["started_at"]).total_seconds() for name, row in journeys.items()}
    wait = {
        name: row["waiting_s"] + (as_of - row["ended_at"]).total_seconds()
        for name, row in journeys.items()
    }
    last = {}
    for event in made["events"]:
        if event["partner"] is not None:
            last[event["journey_id"]] = event["partner"]
    for kind, place in (("all", lambda _: None), ("partner", last.get)):
        rows_of = [row for row in made["ageing"] if row["group_kind"] == kind]
        assert sum(row["n"] for row in rows_of) == len(journeys)
        for row in rows_of:
            low, _, high = row["age_class"].replace("+", "-99999").partition("-")
            mine = [
                name
                for name, journey in journeys.items()
                if int(low) <= (local(as_of) - local(journey["started_at"])).days <= int(high)
                and place(name) == row["group_value"]
            ]
            assert row["n"] == len(mine)
            assert row["n_waiting"] == sum(journeys[name]["ended_at"] < as_of for name in mine)
            assert row["waiting_share"] == pytest.approx(
                sum(wait[name] for name in mine) / sum(age[name] for name in mine)
            )
