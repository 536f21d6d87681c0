"""Every kind of signal against brute force, on random journeys at each level."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples
from signals_by_force import FINDERS, signals_of

from journeys.inputs import Term
from journeys.rules import Rule, kinds

TERMS = [
    Term("", kind, kind, kind, rank)
    for rank, kind in enumerate(
        ("incident", "melding", "intake", "weigering", "contact", "regie_einde", "afsluiting")
    )
]
NEEDED = ("events", "journeys", "signals", "signal_sources")
SMALL = {
    "wachtmoment": 14, "verwijzing_traag": 10, "regie_gat": 3, "geen_regisseur": 14, "onveilig": 60,
    "hermelding": 45, "stapeling": 2, "nooit_afgesloten": 50, "dubbele_wissel": 4,
    "veel_regisseurs": 3, "meer_regisseurs": 2,
}  # fmt: skip
CLIENTS = (("c1", "h1"), ("c2", "h1"), ("c3", "h2"), ("c4", None), (None, None), ("c1", None))

row = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from("xy"),
        "source": st.sampled_from("st"),
        "who": st.sampled_from(CLIENTS),
        "started": st.integers(0, 120),
        "lasts": st.sampled_from([0, 0, 0, 0.5, 10, 40]),
        "activity_source": st.sampled_from([term.term for term in TERMS] + ["overig"]),
        "partner": st.sampled_from(["P", "Q", "R", None]),
        "referred_to": st.sampled_from([None, None, "P", "Q"]),
        "regisseur": st.sampled_from([None, None, "X", "Y", "Z"]),
        "is_running": st.sampled_from([False] * 7 + [True]),
    }
)


def records_of(drawn):
    made = []
    for n, given_row in enumerate(drawn):
        values = dict(given_row)
        client, household = values.pop("who")
        started = at("2024-03-01 23:00") + timedelta(days=values.pop("started"))
        lasts = timedelta(days=values.pop("lasts"))
        owned = {"client_id": client, "household_id": household}
        made.append(record(n, started_at=started, ended_at=started + lasts, **owned, **values))
    return made


def run(rows, **given_settings):
    with TemporaryDirectory() as folder:
        return run_models(rows, Path(folder), NEEDED, vocabulary=TERMS, **given_settings)


def found_in(tables):
    """The rows of `signals` as brute force gives them, by kind."""
    found = {}
    for signal in tables["signals"]:
        columns = ("journey_id", "household_id", "since", "until", "value", "event_ids")
        row = [signal[column] for column in columns]
        found.setdefault(signal["kind"], []).append((*row[:-1], sorted(row[-1])))
    return found


def assert_equal(found, wanted):
    """The same findings of every kind, value to a millionth."""
    for kind in found.keys() | wanted.keys():
        one, other = (
            sorted(((*row[:4], row[5], round(row[4], 6)) for row in rows.get(kind, [])), key=str)
            for rows in (found, wanted)
        )
        for mine, theirs in zip(one, other, strict=False):
            assert mine == theirs, kind
        assert len(one) == len(other), kind


@examples(60)
@given(
    st.lists(row, min_size=1, max_size=30),
    st.sampled_from(["case", "client", "household"]),
    st.sampled_from([None, 20]),
    st.booleans(),
)
def test_every_kind_equals_brute_force(drawn, level, split, is_small):
    limits = SMALL if is_small else {}
    rules = [Rule(kind, limit=limit) for kind, limit in limits.items()]
    tables = run(
        records_of(drawn), level=level, split_after_days=split, lost_after_days=7, rules=rules
    )
    assert_equal(found_in(tables), signals_of(tables["events"], lost_after_days=7, **limits))
    ids = [signal["signal_id"] for signal in tables["signals"]]
    assert len(set(ids)) == len(ids)


def large_log(seed, n=700, clients=40):
    """Random records of many clients, of which some share a household."""
    draw = random.Random(seed)
    rows = []
    for _ in range(n):
        client = draw.randrange(clients)
        rows.append(
            {
                "case_id": f"{client}{draw.choice('xy')}",
                "source": draw.choice("st"),
                "who": (f"c{client}", None if client % 7 == 0 else f"h{client // 2}"),
                "started": draw.randrange(700),
                "lasts": draw.choice([0, 0, 0, 5, 60]),
                "activity_source": draw.choice([term.term for term in TERMS] + ["overig"]),
                "partner": draw.choice(["P", "Q", "R", "S", None]),
                "referred_to": draw.choice([None, None, None, "P", "Q"]),
                "regisseur": draw.choice([None, None, *"UVWXYZ"]),
                "is_running": draw.random() < 0.05,
            }
        )
    return records_of(rows)


def test_a_larger_log_has_findings_of_every_kind_and_all_equal_brute_force():
    rows, seen = large_log(7), set()
    for level in ("case", "client", "household"):
        tables = run(rows, level=level, split_after_days=183)
        wanted = signals_of(tables["events"])
        assert_equal(found_in(tables), wanted)
        seen |= wanted.keys()
    assert seen == set(FINDERS)


def test_a_larger_log_of_which_half_is_ahead_equals_brute_force_at_as_of():
    rows, seen = large_log(8), set()
    as_of = sorted(row["started_at"] for row in rows)[len(rows) // 2]
    for level in ("case", "client", "household"):
        tables = run(rows, level=level, split_after_days=183, as_of=as_of)
        wanted = signals_of(tables["events"], as_of=as_of)
        assert_equal(found_in(tables), wanted)
        seen |= wanted.keys()
    assert {
        "wachtmoment",
        "verwijzing_verloren",
        "meer_regisseurs",
        "onveilig",
        "stapeling",
    } <= seen


def test_the_order_of_the_input_and_the_number_of_cores_say_nothing():
    rows = large_log(3)
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    assert run(rows, level="client", threads=1) == run(shuffled, level="client", threads=4)


def test_brute_force_knows_every_kind_but_those_with_an_oracle_of_their_own():
    assert set(kinds()) - set(FINDERS) <= {"contact_laat", "norm_overschreden", "norm_dreigt"}
