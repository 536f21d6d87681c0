"""Every number in a picture's table, against plain loops over the run's rows."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest
from literal import at, open_judged, record, run_models
from lxml import etree
from pictured import CLOSED, DUTCH, OPEN, TERMS, rows_of, run_region, shown, subject

from outputs.names import name_of

ZONE = ZoneInfo("Europe/Amsterdam")
DAY_S = 86_400


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cijfers")
    return folder / "tables", run_region(folder)


@pytest.fixture(scope="module")
def pictures(run):
    """A function from a picture's name (and level) to the picture."""
    with open_judged(run[0]) as connection:
        yield lambda name, level=OPEN: subject(name).make(connection, DUTCH, level)


def local(moment):
    return moment.astimezone(ZONE).date()


def quarter(day):
    return f"{(day.month - 1) // 3 + 1}e kwartaal van {day.year}"


def first_days(told):
    """The first and the last day of each quarter that a table tells, by name."""
    found, day = {}, date(2023, 1, 1)
    while day < date(2027, 1, 1):
        month = day.month + 3
        after = date(day.year + month // 13, (month - 1) % 12 + 1, 1)
        found[quarter(day)] = (day, after - timedelta(days=1))
        day = after
    return {row["period"]: found[row["period"]] for row in told}


def test_the_matrix_and_the_network_tell_every_pair(run, pictures):
    pairs = defaultdict(list)
    for row in run[1]["handovers"]:
        pairs[row["from_partner"], row["to_partner"]].append(row)
    expected = {
        pair: (
            len(rows),
            len({row["journey_id"] for row in rows}),
            sum(row["returns"] for row in rows),
            len(waits := [row for row in rows if row["idle_s"] > 0]),
            len(waiting := {row["journey_id"] for row in waits}),
            pytest.approx(median(row["idle_s"] for row in waits)) if len(waiting) >= 5 else None,
            pytest.approx(sum(row["idle_s"] for row in rows)),
        )
        for pair, rows in pairs.items()
    }
    for name in ("overdrachten", "partnernetwerk"):
        told = {tuple(row[:2]): tuple(row[2:]) for row in pictures(name).table.rows}
        assert told == expected
    drawn = Counter(shown(pictures("overdrachten")))
    for n in Counter(str(len(rows)) for rows in pairs.values()):
        assert drawn[n] >= 1


def test_the_more_handovers_between_a_pair_the_darker_its_cell(run, pictures):
    counts = Counter((row["from_partner"], row["to_partner"]) for row in run[1]["handovers"])
    most, shades = max(counts.values()), {}
    for cell in etree.fromstring(pictures("overdrachten").svg).iter("{*}rect"):
        found, title = re.search(r"f-shade-(\d)", cell.get("class", "")), cell.find("{*}title")
        if found and title is not None:
            shades[tuple(title.text.partition(":")[0].split(" naar "))] = int(found[1])
    assert shades.keys() == counts.keys()
    for pair, n in counts.items():
        assert (shades[pair] - 1) ** 2 < 16 * n / most <= shades[pair] ** 2


def test_the_routes_are_those_that_most_journeys_took(run, pictures):
    steps = defaultdict(list)
    for event in sorted(run[1]["events"], key=lambda row: (row["journey_id"], row["seq"])):
        steps[event["journey_id"]].append(event["activity"])
    taken = Counter(tuple(each) for each in steps.values())
    told = rows_of(pictures("klantroutes"))
    assert [row["n_journeys"] for row in told] == sorted(taken.values(), reverse=True)[:10]
    for row in told:
        assert row["share"] == pytest.approx(row["n_journeys"] / len(steps))
        if "(nog" not in row["route"]:
            assert taken[tuple(row["route"].split(" → "))] == row["n_journeys"]
            assert row["n_steps"] == len(row["route"].split(" → "))


def test_the_regie_of_a_quarter_is_that_of_the_journeys_that_ran_in_it(run, pictures):
    tables = run[1]
    journeys = {row["journey_id"]: row for row in tables["journeys"]}
    told = rows_of(pictures("regie"))
    for row in told:
        first, last = first_days(told)[row["period"]]

        def ran(start, end, open_, first=first, last=last):
            return local(start) <= last and (open_ or local(end) >= first)

        running = {
            key
            for key, each in journeys.items()
            if ran(each["started_at"], each["ended_at"], not each["closed"])
        }
        spells = {
            (each["journey_id"], each["regisseur"])
            for each in tables["regisseurs"]
            if ran(
                each["from_at"],
                each["until_at"],
                not journeys[each["journey_id"]]["closed"]
                and each["until_at"] >= journeys[each["journey_id"]]["ended_at"],
            )
        }
        changes = [
            each for each in tables["regisseur_changes"] if first <= local(each["at"]) <= last
        ]
        n_with = len({key for key, _ in spells})
        assert row["n_journeys"] == len(running)
        assert row["n_with"] == n_with
        assert row["share_with"] == pytest.approx(n_with / len(running))
        assert row["n_changes"] == len(changes)
        assert row["gap_s"] == pytest.approx(sum(each["gap_days"] for each in changes) * DAY_S)
        assert row["mean_regisseurs"] == pytest.approx(len(spells) / n_with, abs=1e-5)
    assert sum(row["n_changes"] for row in told) == len(tables["regisseur_changes"])


def test_the_trend_tells_what_came_and_how_the_closed_ones_went(run, pictures):
    journeys = run[1]["journeys"]
    told = rows_of(pictures("trend"))
    came = Counter(quarter(local(row["started_at"])) for row in journeys)
    for row in told:
        ended = [
            each
            for each in journeys
            if each["closed"] and quarter(local(each["ended_at"])) == row["period"]
        ]
        assert row["n_started"] == came[row["period"]]
        assert row["n_closed"] == len(ended)
        if len(ended) >= 5:
            assert row["median_duration_s"] == pytest.approx(median(e["duration_s"] for e in ended))
            assert row["median_waiting_s"] == pytest.approx(median(e["waiting_s"] for e in ended))
            assert row["mean_handovers"] == pytest.approx(mean(e["n_handovers"] for e in ended))
        else:
            assert row["mean_handovers"] is row["median_duration_s"] is None
    assert sum(row["n_started"] for row in told) == len(journeys)


def test_regisseurs_are_counted_per_journey(run, pictures):
    counted = Counter(row["n_regisseurs"] for row in run[1]["journeys"])
    told = rows_of(pictures("regisseurs"))
    assert [row["n"] for row in told] == [counted[n] for n in sorted(counted)]
    assert sum(row["share"] for row in told) == pytest.approx(1)


def test_the_curve_is_that_of_kaplan_and_meier(run, pictures):
    journeys = run[1]["journeys"]
    as_of = max(event["ended_at"] for event in run[1]["events"])
    lasted = [
        (
            (local(row["ended_at"] if row["closed"] else as_of) - local(row["started_at"])).days,
            row["closed"],
        )
        for row in journeys
    ]
    told = [row for row in rows_of(pictures("duur")) if row["group"] == "Alle"]
    assert {row["n"] for row in told} == {len(journeys)}
    assert {row["n_open"] for row in told} == {sum(not closed for _, closed in lasted)}
    for row in told:
        left = 1.0
        for day in sorted({days for days, closed in lasted if closed and days <= row["days"]}):
            at_risk = sum(days >= day for days, _ in lasted)
            left *= 1 - sum(closed and days == day for days, closed in lasted) / at_risk
        assert row["survival"] == pytest.approx(left)
        assert row["n_at_risk"] == sum(days >= row["days"] for days, _ in lasted)
        assert row["low"] <= row["survival"] <= row["high"]


def test_open_journeys_are_told_by_age_and_waiting(run, pictures):
    as_of = max(event["ended_at"] for event in run[1]["events"])
    ages = Counter()
    waiting = Counter()
    for row in run[1]["journeys"]:
        if not row["closed"]:
            days = (local(as_of) - local(row["started_at"])).days
            bound = next((b for b in (30, 91, 183, 365) if days <= b), None)
            ages[bound] += 1
            waiting[bound] += row["ended_at"] < as_of
    told = [row for row in rows_of(pictures("open-klantreizen")) if "Alle" in row["group_value"]]
    order = [bound for bound in (30, 91, 183, 365, None) if ages[bound]]
    assert [row["n"] for row in told] == [ages[bound] for bound in order]
    assert [row["n_waiting"] for row in told] == [waiting[bound] for bound in order]


def test_a_week_counts_the_households_in_which_so_many_partners_were_active(run, pictures):
    events = run[1]["events"]
    homes = defaultdict(set)
    for event in events:
        homes[event["client_id"]].add(event["household_id"])
    active = defaultdict(set)
    for event in events:
        known = homes[event["client_id"]] - {None}
        home = event["household_id"] or (next(iter(known)) if len(known) == 1 else None)
        day = local(event["started_at"])
        day -= timedelta(days=day.weekday())
        while event["partner"] and day <= local(event["ended_at"]):
            active[day, home or event["client_id"]].add(event["partner"])
            day += timedelta(days=7)
    told = rows_of(pictures("stapeling"))
    for row in told:
        sizes = [len(partners) for (week, _), partners in active.items() if week == row["week"]]
        assert [row[f"n_{k}"] for k in (1, 2, 3, 4)] == [
            sum(size >= k for size in sizes) for k in (1, 2, 3, 4)
        ]
    assert [later["week"] - row["week"] for row, later in itertools.pairwise(told)] == [
        timedelta(days=7)
    ] * (len(told) - 1)
    assert told[-1]["week"] == max(week for week, _ in active)


def test_signals_are_told_by_what_became_of_them(run, pictures):
    counted = Counter((row["kind"], row["status"]) for row in run[1]["signal_changes"])
    told = pictures("veranderingen")
    for status in ("new", "still", "gone"):
        assert sum(row[status] for row in rows_of(told)) == sum(
            n for (_, each), n in counted.items() if each == status
        )
    named = name_of("signal", "pingpong")
    pingpong = next(row for row in rows_of(told) if row["kind"].lower() == named)
    assert pingpong["gone"] == counted["pingpong", "gone"] == 7
    assert not any("eerdere peildatum" in note for note in told.notes)


def test_causes_are_summed_by_the_partner_that_was_waited_for(run, pictures):
    causes = ("batching_s", "contention_s", "prioritisation_s", "unavailability_s", "extraneous_s")
    told = rows_of(pictures("wachtoorzaken"))
    causes_known = [each for each in run[1]["waiting_causes"] if not each["is_between_contacts"]]
    for row in told:
        name = None if row["partner"] == "onbekend" else row["partner"]
        waits = [each for each in causes_known if each["to_partner"] == name]
        assert row["n"] == len(waits)
        assert row["n_journeys"] == len({each["journey_id"] for each in waits})
        for cause in (*causes, "unknown_s"):
            assert row[cause] == pytest.approx(sum(each[cause] for each in waits), abs=1e-5)
    assert sum(row["n"] for row in told) == len(causes_known)


def test_norms_are_told_by_verdict(run, pictures):
    counted = Counter((row["norm"], row["verdict"]) for row in run[1]["norm_checks"])
    for row in rows_of(pictures("normen")):
        verdicts = ("met", "exceeded", "running", "running_over")
        numbers = [counted[row["norm"], verdict] for verdict in verdicts]
        assert [row[verdict] for verdict in verdicts] == numbers
        assert row["n"] == sum(numbers)
        assert row["late"] == pytest.approx((numbers[1] + numbers[3]) / sum(numbers))


def test_teams_are_told_by_who_ends_the_wait_and_whose_events_show_a_signal(run, pictures):
    tables = run[1]
    events = {row["event_id"]: row for row in tables["events"]}
    told = rows_of(pictures("teams"))
    assert told
    for row in told:
        key = (row["team"], row["partner"])
        own = {e for e, each in events.items() if (each["team"], each["partner"]) == key}
        waits = [each["idle_s"] for each in tables["waits"] if each["to_event_id"] in own]
        seen = {each["signal_id"] for each in tables["signal_sources"] if each["event_id"] in own}
        grave = {each["signal_id"] for each in tables["signals"] if each["severity"] == "hoog"}
        assert row["n_journeys"] == len({events[event]["journey_id"] for event in own})
        assert row["n_waits"] == len(waits)
        assert row["total_s"] == pytest.approx(sum(waits), abs=1e-5)
        assert row["n_signals"] == len(seen)
        assert row["n_grave"] == len(seen & grave)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("overdrachten", "n_journeys"),
        ("partnernetwerk", "n_journeys"),
        ("regie", "n_journeys"),
        ("regie", "n_with"),
        ("regisseurs", "n"),
        ("duur", "n_at_risk"),
        ("antwoord", "n_at_risk"),
        ("open-klantreizen", "n"),
        ("open-klantreizen", "n_waiting"),
        ("stapeling", "n_4"),
        ("trend", "n_closed"),
        ("wachtoorzaken", "n_journeys"),
        ("normen", "met"),
        ("veranderingen", "gone"),
    ],
)
def test_no_small_group_is_told_to_who_sees_the_chain(pictures, name, group):
    told = pictures(name, CLOSED)
    numbers = [row[group] for row in rows_of(told) if row[group] is not None]
    assert numbers
    assert not [n for n in numbers if 0 < n < 5]
    drawn = pictures(name)
    small = [row for row in rows_of(drawn) if row[group] and row[group] < 5]
    if small and group != "n_at_risk":
        assert any("weggelaten" in note for note in told.notes)
        assert not any("weggelaten" in note for note in drawn.notes)


def test_a_total_does_not_give_away_what_was_left_out(tmp_path):
    rows = [
        record(
            n,
            client_id=f"k{n // 2}",
            started_at=at("2024-01-01") + timedelta(days=n),
            partner="A" if n % 2 == 0 else ("B" if n < 14 else "D" if n < 24 else "C"),
            activity_source="gesprek",
        )
        for n in range(28)
    ]
    run_models(rows, tmp_path, level="client", vocabulary=TERMS)
    with open_judged(tmp_path / "tables") as connection:
        matrix = subject("overdrachten").make(connection, DUTCH, CLOSED)
        whole = subject("overdrachten").make(connection, DUTCH, OPEN)
    assert whole.n_text == "14 overdrachten tussen 4 partners"
    assert matrix.n_text == "7 overdrachten tussen 2 partners"
    assert matrix.notes == [
        "1 groep van minder dan 5 klantreizen is weggelaten.",
        "Ook 1 grotere groep is weggelaten: anders was een kleine uit te rekenen.",
    ]
    assert not {"C", "D"} & set(shown(matrix))
