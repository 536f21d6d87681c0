"""Families whose members resemble each other: nobody is linked where two fit about equally."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from literal import at
from registered import clients, linked, registered, table, who
from tokens import node

from journeys.linking.bsn import is_bsn, is_filler

HOME = "1234AB 5"


def apart(outcome, *names):
    """Whether each of these is a client of its own."""
    found = clients(outcome)
    return all(found[one] != found[other] for one, other in combinations(names, 2))


def conflicts(outcome):
    """The pairs that are asked, and what each has to say."""
    return {
        frozenset((row["person_a"], row["person_b"])): row["conflict"]
        for row in outcome.review.to_pylist()
    }


def twins(**more):
    born = {"born": "2012-05-15", "sex": "m"}
    return {
        "jan": who("Jan", "de Wit", **born),
        "joris": who("Joris", "de Wit", **born),
        "j": who("J.", "de Wit", **born),
        **more,
    }


def test_an_initial_that_fits_two_brothers_equally_is_linked_to_neither_and_asked_as_a_tie():
    outcome = linked(registered(**twins()))
    assert apart(outcome, "jan", "joris", "j")
    assert conflicts(outcome)[frozenset(("jan", "j"))] == "tie"
    assert conflicts(outcome)[frozenset(("joris", "j"))] == "tie"
    ties = [row for row in outcome.review.to_pylist() if row["conflict"] == "tie"]
    assert all(0.3 <= row["probability"] <= 0.6 for row in ties)


def test_more_records_of_one_brother_make_the_tie_no_less_one():
    again = who("Joris", "Wit", "2012-05-15", sex="m")
    outcome = linked(registered(**twins(joris2=again, joris3=again)))
    found = clients(outcome)
    assert found["joris"] == found["joris2"] == found["joris3"]
    assert apart(outcome, "jan", "joris", "j")


def test_an_initial_that_fits_one_of_two_brothers_is_his():
    outcome = linked(registered(**twins(k=who("Kees", "de Wit", "2012-05-15", sex="m"))))
    assert clients(outcome)["k"] == "k"
    lone = linked(registered(**{k: v for k, v in twins().items() if k != "joris"}))
    assert clients(lone)["j"] == clients(lone)["jan"]


def test_the_first_question_of_a_tie_comes_before_the_second_by_far():
    far = {
        "x": who("Daan", "Bos", "1990-02-03", "4321AB 7"),
        "y": who("Daan", "Bos", None, "4321AB 7", sex="v"),
    }
    outcome = linked(registered(**twins(**far)))
    places = [n for n, row in enumerate(outcome.review.to_pylist()) if row["conflict"] == "tie"]
    assert places[0] == 0
    assert len(places) == 2


def test_two_namesakes_with_records_of_their_own_are_asked_about_after_one_record_that_may_be_a_mistake():
    """Each Ahmed has two records that say the same twice; one record alone says that Kees is younger."""
    cousins = {
        f"ahmed{n}": who("Ahmed", "Kaya", born, "4321AB 7")
        for n, born in enumerate(("1981-05-06", "1981-05-06", "1993-11-20", "1993-11-20"))
    }
    kees = {
        f"kees{n}": who("Kees", "Bos", born, "5432BC 9")
        for n, born in enumerate(("1981-05-06", "1981-05-06", "1993-11-20"))
    }
    asked = linked(registered(**cousins, **kees)).review.to_pylist()
    assert [row["person_a"][:4] for row in asked] == ["kees", "ahme"]
    assert asked[0]["probability"] > 2 * asked[1]["probability"]


@pytest.mark.parametrize(
    ("father", "son"),
    [
        pytest.param("1950-03-12", "1980-03-12", id="same day and month, thirty years apart"),
        pytest.param("1962-03-12", "1982-03-12", id="same day and month, one digit, twenty years"),
        pytest.param("1950-07-01", "1980-07-01", id="1 July"),
        pytest.param("1950-01-01", "1980-01-01", id="1 January"),
        pytest.param("1912-05-06", "2012-05-06", id="a century"),
        pytest.param("1951-04-13", "1983-11-28", id="another date altogether"),
    ],
)
def test_father_and_son_of_one_name_at_one_address_are_two(father, son):
    nodes = {
        "father": who("Willem", "van Dijk", father, sex="m"),
        "son": who("Willem", "van Dijk", son, sex="m"),
        "w": who("W.", "van Dijk", son, sex="m"),
    }
    outcome = linked(registered(**nodes))
    assert apart(outcome, "father", "son")
    assert clients(outcome)["w"] in ("w", clients(outcome)["son"])
    with_one_undated = {**nodes, "undated": who("Willem", "van Dijk", None, sex="m")}
    outcome = linked(registered(**with_one_undated))
    assert apart(outcome, "father", "son", "undated")


def test_a_year_or_a_decade_off_is_a_typing_error():
    for born in ("1980-03-13", "1981-03-12", "1970-03-12", "1980-12-03"):
        assert len(set(clients(linked(registered(a=who(), b=who(born=born)))).values())) == 1, born


@pytest.mark.parametrize(
    "born", ["1990-01-01", "1990-07-01", "1900-01-01", "1753-01-01", "1911-11-11"]
)
def test_a_filler_date_links_no_namesakes_of_two_addresses(born):
    outcome = linked(
        registered(
            a=who("Mohammed", "Vos", born, sex="m"),
            b=who("Mohamed", "Vos", born, "9999ZZ 77", sex="m"),
            c=who("Mohammed", "Vos", born, "8765ZX 9", sex="m"),
        )
    )
    assert apart(outcome, "a", "b", "c")


@pytest.mark.parametrize("number", ["999999990", "111111110", "123456782", "000000000"])
def test_a_filler_bsn_ties_nobody_and_asks_nothing(number):
    outcome = linked(
        registered(
            a=who("Kees", "Smit", "1980-02-20", "3456CD 8", bsn=number),
            b=who("Fatma", "Yildiz", "1985-03-21", "4567DE 9", bsn=number),
        )
    )
    assert apart(outcome, "a", "b")
    assert not outcome.review.num_rows
    assert is_filler(number) or not is_bsn(number)


def test_a_bsn_of_two_names_without_birth_dates_is_a_question():
    outcome = linked(
        registered(
            a=who("Kees", "Smit", None, "3456CD 8", bsn="111222333"),
            b=who("Fatma", "Yildiz", None, "4567DE 9", bsn="111222333"),
        )
    )
    assert apart(outcome, "a", "b")
    assert conflicts(outcome) == {frozenset("ab"): "identity"}


def test_a_bsn_of_five_names_and_dates_is_nobodys_and_asks_nothing():
    names = ("Smit", "Bakker", "Yildiz", "Visser", "Kok")
    outcome = linked(
        registered(
            **{
                f"p{n}": who(
                    "Jan",
                    name,
                    f"19{n + 5}0-0{n + 2}-1{n}",
                    f"{n + 1000}AB {n + 1}",
                    bsn="111222333",
                )
                for n, name in enumerate(names)
            }
        )
    )
    assert apart(outcome, *(f"p{n}" for n in range(5)))
    assert not outcome.review.num_rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("Sanne", "v"), ("Sander", "m"), id="Sanne and Sander"),
        pytest.param(("Julia", "v"), ("Julian", "m"), id="one letter apart, and sex differs"),
        pytest.param(("Anna", "v"), ("Lisa", "v"), id="sisters"),
        pytest.param(("Noor", "v"), ("Noah", "m"), id="two letters apart"),
    ],
)
def test_twins_are_two(one, other):
    a, b = (who(name, "Mulder", "2011-08-13", sex=sex) for name, sex in (one, other))
    assert apart(linked(registered(a=a, b=b)), "a", "b")


def test_three_siblings_and_a_record_without_a_given_name_stay_four():
    born = {"born": "2015-10-10", "sex": "v"}
    outcome = linked(
        registered(
            **{name: who(name, "Prins", **born) for name in ("Lotte", "Fenna", "Tess")},
            x=who(None, "Prins", **born),
        )
    )
    assert apart(outcome, "Lotte", "Fenna", "Tess", "x")
    assert {conflict for pair, conflict in conflicts(outcome).items() if "x" in pair} == {"tie"}


def test_cousins_of_one_name_at_one_address_with_other_birth_dates_are_two():
    a, b = (who("Ahmed", "Kaya", born) for born in ("2001-05-06", "2003-11-20"))
    assert apart(linked(registered(a=a, b=b)), "a", "b")


def test_neither_the_order_of_the_rows_nor_that_of_the_sources_changes_a_tie():
    people = twins(k=who(None, "de Wit", "2012-05-15", sex="m"), l=who("J.", "Wit", None, sex="m"))
    rows = [
        node(name, identity, source, at("2024-01-01"), None)
        for (name, identity), source in zip(people.items(), "abcab", strict=True)
    ]
    first = linked(table(rows))
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        again = linked(table(rows))
        assert again.people.equals(first.people)
        assert again.review.equals(first.review)
