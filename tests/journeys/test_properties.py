"""What holds for every log, and every table against brute force."""

from __future__ import annotations

import math
import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from brute_force import tables_of
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples

from journeys.inputs import Term

TERMS = [
    Term("s", "nee", "nee", "weigering"),
    Term("s", "dicht", "dicht", "afsluiting"),
    Term("s", "einde", "einde", "regie_einde"),
    Term("s", "eerst", "eerst", "overig", rank=-1),
]
KEYS = {
    "steps": ("journey_id", "seq"),
    "waits": ("journey_id", "seq"),
    "handovers": ("journey_id", "seq"),
    "referrals": ("event_id",),
    "regisseurs": ("journey_id", "spell"),
    "regisseur_changes": ("event_id",),
    "journeys": ("journey_id",),
    "routes": ("route",),
    "activities": ("activity",),
    "flows": ("from_activity", "to_activity"),
    "partner_flows": ("from_partner", "to_partner"),
}

row = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from("xyz"),
        "started": st.integers(0, 60),
        "lasts": st.sampled_from([0, 0, 0, 1, 15]),
        "activity_source": st.sampled_from(["a", "b", "nee", "dicht", "einde", "eerst"]),
        "partner": st.sampled_from(["P", "Q", "R", None]),
        "referred_to": st.sampled_from([None, None, "P", "Q", "R"]),
        "regisseur": st.sampled_from([None, "X", "Y"]),
        "is_running": st.sampled_from([False] * 9 + [True]),
    }
)


def records_of(drawn):
    made = []
    for n, given_row in enumerate(drawn):
        values = dict(given_row)
        started = at("2024-03-01") + timedelta(days=values.pop("started"), seconds=0.1)
        lasts = timedelta(days=values.pop("lasts"))
        made.append(record(n, started_at=started, ended_at=started + lasts, **values))
    return made


def run(rows, **given_settings):
    with TemporaryDirectory() as folder:
        return run_models(rows, Path(folder), vocabulary=TERMS, **given_settings)


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
    return one == other


def assert_agree(made, wanted):
    for name, key in KEYS.items():
        got = {tuple(r[k] for k in key): r for r in made[name]}
        want = {tuple(r[k] for k in key): r for r in wanted[name]}
        assert len(got) == len(made[name]), f"{name}: {key} is no key"
        assert got.keys() == want.keys(), name
        for at_key, wanted_row in want.items():
            for column, value in wanted_row.items():
                if column in got[at_key]:
                    assert same(got[at_key][column], value), (name, at_key, column)


@examples(25)
@given(st.lists(row, min_size=1, max_size=25), st.sampled_from([None, 5]))
def test_every_table_equals_brute_force(drawn, split):
    made = run(records_of(drawn), split_after_days=split, closing=["b"], lost_after_days=7)
    assert_agree(made, tables_of(made["events"], closing=["b"], lost_after_days=7))


def test_the_properties_hold_on_a_larger_log():
    source = random.Random(7)
    drawn = [
        {
            "case_id": str(source.randrange(60)),
            "started": source.randrange(400),
            "lasts": source.choice([0, 0, 1, 30]),
            "activity_source": source.choice(["a", "b", "nee", "dicht", "einde"]),
            "partner": source.choice(["P", "Q", "R", "S", None]),
            "referred_to": source.choice([None, None, "P", "Q"]),
            "regisseur": source.choice([None, None, "X", "Y", "Z"]),
            "is_running": False,
        }
        for _ in range(900)
    ]
    rows = records_of(drawn)
    made = run(rows)
    assert_agree(made, tables_of(made["events"]))

    # every event but a journey's last begins a step, and every step is in one flow
    assert len(made["steps"]) == len(made["events"]) - len(made["journeys"])
    assert sum(flow["n"] for flow in made["flows"]) == len(made["steps"])
    assert sum(flow["n"] for flow in made["partner_flows"]) == len(made["handovers"])
    assert sum(route["share"] for route in made["routes"]) == pytest.approx(1)
    assert sum(route["n_journeys"] for route in made["routes"]) == len(made["journeys"])

    # the order of the input says nothing
    shuffled = rows[:]
    source.shuffle(shuffled)
    assert run(shuffled) == made

    # a log twice: counts double, medians and shares stay
    twice = [*rows]
    for each in rows:
        twice.append({**each, "event_id": each["event_id"] + "'", "case_id": each["case_id"] + "'"})
    doubled = run(twice)
    medians = {(f["from_activity"], f["to_activity"]): f for f in made["flows"]}
    for flow in doubled["flows"]:
        before = medians[flow["from_activity"], flow["to_activity"]]
        assert flow["n"] == 2 * before["n"]
        assert flow["n_journeys"] == 2 * before["n_journeys"]
        assert flow["median_idle_s"] == before["median_idle_s"]
    assert [(r["route"], r["share"]) for r in doubled["routes"]] == [
        (r["route"], r["share"]) for r in made["routes"]
    ]
