"""Who is who, on tokens alone: families, twins, namesakes, moves, decisions."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime

import duckdb
import pytest
from families import Population, Row, nodes, rows
from hypothesis import given
from hypothesis import strategies as st

from journeys.errors import AnalysisError
from journeys.linking.bsn import is_bsn
from journeys.linking.features import LISTS, SCALARS, Identity, features
from journeys.linking.link import link
from journeys.linking.settings import Decision

ANNEKE = {"family_name": "de Vries", "given_name": "Anneke", "birth_date": date(1980, 2, 13), "sex": "v",
          "postcode": "9712 AB", "house_number": "12"}  # fmt: skip
PIET = {**ANNEKE, "given_name": "Piet", "birth_date": date(2010, 5, 24), "sex": "m"}
BSN, OTHER_BSN, WRONG_BSN = "123456782", "111222333", "123456783"


def linked(*identities, decisions=(), first=None):
    """What linking makes of identities (dicts) named p0, p1 …: person to client, and all of it."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    table = nodes(
        Row(f"p{n}", n, n, "s", (first or {}).get(n, at), at, Identity(**identity))
        for n, identity in enumerate(identities)
    )
    with duckdb.connect() as connection:
        made = link(connection, table, list(decisions))
    rows_ = made.people.to_pylist()
    return {row["person"]: row["client_id"] for row in rows_}, made


def same(*identities, **given_):
    """Whether the first two are one client."""
    who, _ = linked(*identities, **given_)
    return who["p0"] == who["p1"]


@pytest.mark.parametrize(
    ("text", "valid"),
    [("123456782", True), ("111222333", True), ("111.222.333", True), ("10000008", True),
     ("123456783", False), ("000000000", False), ("", False), (None, False), ("12345678x", False)],
)  # fmt: skip
def test_the_elfproef(text, valid):
    assert is_bsn(text) is valid


@given(st.integers(0, 99_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_or_two_swapped_ones_break_the_elfproef(number, place, step):
    for last in range(10):
        digits = [int(digit) for digit in f"{number:08}{last}"]
        if not is_bsn("".join(map(str, digits))):
            continue
        wrong = [*digits]
        wrong[place] = (wrong[place] + step) % 10
        assert not is_bsn("".join(map(str, wrong)))
        if place < 8 and digits[place] != digits[place + 1]:
            swapped = [*digits]
            swapped[place], swapped[place + 1] = digits[place + 1], digits[place]
            assert not is_bsn("".join(map(str, swapped)))


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ({"family_name": "van den Berg"}, {"family_name": "BERG, van den"}, "family"),
        ({"family_name": "Çelik"}, {"family_name": "celik"}, "family"),
        ({"given_name": "J."}, {"given_name": "Jan Pieter"}, "initial"),
        ({"sex": "Vrouw"}, {"sex": "2"}, "sex"),
        ({"postcode": "9712ab", "house_number": "012"},
         {"postcode": "9712 AB", "house_number": "12"}, "address"),
        ({"birth_date": date(2010, 3, 4)}, {"birth_date": date(2010, 4, 3)}, "birth_unordered"),
        ({"bsn": "111.222.333"}, {"bsn": "111222333"}, "bsn"),
    ],
)  # fmt: skip
def test_one_thing_written_two_ways_has_one_feature(one, other, feature):
    a, b = features(Identity(**one)), features(Identity(**other))
    assert a[feature]
    assert a[feature] == b[feature]


def test_a_bsn_that_fails_the_elfproef_is_a_typing_error_and_no_bsn():
    made = features(Identity(bsn=WRONG_BSN))
    assert made["bsn"] is None
    assert made["bsn_wrong"] == WRONG_BSN
    assert set(made) == {*SCALARS, *LISTS}


@pytest.mark.parametrize(
    ("change", "is_one"),
    [
        ({}, True),
        ({"family_name": "Vreis"}, True),
        ({"given_name": "A."}, True),
        ({"family_name": "de Vries-Bakker"}, True),
        ({"postcode": "3511 CD", "house_number": "8"}, True),
        ({"postcode": None, "house_number": None, "sex": None}, True),
        ({"birth_date": date(1980, 2, 18)}, True),
        ({"given_name": "Marieke"}, False),
        ({"birth_date": date(1952, 11, 30)}, False),
        ({"given_name": "Piet", "sex": "m", "birth_date": date(2010, 5, 24)}, False),
    ],
    ids=["all the same", "a typing error", "an initial", "a married name", "moved", "half of it empty",
         "one digit of the birth date", "another given name", "a namesake", "a child of the house"],
)  # fmt: skip
def test_what_makes_two_records_one_person(change, is_one):
    assert same(ANNEKE, {**ANNEKE, **change}) is is_one


def test_twins_are_two_people_and_each_is_found_again():
    twins = [{**PIET, "given_name": name} for name in ("Piet", "Karel", "Piet", "Karel")]
    who, _ = linked(*twins)
    assert who["p0"] == who["p2"] != who["p1"] == who["p3"]


def test_a_name_alone_links_nobody():
    name = {"family_name": "de Vries", "given_name": "Anneke"}
    assert not same(name, name)


def test_the_first_of_january_is_weak_evidence():
    known_by_year = {
        **ANNEKE,
        "birth_date": date(1980, 1, 1),
        "postcode": None,
        "house_number": None,
    }
    elsewhere = {**known_by_year, "family_name": "Jansen", "given_name": "Anna"}
    assert not same(known_by_year, elsewhere)


def test_the_bsn_links_and_two_of_them_part():
    moved = {**ANNEKE, "family_name": "Bakker", "postcode": "3511 CD"}
    who, made = linked({**ANNEKE, "bsn": BSN}, {**moved, "bsn": BSN}, {**ANNEKE, "bsn": OTHER_BSN})
    assert who["p0"] == who["p1"] != who["p2"]
    assert set(made.people["rule"].to_pylist()) == {"bsn"}


def test_the_shared_key_is_above_the_bsn():
    who, made = linked({"key": "7", "bsn": BSN}, {"key": "7", "bsn": OTHER_BSN}, {"key": "8"})
    assert who["p0"] == who["p1"] != who["p2"]
    assert set(made.people["rule"].to_pylist()) == {"key"}


def test_a_wrong_bsn_one_digit_off_helps_and_alone_links_nobody():
    assert same({**ANNEKE, "bsn": BSN}, {**ANNEKE, "bsn": WRONG_BSN})
    assert not same({"bsn": WRONG_BSN}, {"bsn": WRONG_BSN})
    assert not same({"bsn": BSN}, {"bsn": WRONG_BSN})


def test_decisions_are_above_all_and_the_last_one_counts():
    yes, no = Decision("p0", "p1", is_same=True), Decision("p0", "p1", is_same=False)
    assert same(ANNEKE, PIET, decisions=[yes])
    assert not same(ANNEKE, ANNEKE, decisions=[no])
    assert not same({"key": "7"}, {"key": "7"}, decisions=[no])
    assert same({"bsn": BSN}, {"bsn": OTHER_BSN}, decisions=[no, yes])
    assert same(ANNEKE, ANNEKE, decisions=[Decision("p0", "gone", is_same=False)])
    _, made = linked(ANNEKE, PIET, decisions=[yes])
    assert made.people["rule"].to_pylist() == ["review", "review"]
    assert made.review.num_rows == 0


def test_a_client_is_called_after_its_earliest_person_so_that_later_ones_change_nothing():
    early = {1: datetime(2020, 1, 1, tzinfo=UTC)}
    who, _ = linked(ANNEKE, ANNEKE, first=early)
    assert set(who.values()) == {"p1"}
    who, _ = linked(ANNEKE, ANNEKE, ANNEKE, first={**early, 2: datetime(2025, 1, 1, tzinfo=UTC)})
    assert set(who.values()) == {"p1"}


def test_nobody_gives_nobody():
    who, made = linked()
    assert who == {}
    assert made.review.num_rows == 0


def test_a_person_twice_is_refused():
    table = nodes([Row("p", 1, 1, "s", None, None, Identity(key="1"))] * 2)
    with duckdb.connect() as connection, pytest.raises(AnalysisError, match="stands there twice"):
        link(connection, table)


@pytest.fixture(scope="module")
def town():
    made = list(rows(Population(n_records=1_500, wrong=0.02, no_bsn=1.0, seed=11)))
    return made, nodes(made)


def clients_of(table, decisions=()):
    with duckdb.connect() as connection:
        made = link(connection, table, decisions)
    return dict(
        zip(*(made.people[name].to_pylist() for name in ("person", "client_id")), strict=True)
    ), made


def pairs(groups):
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def test_a_town_of_families_is_found_again_and_the_questions_mend_what_was_not_sure(town):
    made, table = town
    truth = {row.person: row.truth for row in made}
    who, found = clients_of(table)
    both = pairs((truth[person], who[person]) for person in who)
    assert both / pairs(who.values()) >= 0.99
    before = both / pairs(truth.values())
    assert before >= 0.93
    questions = found.review.to_pylist()
    assert len(questions) <= max(20, 0.02 * len(made))
    answers = [
        Decision(row["person_a"], row["person_b"], truth[row["person_a"]] == truth[row["person_b"]])
        for row in questions
    ]
    after, _ = clients_of(table, answers)
    both = pairs((truth[person], after[person]) for person in after)
    assert both / pairs(truth.values()) > before
    assert all(0 <= row["probability"] <= 1 for row in questions)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_changes_nothing(town, seed):
    _, table = town
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    assert clients_of(table.take(order))[0] == clients_of(table)[0]
