"""What the live map counts, held against a count in plain Python."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from literal import at, record, run_models
from live_by_force import ByForce

from journeys.models import published
from outputs.maps.tables import QUERIES
from outputs.options import ReportOptions
from outputs.report.about import About
from outputs.report.pages.kaart import prepare_map
from outputs.report.pages.kaart.counts import GRAVEST, LONGEST
from outputs.run_tables import open_tables

AS_OF = at("2025-04-15")


def log(seed=7, n_journeys=30):
    """A random log: null partners, equal times, two formats of time, gemeenten and domains or none."""
    rng = random.Random(seed)
    rows = []
    for case in range(n_journeys):
        moment = at("2024-01-01") + timedelta(days=rng.randrange(300))
        municipality = rng.choice(["Noord", "Zuid", None])
        for _ in range(rng.randrange(1, 9)):
            n = len(rows)
            rows.append(
                record(
                    n,
                    event_id=f"e{n:04}",
                    case_id=f"c{case}",
                    client_id=f"c{case}",
                    activity_source=rng.choice(["melding", "intake", "plan", "hulp"]),
                    partner=rng.choice(["Wijkteam", "GGZ", "School", None]),
                    regisseur=rng.choice(["x", "y", None, None]),
                    referred_to=rng.choice(["GGZ", None, None]),
                    domain=rng.choice(["jeugd", "wmo", None]),
                    municipality=municipality,
                    started_at=moment,
                    ended_at=moment + timedelta(days=rng.choice([0, 0, 0, 20])),
                )
            )
            moment += timedelta(days=rng.choice([0, 0.25, 2, 9, 30, 100]))
    return rows


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The live map of the log, the same by force, and the names of its things by key."""
    folder = tmp_path_factory.mktemp("log")
    tables = run_models(log(), folder, as_of=AS_OF)
    with open_tables(folder / "tables", published(), memory="1GB") as connection:
        live = prepare_map(
            connection,
            options=ReportOptions(max_views=3),
            about=About("Proef", AS_OF),
            maps=folder / "maps",
        )
        assert QUERIES.row(connection, "totals")["n_journeys"] == 30
    told = live.things
    names = {
        **{f"p{n}": ("p", *place.key) for n, place in told.places.items()},
        **{f"q{n}": ("q", partner.name) for n, partner in told.partners.items()},
        **{f"m{n}": ("m", *m.source, *m.target, m.kind) for n, m in told.moves.items()},
        **{f"r{n}": ("r", pair.source, pair.target) for n, pair in told.pairs.items()},
    }
    return live, ByForce(tables), names


def every(counted, *, detailed=False):
    """Each view with each thing: its figures, or None where it has none."""
    live, force, names = counted
    if detailed:
        names = {key: names[key] for key in live.detailed}
    for one in live.counted.values():
        for key, thing in names.items():
            yield one, key, thing, one.items.get(key), force, live


def test_there_is_a_view_of_each_kind_and_of_everything(counted):
    views = [one.view for one in counted[0].counted.values()]
    assert {view.kind for view in views} == {"all", "municipality", "domain", "route", "period"}
    assert [view.number for view in views] == list(range(len(views)))
    assert len({view.key for view in views}) == len(views)
    assert [view.period for view in views if view.period] == sorted(
        view.period for view in views if view.period
    )


def test_waiting_of_every_thing_in_every_view_is_that_of_plain_python(counted):
    n = 0
    for one, _, thing, figures, force, _ in every(counted):
        expected = force.waiting(one.view, thing)
        if expected is None:
            assert figures is None or figures.n_waits == 0
            continue
        n += 1
        assert (figures.n_waits, figures.n_waiting_journeys) == expected[2:4]
        assert [figures.median_s, figures.p90_s] == [
            value if value is None else pytest.approx(value) for value in expected[4:6]
        ]
        assert figures.total_s == pytest.approx(expected[6])
        if thing[0] in "mr":
            assert (figures.n, figures.n_journeys) == expected[:2]
    assert n > 200


def test_visits_to_every_place_and_partner_in_every_view_are_those_of_plain_python(counted):
    for one, _, thing, figures, force, _ in every(counted):
        if thing[0] in "pq":
            expected = force.visits(one.view, thing)
            got = (
                (figures.n, figures.n_journeys, figures.n_begin, figures.n_end) if figures else None
            )
            assert (got or (0, 0, 0, 0)) == expected


def test_periods_and_classes_behind_every_thing_are_those_of_plain_python(counted):
    for one, _, thing, figures, force, _ in every(counted, detailed=True):
        if figures is None:
            continue
        expected = force.periods(one.view, thing)
        assert figures.periods.keys() == expected.keys()
        for period, (group, median) in figures.periods.items():
            assert (*group, pytest.approx(median)) == expected[period]
        classes = {c: tuple(group) for c, group in figures.classes.items()}
        assert classes == {c: found[:2] for c, found in force.classes(one.view, thing).items()}


def test_what_has_no_details_has_figures_alone(counted):
    n = 0
    for _, key, _, figures, _, live in every(counted):
        if key in live.detailed or figures is None:
            continue
        assert (figures.classes, figures.longest, figures.periods) == ({}, [], {})
        n += 1
    assert n > 20


def test_the_journeys_that_waited_longest_are_those_of_plain_python(counted):
    for one, _, thing, figures, force, live in every(counted, detailed=True):
        if figures is not None:
            named = [(live.journey_ids[n], round(s, 6), day) for n, s, day in figures.longest]
            assert named == force.longest(one.view, thing, LONGEST)


def test_signals_of_every_thing_are_those_of_plain_python(counted):
    n = 0
    for one, _, thing, figures, force, _ in every(counted, detailed=True):
        expected = force.signal_numbers(one.view, thing)
        got = {told: group.n for told, group in figures.signals.items()} if figures else {}
        assert got == expected
        n += len(expected)
        if figures and expected:
            severities = [severity for _, severity, _, _ in figures.gravest]
            order = {"hoog": 0, "midden": 1, "laag": 2}
            assert severities == sorted(severities, key=order.get)
            assert len(severities) == min(GRAVEST, sum(expected.values()))
    assert n > 100


def test_totals_of_every_view_are_those_of_plain_python(counted):
    live, force, _ = counted
    for one in live.counted.values():
        events = [
            event
            for event in force.events.values()
            if force.sees(one.view, event["journey_id"], event["started_at"])
        ]
        steps = [
            step
            for step in force.steps
            if force.sees(one.view, step["journey_id"], force.ended(step))
        ]
        totals = one.totals
        assert (totals.n_events, totals.n_steps) == (len(events), len(steps))
        assert totals.n_journeys == len({event["journey_id"] for event in events})
        assert totals.idle_s == pytest.approx(sum(step["idle_s"] for step in steps))
        assert (totals.n_untold_events, totals.n_untold_steps) == (0, 0)


def test_views_of_gemeenten_and_periods_never_count_a_step_twice(counted):
    live, _, _ = counted
    by_kind = {}
    for one in live.counted.values():
        by_kind.setdefault(one.view.kind, []).append(one.totals.n_steps)
    assert sum(by_kind["municipality"]) <= by_kind["all"][0]
    assert sum(by_kind["period"]) <= by_kind["all"][0]
