"""The class of a melding: handed over, the first, a further one, or a return."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from meldingen_by_force import meldingen_of
from profiles import examples

from journeys.inputs import Term

TERMS = [
    Term("", kind, kind, kind, rank)
    for rank, kind in enumerate(("melding", "intake", "contact", "verwijzing", "afsluiting"))
]
SETTINGS = {"vocabulary": TERMS, "level": "client"}
LEVELS = ("case", "client", "household")


def event(n, day, what="melding", partner="Veilig Thuis", **given):
    day = day if day.startswith("20") else f"2024-{day}"
    base = {"client_id": "c", "household_id": "h", "started_at": at(day), "case_id": "1"}
    return record(n, activity_source=what, partner=partner, **{**base, **given})


def classes(tables):
    return [(row["event_id"], row["class"]) for row in tables["meldingen"]]


def hermeldingen(tables):
    return [row["event_ids"] for row in tables["signals"] if row["kind"] == "hermelding"]


@pytest.mark.parametrize("level", LEVELS)
def test_what_veilig_thuis_hands_over_when_it_closes_is_no_hermelding(tables, level):
    rows = [
        event(1, "01-01"),
        event(2, "02-01", "verwijzing", referred_to="Wijkteam"),
        event(3, "02-02", "afsluiting"),
        event(4, "02-10", partner="Wijkteam", source="w", case_id="w1"),
        event(5, "04-01", "afsluiting", partner="Wijkteam", source="w", case_id="w1"),
    ]
    made = tables(rows, **{**SETTINGS, "level": level})
    assert classes(made) == [("e001", "eerste"), ("e004", "overgedragen")]
    assert [row["referral_event_id"] for row in made["meldingen"]] == [None, "e002"]
    assert hermeldingen(made) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([event(2, "03-01", case_id="2")], "vervolgmelding"),
        ([event(2, "03-01", "afsluiting"), event(3, "03-01 23:59", case_id="2")], "vervolgmelding"),
        ([event(2, "03-01", "afsluiting"), event(3, "03-02", case_id="2")], "hermelding"),
        (
            [event(2, "03-01", "afsluiting"), event(3, "03-09", case_id="2", client_id="d")],
            "hermelding",
        ),
        ([event(2, "03-01", "afsluiting"), event(3, "2027-03-02", case_id="2")], "eerste"),
        (
            [event(2, "03-01", "afsluiting"), event(3, "06-01", partner="Wijkteam", case_id="2")],
            "eerste",
        ),
        (
            [event(2, "03-01", "contact", "P", source="p", referred_to="Veilig Thuis"),
             event(3, "03-02", case_id="2")],
            "overgedragen",
        ),
        (
            [event(2, "03-01", "contact", "P", source="p", referred_to="Veilig Thuis"),
             event(3, "03-02", "contact"), event(4, "03-03", case_id="2")],
            "vervolgmelding",
        ),
        ([event(2, "03-01", partner=None, case_id="2")], None),
    ],
    ids=[
        "a-case-is-open", "closed-less-than-a-day-ago", "closed-a-day-ago", "of-a-sister",
        "known-longer-ago-than-the-lookback", "at-another-partner", "referred",
        "referred-and-answered-already", "no-partner",
    ],
)  # fmt: skip
def test_the_class_of_the_last_melding_of_a_household(tables, level, rows, told):
    made = tables([event(1, "01-01"), *rows], **{**SETTINGS, "level": level})
    last = max(made["meldingen"], key=lambda row: row["reported_at"])
    assert last["class"] == told


def test_a_melding_for_a_brother_in_the_same_case_is_the_same_melding(tables):
    rows = [
        event(1, "01-01"),
        event(2, "01-01 00:10", client_id="d"),
        event(3, "01-05", client_id="d"),
        event(4, "02-01", "afsluiting"),
        event(5, "03-01", client_id="d"),
        event(6, "03-01", client_id="e"),
    ]
    made = tables(rows, **SETTINGS)
    columns = ("event_id", "class", "client_id", "n_clients", "event_ids")
    assert [tuple(row[column] for column in columns) for row in made["meldingen"]] == [
        ("e001", "eerste", None, 2, ["e001", "e002"]),
        ("e003", "vervolgmelding", "d", 1, ["e003"]),
        ("e005", "hermelding", None, 2, ["e005", "e006"]),
    ]
    assert hermeldingen(made) == [["e004", "e005"]]


def test_a_referral_of_one_child_says_nothing_of_another(tables):
    rows = [
        event(1, "01-01", "verwijzing", "Politie", source="p", referred_to="Veilig Thuis"),
        event(2, "01-02", client_id="d", case_id="2"),
        event(3, "01-03"),
    ]
    assert classes(tables(rows, **SETTINGS)) == [("e002", "eerste"), ("e003", "overgedragen")]


def test_a_hermelding_counts_up_to_the_limit_and_over_the_split(tables):
    rows = [
        event(1, "01-01"),
        event(2, "02-01", "afsluiting"),
        event(3, "2025-01-31", case_id="2"),
        event(4, "2025-02-01", "afsluiting", case_id="2"),
        event(5, "2026-02-02", case_id="3"),
    ]
    made = tables(rows, split_after_days=183, **SETTINGS)
    assert classes(made)[1:] == [("e003", "hermelding"), ("e005", "hermelding")]
    assert hermeldingen(made) == [["e002", "e003"]]
    assert len(made["journeys"]) == 3


def test_a_client_without_a_household_is_a_family_and_so_is_a_case_without_a_client(tables):
    rows = [
        event(1, "01-01", household_id=None),
        event(2, "01-02", household_id=None, client_id="d", case_id="2"),
        event(3, "01-03", household_id=None, client_id=None, case_id="3"),
        event(4, "01-04", household_id=None, client_id=None, case_id="3"),
    ]
    made = tables(rows, **SETTINGS)
    assert [row["class"] for row in made["meldingen"]] == ["eerste"] * 3 + ["vervolgmelding"]
    assert [row["household_id"] for row in made["meldingen"]] == [None] * 4


def test_the_lookback_can_be_set_and_closing_activities_close(tables):
    rows = [event(1, "01-01"), event(2, "02-01", "contact"), event(3, "04-01", case_id="2")]
    assert classes(tables(rows, **SETTINGS))[-1] == ("e003", "vervolgmelding")
    assert classes(tables(rows, closing=["contact"], **SETTINGS))[-1] == ("e003", "hermelding")
    assert classes(tables(rows, lookback_days=59, **SETTINGS))[-1] == ("e003", "eerste")


def families(draw, n):
    """Records of families of at most eight events each, in which anything may be missing or shared."""
    made = []
    for family in range(n):
        for _ in range(draw.randint(1, 8)):
            client, household = draw.choice(
                [("c1", "h1"), ("c2", "h1"), ("c1", None), ("c3", None), (None, "h1"), (None, None)]
            )
            started = at("2024-03-01") + timedelta(days=draw.randint(0, 14))
            told = {
                "case_id": f"{family}{draw.choice('xy')}",
                "source": draw.choice("st"),
                "source_row": len(made),
                "household_id": household and f"{household}-{family}",
                "started_at": started,
                "ended_at": started + timedelta(days=draw.choice([0, 0, 0, 0.5, 3])),
                "activity_source": draw.choice(["melding", "melding", "contact", "afsluiting"]),
                "partner": draw.choice(["P", "Q", None]),
                "referred_to": draw.choice([None, None, "P"]),
            }
            is_joint = (client, household) == ("c1", "h1") and draw.random() < 0.5
            for member in [client, "c2"] if is_joint else [client]:
                client_id = member and f"{member}-{family}"
                made.append(record(len(made), **{**told, "client_id": client_id}))
    return made


@examples(6)
@given(st.randoms(use_true_random=False), st.sampled_from(LEVELS), st.sampled_from([1096, 9]))
def test_the_meldingen_of_many_families_equal_brute_force_at_each_level(draw, level, lookback_days):
    with TemporaryDirectory() as folder:
        made = run_models(
            families(draw, 60), Path(folder), ["events", "shared_events", "meldingen"],
            vocabulary=TERMS, level=level, lookback_days=lookback_days,
        )  # fmt: skip
    columns = ("class", "referral_event_id", "closing_event_id", "event_ids")
    found = {row["event_id"]: tuple(row[column] for column in columns) for row in made["meldingen"]}
    shared = made["shared_events"]
    assert found == meldingen_of(made["events"], shared, lookback_days=lookback_days)
