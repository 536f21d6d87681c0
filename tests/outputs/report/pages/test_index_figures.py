"""Each figure of the front page: literal rows in and out, and a region's against brute force."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import timedelta
from statistics import mean, median

import duckdb
import pyarrow as pa
import pytest
from literal import at, record, run_models

from journeys.inputs import Term
from outputs.queries import SHARED
from outputs.report.figures import FIGURES
from outputs.run_tables import open_tables

DAY = 86_400
TERMS = (
    Term("", "meld", "Melding", "melding"),
    Term("", "dicht", "Afsluiting", "afsluiting"),
    Term("", "stop", "Regie stopt", "regie_einde"),
)


def answer(connection, name, values):
    """The rows of a figure: of the front page, or one that several products tell."""
    queries = SHARED if name == "changed_signals" else FIGURES
    return queries.ask(connection, name, **values)


@pytest.fixture
def figure():
    """A function from a figure's name, its values and literal tables to its rows."""

    def make(name, values, **tables):
        with duckdb.connect() as connection:
            for table, content in tables.items():
                connection.register(table, pa.Table.from_pylist(content))
            return answer(connection, name, values)

    return make


def place(start, end, n_journeys=9, days=1.0, *, level="activity", **more):
    """A row of bottlenecks: "activity/partner" to "activity/partner"."""
    (from_activity, from_partner), (to_activity, to_partner) = (
        [part or None for part in text.split("/")] for text in (start, end)
    )
    return {
        "place_level": level,
        "from_activity": from_activity,
        "from_partner": from_partner,
        "to_activity": to_activity,
        "to_partner": to_partner,
        "n_journeys": n_journeys,
        "place_rank": 1,
        "total_days": days,
        "median_days": days / 2,
        "share": 0.5,
        "is_trend": False,
        "trend": 0.5,
        "n_journeys_last": 30,
        "n_journeys_before": 30,
        "total_last_days": days,
        "median_last_days": days,
        "median_before_days": days,
        **more,
    }


def test_trends_are_between_partners_alone_sure_and_of_enough_journeys(figure):
    told = figure(
        "trends",
        {"smallest": 5, "limit": 5},
        bottlenecks=[
            place("/A", "/B", level="partner", days=2, is_trend=True, trend=0.8),
            place("/A", "/A", level="partner", days=9, is_trend=True, trend=0.1),
            place("/B", "/A", level="partner", days=99, trend=0.9),
            place("x/A", "y/B", days=99, is_trend=True, trend=0.9),
            place("/C", "/A", level="partner", is_trend=True, trend=0.9, n_journeys_before=4),
        ],
    )
    assert [(row["from_partner"], row["to_partner"], row["is_longer"]) for row in told] == [
        ("A", "A", False),
        ("A", "B", True),
    ]
    assert [(row["median_last_s"], row["median_before_s"]) for row in told] == [
        (9 * DAY, 9 * DAY),
        (2 * DAY, 2 * DAY),
    ]


def waited(*steps, closed=True):
    """Tables of one journey for each step: an event, a wait, another event."""
    events, waits, journeys = [], [], []
    for n, (start, end) in enumerate(steps):
        sides = [(*text.split("/"),) for text in (start, end)]
        for seq, (kind, activity, partner) in enumerate(sides, 1):
            events.append(
                {
                    "event_id": f"{n}-{seq}",
                    "journey_id": str(n),
                    "seq": seq,
                    "kind": kind,
                    "activity": activity,
                    "partner": partner or None,
                }
            )
        waits.append(
            {
                "from_event_id": f"{n}-1",
                "to_event_id": f"{n}-2",
                "from_activity": sides[0][1],
                "to_activity": sides[1][1],
                "from_partner": sides[0][2] or None,
                "to_partner": sides[1][2] or None,
            }
        )
        journeys.append({"journey_id": str(n), "n_events": 2, "closed": closed})
    return {"events": events, "waits": waits, "journeys": journeys}


def test_a_place_is_a_return_where_each_of_its_waits_is_from_a_closing_to_a_melding(figure):
    steps = [
        ("afsluiting/Dicht/A", "melding/Melding/B"),
        ("afsluiting/Dicht/", "melding/Melding/B"),
        ("overig/Klaar/A", "melding/Melding/B"),
        ("afsluiting/Dicht/B", "contact/Gesprek/B"),
        ("overig/Melding/A", "afsluiting/Klaar/B"),
        ("afsluiting/Soms/A", "melding/Melding/B"),
        ("overig/Soms/A", "melding/Melding/B"),
    ]
    places = [
        place("Dicht/A", "Melding/B"),
        place("Dicht/", "Melding/B"),
        place("Klaar/A", "Melding/B"),
        place("Dicht/B", "Gesprek/B"),
        place("Melding/A", "Klaar/B"),
        place("Soms/A", "Melding/B"),
    ]
    told = figure(
        "worst_places", {"smallest": 1, "limit": 99}, bottlenecks=places, **waited(*steps)
    )
    assert {(row["from_activity"], row["from_partner"]): row["is_return"] for row in told} == {
        ("Dicht", "A"): True,
        ("Dicht", None): True,
        ("Klaar", "A"): True,  # an activity with which a closed journey ends
        ("Dicht", "B"): False,
        ("Melding", "A"): False,
        ("Soms", "A"): False,
    }
    # where no journey is closed, the activity says nothing by itself
    told = figure(
        "worst_places",
        {"smallest": 1, "limit": 99},
        bottlenecks=places,
        **waited(*steps, closed=False),
    )
    assert not {row["from_activity"]: row["is_return"] for row in told}["Klaar"]


def test_of_each_sort_of_place_the_worst_are_given_and_all_are_counted(figure):
    steps = [(f"overig/a{n}/A", "overig/b/B") for n in range(8)]
    steps += [(f"afsluiting/c{n}/A", "melding/m/B") for n in range(3)]
    places = [place(f"a{n}/A", "b/B", 4 + n, place_rank=n) for n in range(8)]
    places += [place(f"c{n}/A", "m/B", 9, place_rank=n) for n in range(3)]
    told = figure(
        "worst_places",
        {"smallest": 6, "limit": 2},
        bottlenecks=places,
        **waited(*steps, closed=False),
    )
    assert [(row["from_activity"], row["n_places"], row["n_large"]) for row in told] == [
        ("a2", 8, 6),
        ("a3", 8, 6),
        ("c0", 3, 3),
        ("c1", 3, 3),
    ]


def test_without_waits_there_is_no_place(figure):
    events = [{"event_id": "e", "journey_id": "1", "seq": 1, "kind": "k", "activity": "a"}]
    wait = waited(("k/a/A", "k/b/B"))["waits"]
    told = figure(
        "worst_places",
        {"smallest": 1, "limit": 5},
        bottlenecks=[place("a/A", "b/B", level="partner")],
        events=[{**events[0], "partner": "A"}],
        journeys=[{"journey_id": "1", "n_events": 1, "closed": False}],
        waits=wait,
    )
    assert told == []


# ---- a region


def region(seed=11, journeys=120):
    """Records of journeys with closings, returns, regisseurs and referrals."""
    draw = random.Random(seed)
    made = []
    for journey in range(journeys):
        moment = at("2024-01-01") + timedelta(hours=draw.randrange(4_000))
        for _ in range(draw.randint(1, 9)):
            moment += timedelta(hours=draw.choice([0, 5, 70, 400, 1_500]))
            made.append(
                record(
                    len(made),
                    event_id=f"e{len(made):05}",
                    case_id=f"c{journey}",
                    started_at=moment,
                    ended_at=moment + timedelta(hours=draw.choice([0, 0, 3])),
                    precision=draw.choice(["second", "day"]),
                    partner=draw.choice(["A", "B", "C", None]),
                    regisseur=draw.choice(["X", "Y", None, None]),
                    referred_to=draw.choice(["B", None, None]),
                    municipality=draw.choice(["Noord", None]),
                    activity_source=draw.choice(["meld", "dicht", "gesprek", "stop"]),
                )
            )
    return made


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """The tables of a region's second night, and its folder: a part of the first is not there any more."""
    folder = tmp_path_factory.mktemp("front")
    everything = region()
    first = [row for row in everything if row["event_id"] < "e00500"]
    run_models(first, folder / "1", vocabulary=TERMS, as_of=at("2025-01-01"))
    second = [row for row in everything if row["event_id"] >= "e00060"]
    tables = run_models(
        second,
        folder / "2",
        vocabulary=TERMS,
        as_of=at("2025-01-02"),
        history=[folder / "1" / "tables" / "signal_changes.parquet"],
    )
    return tables, folder / "2"


@pytest.fixture
def told(nights):
    """A function from a figure's name to its rows for that night."""

    def tell(name, **values):
        names = [path.stem for path in (nights[1] / "tables").glob("*.parquet")]
        with open_tables(nights[1] / "tables", names) as connection:
            if "review" not in names:
                connection.execute("create view review as select 1 as question limit 0")
            return answer(connection, name, values)

    return tell


def test_what_came_stayed_and_went_is_counted_by_kind_and_in_all(nights, told):
    tables, _ = nights
    where = {
        row["signal_id"]: row["journey_id"] or row["household_id"] for row in tables["signals"]
    }
    expected = {}
    for row in tables["signal_changes"]:
        for kind in (row["kind"], None):
            entry = expected.setdefault(kind, Counter())
            entry[row["status"]] += 1
            entry[row["status"], where.get(row["signal_id"])] += 1
    found = told("changed_signals")
    assert found[0]["kind"] is None
    for row in found:
        entry = expected[row["kind"]]
        assert [row["n_new"], row["n_still"], row["n_gone"]] == [
            entry[status] for status in ("new", "still", "gone")
        ]
        for status in ("new", "still"):
            different = {key[1] for key in entry if isinstance(key, tuple) and key[0] == status}
            assert row[f"n_{status}_journeys"] == len(different)
    assert len(found) == len(expected) > 4
    assert min(found[0]["n_new"], found[0]["n_still"], found[0]["n_gone"]) > 0
    moved = [row["n_new"] + row["n_gone"] for row in found[1:]]
    assert moved == sorted(moved, reverse=True)


def test_the_worst_places_are_those_of_brute_force(nights, told):
    tables, _ = nights
    events = {row["event_id"]: row for row in tables["events"]}
    places = defaultdict(list)
    for row in tables["waits"]:
        names = ("from_partner", "from_activity", "to_partner", "to_activity")
        places[tuple(row[name] for name in names)].append(row)
    whole = sum(row["idle_s"] for row in tables["waits"])
    expected = {False: [], True: []}
    for key, waits in places.items():
        idle = [row["idle_s"] for row in waits]
        is_return = all(
            events[row["from_event_id"]]["kind"] == "afsluiting"
            and events[row["to_event_id"]]["kind"] == "melding"
            for row in waits
        )
        n = len({row["journey_id"] for row in waits})
        expected[is_return].append((sum(idle), n, key, median(idle), sum(idle) / whole))
    assert expected[True]
    found = told("worst_places", smallest=3, limit=5)
    for is_return, all_of_them in expected.items():
        large = sorted((each for each in all_of_them if each[1] >= 3), key=lambda each: -each[0])
        got = [row for row in found if row["is_return"] == is_return]
        assert len(got) == min(5, len(large)) > 0
        for row, (total, n, key, middle, share) in zip(got, large, strict=False):
            names = ("from_partner", "from_activity", "to_partner", "to_activity")
            assert tuple(row[name] for name in names) == key
            assert row["n_journeys"] == n
            assert row["total_s"] == pytest.approx(total)
            assert row["median_s"] == pytest.approx(middle)
            assert row["share"] == pytest.approx(share)
            assert (row["n_places"], row["n_large"]) == (len(all_of_them), len(large))


def test_journeys_by_how_many_regisseurs_are_those_of_brute_force(nights, told):
    tables, _ = nights
    held = defaultdict(set)
    for each in tables["events"]:
        held[each["journey_id"]] |= {each["regisseur"]} - {None}
    sizes = Counter(min(len(regisseurs), 2) for regisseurs in held.values())
    (row,) = told("journey_totals")
    names = ("n_without_regisseur", "n_one_regisseur", "n_more_regisseurs", "n_unjudged_regisseur")
    assert [row[name] for name in names] == [sizes[0], sizes[1], sizes[2], 0]
    assert min(sizes[0], sizes[1], sizes[2]) > 0


def test_the_regie_is_that_of_brute_force(nights, told):
    tables, _ = nights
    changes = tables["regisseur_changes"]
    gaps = [row for row in changes if row["gap_days"] > 0]
    signals = tables["signals"]
    (row,) = told("regie")
    assert row == {
        "n_changes": len(changes),
        "n_journeys": len({each["journey_id"] for each in changes}),
        "n_gaps": len(gaps),
        "n_gap_journeys": len({each["journey_id"] for each in gaps}),
        "median_gap_s": pytest.approx(median(each["gap_days"] for each in gaps) * DAY),
        "n_late": len({s["journey_id"] for s in signals if s["kind"] == "geen_regisseur"}),
        "n_double": len(
            {s["household_id"] for s in signals if s["kind"] == "meer_regisseurs"} - {None}
        ),
    }
    partner = {each["event_id"]: each["partner"] for each in tables["events"]}
    by_partner = defaultdict(list)
    for each in changes:
        by_partner[partner[each["event_id"]]].append(each)
    weak = told("weak_regie")
    assert {each["partner"] for each in weak} == by_partner.keys()
    assert [each["n_changes"] for each in weak] == sorted(map(len, by_partner.values()))[::-1]
    for each in weak:
        own = by_partner[each["partner"]]
        long = [change for change in own if change["gap_days"] > 0]
        assert each["n_changes"] == len(own)
        assert each["n_journeys"] == len({change["journey_id"] for change in own})
        assert each["n_gaps"] == len(long)
        assert each["n_gap_journeys"] == len({change["journey_id"] for change in long})
        assert each["median_gap_s"] == pytest.approx(
            median(change["gap_days"] for change in long) * DAY
        )


def test_what_is_filled_in_is_counted_one_by_one(nights, told):
    tables, _ = nights
    events = tables["events"]
    (row,) = told("filled")
    assert row == {
        "n_events": len(events),
        "n_without_partner": sum(each["partner"] is None for each in events),
        "n_days": sum(each["precision"] == "day" for each in events),
        "n_running": 0,
        "n_with_regisseur": sum(each["regisseur"] is not None for each in events),
        "n_with_referral": sum(each["referred_to"] is not None for each in events),
        "n_with_municipality": sum(each["municipality"] is not None for each in events),
        "n_with_domain": 0,
    }
    assert told("review_questions") == [{"n": 0}]
    journeys = tables["journeys"]
    assert told("families") == [
        {
            "n_journeys": len(journeys),
            "n_clients": len({each["client_id"] for each in journeys} - {None}),
            "n_households": len({each["household_id"] for each in journeys} - {None}),
        }
    ]


def test_links_are_counted_by_rule_with_their_clients_and_mean_probability(figure):
    links = [
        {"rule": rule, "client_id": client, "probability": probability}
        for rule, client, probability in (
            ("key", "a", None),
            ("key", "a", None),
            ("key", "b", None),
            ("probability", "a", 0.9),
            ("probability", "c", 0.98),
        )
    ]
    assert figure("links_by_rule", {}, links=links) == [
        {"rule": "key", "n": 3, "n_journeys": 2, "share": 0.6, "mean_probability": None},
        {
            "rule": "probability",
            "n": 2,
            "n_journeys": 2,
            "share": 0.4,
            "mean_probability": pytest.approx(mean((0.9, 0.98))),
        },
    ]
