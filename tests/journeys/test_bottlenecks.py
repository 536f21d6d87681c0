"""Where the waiting is, whether it grows, and who does it faster: by hand, by brute force, and scipy."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from math import exp, log
from pathlib import Path
from statistics import NormalDist, mean, median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from brute_force import percentile
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples
from scipy.stats import brunnermunzel

DAY = 86_400
AS_OF = at("2024-12-31 12:00")
NAMES = ["events", "waits", "waiting_causes", "wait_places", "bottlenecks", "bottleneck_comparison"]
PLACE = ("from_partner", "from_activity", "to_partner", "to_activity")


ENDED = record(9999, case_id="ended", partner="Z", started_at=AS_OF, ended_at=AS_OF + timedelta(1))
"""With it the source registers ends, so that its waits are waits."""


def run(rows, **given_settings):
    rows = [*rows, ENDED]
    with TemporaryDirectory() as folder:
        return run_models(rows, Path(folder), NAMES, **{"as_of": AS_OF, **given_settings})


def waits_of(*groups):
    """A journey of two events for each wait: groups of (ends days before as_of, waits in days, values)."""
    rows = []
    for ago, days, values in groups:
        for wait in days:
            ended = AS_OF - timedelta(days=ago)
            case = str(len(rows))
            for moment, partner in ((ended - timedelta(days=wait), "P"), (ended, "Q")):
                rows.append(
                    record(
                        len(rows),
                        case_id=case,
                        partner=partner,
                        started_at=moment,
                        activity_source=f"by {partner}",
                        **values,
                    )
                )
    return rows


def at_level(made, level="partner"):
    return [row for row in made["bottlenecks"] if row["place_level"] == level]


# ---- ranking


def test_places_are_ranked_by_the_days_that_they_cause():
    rows = [
        *waits_of((10, [1, 2, 6], {})),
        *[
            record(
                n,
                case_id="long",
                partner="R",
                started_at=AS_OF - timedelta(days=60 - 20 * (n - 90)),
            )
            for n in (90, 91)
        ],
    ]
    made = run(rows)
    got = [
        (row["place_rank"], row["from_partner"], row["to_partner"], row["n"], row["total_days"])
        for row in at_level(made)
    ]
    assert got == [(1, "R", "R", 1, 20.0), (2, "P", "Q", 3, 9.0)]
    first, second = at_level(made)
    assert (first["share"], second["share"]) == (pytest.approx(20 / 29), pytest.approx(9 / 29))
    assert (second["median_days"], second["p90_days"]) == (2.0, pytest.approx(5.2))
    assert [row["from_activity"] for row in at_level(made, "activity")] == ["a", "by P"]


# ---- trends


def logit(share):
    return log(share / (1 - share))


SHORT, LONG = range(5, 30), range(25, 50)


def trend(before, last, **given_settings):
    made = run(waits_of((100, before, {}), (10, last, {})), **given_settings)
    (row,) = at_level(made)
    return row


def test_a_place_where_waits_become_longer_is_a_trend_and_the_other_way_round_too():
    longer, shorter = trend(SHORT, LONG), trend(LONG, SHORT)
    assert longer["is_trend"]
    assert shorter["is_trend"]
    assert longer["trend_low"] > 0.5 > shorter["trend_high"]
    assert (longer["n_before"], longer["n_last"]) == (25, 25)
    assert (longer["median_before_days"], longer["median_last_days"]) == (17.0, 37.0)


def test_too_few_journeys_are_no_trend_however_large_the_difference():
    row = trend([1] * 19, [50] * 40)
    assert (row["trend"], row["is_compared"], row["is_trend"]) == (1.0, False, False)
    assert trend([1] * 19, [50] * 40, min_journeys=19)["is_trend"]


def test_many_waits_of_few_journeys_are_few():
    rows = []
    for ago, wait in ((100, 1), (10, 5)):
        moment = AS_OF - timedelta(days=ago)
        for _ in range(30):
            rows.append(record(len(rows), case_id=f"c{ago}", partner="P", started_at=moment))
            moment -= timedelta(days=wait / 10)
    (row,) = at_level(run(rows))
    assert (row["n_before"], row["n_last"], row["n_journeys_last"]) == (29, 29, 1)
    assert not row["is_trend"]


def test_a_wait_belongs_to_the_period_in_which_it_ended_and_one_after_as_of_to_none():
    made = run(
        waits_of(
            (-1, [3], {}),
            (0, [3], {}),
            (90, [3], {}),
            (91, [3], {}),
            (181, [3], {}),
            (182, [3], {}),
        )
    )
    (row,) = at_level(made)
    assert (row["n"], row["n_last"], row["n_before"]) == (5, 2, 2)
    shorter = run(waits_of((6, [3], {}), (7, [3], {}), (14, [3], {})), period_days=7)
    assert [(r["n_last"], r["n_before"]) for r in at_level(shorter)] == [(1, 1)]


def test_of_many_places_where_nothing_changes_none_is_called_a_trend():
    source = random.Random(11)
    rows = []
    for place in range(60):
        for ago in [100] * 30 + [10] * 30:
            ended = AS_OF - timedelta(days=ago)
            case = f"c{len(rows)}"
            for moment in (ended - timedelta(days=source.expovariate(1 / 20)), ended):
                rows.append(
                    record(len(rows), case_id=case, partner=f"P{place:02}", started_at=moment)
                )
    found = at_level(run(rows))
    assert len(found) == 60
    assert sum(row["is_trend"] for row in found) == 0
    # without minding how many are compared, chance would have been called a trend
    narrow = NormalDist().inv_cdf(0.975) / NormalDist().inv_cdf(1 - 0.025 / 64)
    widths = [(logit(row["trend_high"]) - logit(row["trend_low"])) / 2 for row in found]
    assert any(
        abs(logit(row["trend"])) > narrow * width for row, width in zip(found, widths, strict=True)
    )


periods = st.lists(st.integers(1, 12), min_size=2, max_size=30)


@examples(30)
@given(periods, periods)
def test_the_trend_is_the_one_of_brunner_and_munzel(before, last):
    row = trend(before, last, min_journeys=1)
    pairs = [(x < y) + (x == y) / 2 for x in before for y in last]
    assert row["trend"] == pytest.approx(mean(pairs))
    assert (row["n_journeys_before"], row["n_journeys_last"]) == (len(before), len(last))
    assert row["total_last_days"] == pytest.approx(sum(last))
    assert row["median_before_days"] == pytest.approx(median(before))
    half = NormalDist().inv_cdf(0.975)
    places = [[mean((x < y) + (x == y) / 2 for x in before) for y in last]]
    places.append([mean((x < y) + (x == y) / 2 for y in last) for x in before])
    variance = sum(
        sum((value - mean(values)) ** 2 for value in values) / (len(values) - 1) / len(values)
        for values in places
    )
    if variance < 1e-12:
        assert row["trend_low"] == row["trend_high"] == row["trend"]
    else:
        p = row["trend"]
        for side, bound in ((-1, "trend_low"), (1, "trend_high")):
            wanted = logit(p) + side * half * variance**0.5 / p / (1 - p)
            assert row[bound] == pytest.approx(1 / (1 + exp(-wanted)), abs=1e-9)
        oracle = brunnermunzel(before, last, distribution="normal").statistic
        assert (p - 0.5) / variance**0.5 == pytest.approx(oracle)
    was, now = row["median_before_days"], row["median_last_days"]
    is_sure = (row["trend_low"] > 0.5 and now > was) or (row["trend_high"] < 0.5 and now < was)
    assert row["is_compared"]
    assert row["is_trend"] == (is_sure and abs(now - was) >= max(1, was / 10))


@pytest.mark.parametrize(
    ("before", "last", "is_trend"),
    [
        pytest.param(5.0, 5.9, False, id="less than a day"),
        pytest.param(5.0, 6.0, True, id="a day, and more than a tenth"),
        pytest.param(40.0, 43.5, False, id="days, and less than a tenth"),
        pytest.param(40.0, 44.0, True, id="a tenth, and more than a day"),
        pytest.param(44.0, 40.0, False, id="shorter by less than a tenth"),
        pytest.param(44.0, 39.0, True, id="shorter by a day and a tenth"),
    ],
)
def test_a_difference_that_is_sure_is_a_trend_where_it_matters(before, last, is_trend):
    row = trend([before] * 25, [last] * 25)
    assert row["trend"] == (1.0 if last > before else 0.0)
    assert row["is_compared"]
    assert row["is_trend"] is is_trend


# ---- comparison


def compared(made, kind):
    return {
        row["group_value"]: row
        for row in made["bottleneck_comparison"]
        if row["group_kind"] == kind
    }


def test_a_gemeente_with_more_hard_cases_is_not_slower_for_it():
    """In each domain N is as fast as M; N has more of the slow one."""
    easy, hard = {"domain": "licht"}, {"domain": "zwaar"}
    rows = waits_of(
        (10, [9, 10, 11] * 4, {"municipality": "M", **easy}),
        (10, [39, 40, 41] * 2, {"municipality": "M", **hard}),
        (10, [9, 10, 11] * 2, {"municipality": "N", **easy}),
        (10, [39, 40, 41] * 4, {"municipality": "N", **hard}),
    )
    found = compared(run(rows), "municipality")
    assert (found["M"]["mean_days"], found["N"]["mean_days"]) == (20.0, 30.0)
    assert found["M"]["adjusted_mean_days"] == found["N"]["adjusted_mean_days"] == 25.0
    assert (found["M"]["n"], found["M"]["n_journeys"], found["M"]["n_strata"]) == (18, 18, 2)
    assert found["M"]["covered_share"] == 1.0
    assert found["M"]["low"] < 25 < found["M"]["high"]


def test_a_group_without_cases_of_some_kind_is_compared_on_the_others_and_says_so():
    rows = waits_of(
        (10, [10] * 6, {"municipality": "M", "domain": "licht"}),
        (10, [40] * 3, {"municipality": "M", "domain": "zwaar"}),
        (10, [20] * 3, {"municipality": "N", "domain": "licht"}),
    )
    found = compared(run(rows), "municipality")["N"]
    assert (found["adjusted_mean_days"], found["covered_share"], found["n_strata"]) == (
        20.0,
        0.75,
        1,
    )


def test_a_team_waits_where_its_event_ends_the_wait_and_a_period_is_named_by_its_first_day():
    rows = waits_of((10, [4], {}), (100, [8], {}))
    for row, team in zip(rows, ["x", "A", "x", "B"], strict=True):
        row["team"] = team
    made = run(rows)
    assert {team: row["mean_days"] for team, row in compared(made, "team").items()} == {
        "A": 4.0,
        "B": 8.0,
    }
    assert {day: row["mean_days"] for day, row in compared(made, "period").items()} == {
        "2024-10-01": 4.0,
        "2024-07-02": 8.0,
    }


event = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from("stuvwxyz"),
        "started": st.integers(0, 250),
        "activity_source": st.sampled_from("ab"),
        "partner": st.sampled_from(["P", "Q", "R", None]),
        "municipality": st.sampled_from(["M", "N", None]),
        "team": st.sampled_from(["T", "U", None]),
        "domain": st.sampled_from(["jeugd", "wmo", None]),
    }
)


@examples(25)
@given(st.lists(event, min_size=2, max_size=40))
def test_every_place_and_every_comparison_equals_brute_force(drawn):
    rows = []
    for n, event_drawn in enumerate(drawn):
        values = dict(event_drawn)
        started = AS_OF - timedelta(days=values.pop("started"), hours=n)
        rows.append(record(n, started_at=started, **values))
    made = run(rows)
    journeys = defaultdict(list)
    for each in made["events"]:
        journeys[each["journey_id"]].append(each)
    ends = {each["event_id"]: each for each in made["events"]}
    _assert_places(made)
    facts = []
    for wait in made["waits"]:
        mine = journeys[wait["journey_id"]]
        partners = len({each["partner"] for each in mine} - {None})
        ago = int((AS_OF - wait["to_at"]).total_seconds() // (91 * DAY))
        begin = (AS_OF - timedelta(days=91 * (ago + 1))).astimezone(ZoneInfo("Europe/Amsterdam"))
        facts.append(
            {
                **wait,
                "mix": (_first(mine, "domain"), partners > 1, partners > 3),
                "municipality": _first(mine, "municipality"),
                "team": ends[wait["to_event_id"]]["team"],
                "period": str(begin.date()),
            }
        )
    assert {
        (r["from_partner"], r["to_partner"], r["group_kind"], r["group_value"]): (
            r["n"], r["n_journeys"], r["n_strata"], *(round(r[c], 6) for c in NUMBERS),
        )
        for r in made["bottleneck_comparison"]
    } == _compared(facts)  # fmt: skip


NUMBERS = ("covered_share", "mean_days", "adjusted_mean_days")


def _first(events, column):
    return next((each[column] for each in events if each[column] is not None), None)


def _assert_places(made):
    groups = defaultdict(list)
    for wait in made["waits"]:
        groups[tuple(wait[column] for column in PLACE)].append(wait)
    assert {tuple(row[column] for column in PLACE) for row in made["wait_places"]} == set(groups)
    for row in made["wait_places"]:
        mine = groups[tuple(row[column] for column in PLACE)]
        idle = [wait["idle_s"] for wait in mine]
        assert (row["n"], row["n_journeys"]) == (len(mine), len({w["journey_id"] for w in mine}))
        assert row["total_idle_s"] == pytest.approx(sum(idle))
        assert row["median_idle_s"] == pytest.approx(percentile(idle, 0.5))
        assert row["p90_idle_s"] == pytest.approx(percentile(idle, 0.9))
        assert row["unknown_s"] == pytest.approx(sum(idle))  # nobody says who
    for level in ("partner", "activity"):
        rows = at_level(made, level)
        assert sum(row["n"] for row in rows) == len(made["waits"])
        assert sum(row["share"] for row in rows) == pytest.approx(1 if rows else 0)
        totals = [row["total_days"] for row in rows]
        assert totals == sorted(totals, reverse=True)
        assert [row["place_rank"] for row in rows] == [
            1 + sum(t > total for t in totals) for total in totals
        ]


def _compared(facts):
    made = {}
    for kind in ("municipality", "team", "period"):
        told = [fact for fact in facts if fact[kind] is not None]
        for place in {(fact["from_partner"], fact["to_partner"]) for fact in told}:
            here = [fact for fact in told if (fact["from_partner"], fact["to_partner"]) == place]
            for value in {fact[kind] for fact in here}:
                mine = [fact for fact in here if fact[kind] == value]
                strata = {fact["mix"] for fact in mine}
                covered = [fact for fact in here if fact["mix"] in strata]
                adjusted = sum(
                    sum(fact["mix"] == mix for fact in here)
                    * mean(fact["idle_s"] for fact in mine if fact["mix"] == mix)
                    for mix in strata
                ) / len(covered)
                made[(*place, kind, value)] = (
                    len(mine),
                    len({fact["journey_id"] for fact in mine}),
                    len(strata),
                    round(len(covered) / len(here), 6),
                    round(mean(fact["idle_s"] for fact in mine) / DAY, 6),
                    round(adjusted / DAY, 6),
                )
    return made
