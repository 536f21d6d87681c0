"""A month of journeys on the map: every figure against brute force, and what must not be told."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from animated import (
    JOURNEYS,
    NAMES,
    TEAMS,
    animate,
    by_journey,
    counted,
    keys_of,
    moment,
    standing_by_force,
    standing_dots,
)
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples

from journeys.inputs import Term
from outputs.options import Level

CLOSING = Term(source="s", term="dicht", activity="dicht", kind="afsluiting")
AS_OF = at("2024-03-20 12:30")
SERIES = ("open", "waiting", "closed", "started")


@pytest.fixture
def animated(tmp_path):
    """A function from literal records to tables, index and months."""
    runs = iter(range(1_000))

    def make(rows, *, level=JOURNEYS, as_of=AS_OF, **options):
        folder = tmp_path / str(next(runs))
        tables = run_models(rows, folder, NAMES, vocabulary=[CLOSING], as_of=as_of)
        index, months = animate(folder, tables["events"], as_of, level, **options)
        return tables, index, months

    return make


def event(n, case, start, end=None, *, activity="a", partner="A", **given):
    return record(
        n,
        case_id=case,
        started_at=at(start),
        ended_at=at(end or start),
        activity_source=activity,
        partner=partner,
        **given,
    )


def random_rows(seed, n_journeys=40):
    draw = random.Random(seed)
    rows = []
    for journey in range(n_journeys):
        start = at("2024-01-01") + timedelta(minutes=draw.randrange(90 * 24 * 60))
        for _ in range(draw.randint(1, 7)):
            start += timedelta(
                hours=draw.choice([0, 0, 1, 30, 200, 700]), minutes=draw.choice([0, 7])
            )
            n = len(rows) + 1
            running = draw.random() < 0.05
            rows.append(
                record(
                    n,
                    event_id=f"e{n:05}",
                    case_id=f"c{journey}",
                    started_at=start,
                    ended_at=start + timedelta(hours=draw.choice([0, 0, 2, 300])),
                    is_running=running,
                    partner=draw.choice(["A", "B", "C", None]),
                    activity_source=draw.choice(["a", "b", "dicht"]),
                )
            )
    return rows


def by_state(found):
    counts = Counter()
    for key, n in found.items():
        counts["closed" if key == "closed" else key[1]] += n
    return counts


def agrees(tables, months, *, sampled=False):
    journeys = by_journey(tables)
    places = list(keys_of(tables["events"]).places)
    for month in months.values():
        start = datetime.fromtimestamp(month["start"] / 1000, UTC)
        for step in {*month["days"], *range(0, len(month["hours"]), 37), len(month["hours"]) - 1}:
            now = moment(month, step)
            wanted = counted(journeys, start, now)
            assert {name: month[name][step] for name in SERIES} == {
                name: wanted[name] for name in SERIES
            }
            if not sampled:
                found = standing_dots(month, step)
                by_force = standing_by_force(journeys, places, start, now)
                if month["apart"]:  # a stay that is travelled to is seen where the travel is
                    found, by_force = by_state(found), by_state(by_force)
                assert found == by_force


@pytest.mark.parametrize("level", [JOURNEYS, TEAMS], ids=["journeys", "stays"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_and_every_dot_is_what_brute_force_finds(animated, seed, level):
    tables, index, months = animated(random_rows(seed), level=level)
    assert [month["name"] for month in index["months"]] == ["2024-01", "2024-02", "2024-03"]
    agrees(tables, months)


JOURNEY = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from([0, 0, 1, 5, 90, 700]),
        st.sampled_from("AB"),
        st.sampled_from(["a", "dicht"]),
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(JOURNEY, min_size=1, max_size=6))
@examples(12)
def test_whatever_happens_dots_and_figures_agree(animated, journeys):
    rows = []
    for case, events in enumerate(journeys):
        start = at("2024-02-10")
        for hours, length, partner, activity in events:
            start += timedelta(hours=hours)
            given_ = {"partner": partner, "activity_source": activity, "case_id": f"c{case}"}
            end = start + timedelta(hours=length)
            n = len(rows) + 1
            rows.append(record(n, started_at=start, ended_at=end, **given_))
    tables, _, months = animated(rows)
    agrees(tables, months)
    for month in months.values():
        assert month["shown"] == month["of"]
        for name in SERIES:
            assert len(month[name]) == len(month["hours"])


def test_an_open_journey_waits_to_the_end_of_the_month_and_is_never_closed(animated):
    rows = [
        event(1, "open", "2024-02-05 09:00", "2024-02-05 11:00"),
        event(2, "dicht", "2024-02-05 09:00"),
        event(3, "dicht", "2024-02-12 09:00", activity="dicht"),
        event(4, "bezig", "2024-02-20 09:00", is_running=True),
    ]
    tables, index, months = animated(rows)
    month = months["2024-02"]
    assert [each["name"] for each in index["months"]] == ["2024-02"]
    last = len(month["hours"]) - 1
    assert [month[name][last] for name in SERIES] == [2, 1, 1, 3]
    moves = list(keys_of(tables["events"]).moves)
    begun, dealt, ran = 4 * 24 + 11, 11 * 24 + 11, 19 * 24 + 11  # 9:00 UTC is 10:00 in Amsterdam
    move = moves.index((("A", "a"), ("A", "dicht"), "step"))
    assert month["dots"] == [
        [begun, None, dealt, [0, None, begun, begun, 1, move, dealt - 24, dealt], [begun, dealt]],
        [begun, None, None, [0, None, begun, begun], [begun + 2, None]],
        [ran, None, None, [0, None, ran, ran], []],
    ]


def test_who_stands_still_all_month_is_one_figure_at_its_place(animated):
    rows = [event(n, f"c{n}", "2024-01-10") for n in range(1, 8)]
    rows += [event(8, "x", "2024-01-11", is_running=True), event(9, "y", "2024-02-11")]
    _, _, months = animated(rows)
    assert months["2024-02"]["still"] == [[0, 7, 1]]
    assert (months["2024-02"]["shown"], months["2024-02"]["of"]) == (1, 1)


def test_the_last_step_is_as_of_and_days_end_at_local_midnight(animated):
    _, _, months = animated(random_rows(3))
    zone = ZoneInfo("Europe/Amsterdam")
    cut = months["2024-03"]
    assert cut["cut"]
    assert moment(cut, len(cut["hours"]) - 1) == AS_OF
    for day in months["2024-01"]["days"][1:]:
        local = (moment(months["2024-01"], day) + timedelta(microseconds=1)).astimezone(zone)
        assert (local.hour, local.minute) == (0, 0)


def test_a_month_with_a_clock_change_has_an_hour_less(animated):
    _, _, months = animated([event(1, "c", "2024-03-05")], as_of=at("2024-05-01"))
    assert len(months["2024-03"]["hours"]) == 31 * 24 - 1 + 1
    assert months["2024-03"]["days"][-2:] == [30 * 24, 31 * 24 - 1]


def test_only_the_last_twelve_months_with_events_are_told(animated):
    rows = [event(n, "c", f"{2021 + n // 12}-{n % 12 + 1:02}-05") for n in range(0, 36, 2)]
    _, index, months = animated(rows, as_of=at("2024-01-01"))
    wanted = [f"{2021 + n // 12}-{n % 12 + 1:02}" for n in range(12, 36, 2)]
    assert [month["name"] for month in index["months"]] == wanted == sorted(months)


def test_no_id_of_anybody_is_told(animated):
    rows = random_rows(4)
    for level in (JOURNEYS, TEAMS, Level("bestuurder", smallest_group=3)):
        tables, index, months = animated(rows, level=level)
        told = json.dumps([index, months])
        for name in ("journey_id", "event_id", "case_id", "client_id"):
            assert not any(
                e[name] and len(e[name]) > 3 and e[name] in told for e in tables["events"]
            )
        for month in months.values():
            assert month["dots"] == sorted(month["dots"], key=repr)


def test_a_sample_is_the_same_each_night_and_says_of_how_many(animated):
    rows = random_rows(5)
    tables, _, months = animated(rows, most_dots=7)
    _, _, again = animated(list(reversed(rows)), most_dots=7)
    assert months == again
    assert (months["2024-02"]["shown"], months["2024-02"]["of"] > 7) == (7, True)
    agrees(tables, months, sampled=True)


def test_without_journeys_nobody_can_be_followed_from_place_to_place(animated):
    _, _, months = animated(random_rows(6), level=TEAMS)
    for month in months.values():
        assert month["apart"]
        assert all(len(stays) <= 8 for _, _, _, stays, _ in month["dots"])


def test_what_few_journeys_did_is_left_out_and_the_rest_is_told_by_day(animated):
    level = Level("bestuurder", smallest_group=3)
    rows, n = [], 0
    for case in range(6):  # all go from a to b, one goes on to c alone
        for day, activity in ((5, "a"), (8, "b"), *([(12, "c")] * (case == 0))):
            n += 1
            rows.append(event(n, f"c{case}", f"2024-02-{day:02} 0{case}:00", activity=activity))
    tables, index, months = animated(rows, level=level)
    month = months["2024-02"]
    places = list(keys_of(tables["events"]).places)
    assert index["smallest"] == 3
    assert month["left_out"] == 1
    assert {places[stay] for dot in month["dots"] for stay in dot[3][::4]} == {
        ("A", "a"),
        ("A", "b"),
    }
    assert month["hours"][:3] == [0, 24, 48]
    arrived = {dot[3][-1] for dot in month["dots"]}
    assert arrived == {5, 8}
    assert month["open"][4:7] == [0, 6, 6]  # six, a multiple of three


def test_where_groups_have_a_size_no_figure_or_difference_is_about_a_smaller_one(animated):
    level = Level("bestuurder", smallest_group=4)
    tables, _, months = animated(random_rows(7), level=level)
    journeys = by_journey(tables)
    for month in months.values():
        start = datetime.fromtimestamp(month["start"] / 1000, UTC)
        for step in range(len(month["hours"])):
            wanted = counted(journeys, start, moment(month, step))
            for name in SERIES:
                assert month[name][step] % 4 == 0
                assert abs(month[name][step] - wanted[name]) <= 2
        assert all(n == 0 or n >= 4 for row in month["still"] for n in row[1:])


def test_a_month_with_few_journeys_is_not_told_where_groups_have_a_size(animated):
    _, index, months = animated([event(1, "c", "2024-02-05")], level=Level("b", smallest_group=2))
    assert (index["months"], months) == ([], {})


def test_a_run_without_events_has_no_months(animated):
    assert animated([], as_of=None)[1]["months"] == []
