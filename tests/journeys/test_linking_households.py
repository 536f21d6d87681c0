"""Households: by a given number, or by who lived at one address in one period."""

from __future__ import annotations

from registered import clients, households, linked, registered, who

from journeys.linking.settings import LinkSettings

HOME, NEXT, FAR = "1234AB 5", "9876ZX 1", "5555CD 33"


def of(**identities):
    return households(linked(registered(**identities)))


def test_a_given_number_passes_through_unchanged():
    found = of(
        a=who(household="hh-1"), b=who("Sophie", household="hh-1", address=NEXT), c=who("Kees")
    )
    assert (found["a"], found["b"]) == ("hh-1", "hh-1")
    assert found["c"] not in (None, "hh-1")


def test_one_address_is_one_household_whatever_they_are_called():
    found = of(a=who(), b=who("Sophie", "Bakker", "1982-05-05"), c=who("Daan", born="2010-01-02"))
    assert len(set(found.values())) == 1
    assert next(iter(found.values())).startswith("h")
    assert next(iter(found.values())) not in found


def test_two_addresses_are_two_households():
    found = of(a=who(), b=who("Sophie", "Bakker", "1982-05-05", NEXT))
    assert len(set(found.values())) == 2


def test_no_address_and_no_number_is_no_household():
    assert of(a=who(address=None)) == {"a": None}


def test_a_record_without_address_goes_with_its_clients_only_household():
    outcome = linked(registered(a=who(), b=who(address=None)))
    assert len(set(clients(outcome).values())) == 1
    assert len(set(households(outcome).values())) == 1


def moved(name, born, **rest):
    """A member of the family before and after a move from home to the next address."""
    return {
        f"{name}_before": (who(name, born=born, address=HOME, **rest), "2022-01-01", "2022-12-31"),
        f"{name}_after": (who(name, born=born, address=NEXT, **rest), "2023-01-01", "2023-12-31"),
    }


def test_a_family_that_moves_together_stays_one():
    found = of(**moved("Jan", "1980-03-12"), **moved("Sophie", "1982-05-05"))
    assert len(set(found.values())) == 1


def test_somebody_alone_who_moves_stays_one():
    assert len(set(of(**moved("Jan", "1980-03-12")).values())) == 1


def test_who_lives_there_later_is_another_household():
    found = of(
        **moved("Jan", "1980-03-12"),
        **moved("Sophie", "1982-05-05"),
        new_before=(who("Fatima", "Bouzid", "1990-09-09", FAR), "2022-01-01", "2023-05-01"),
        new_after=(who("Fatima", "Bouzid", "1990-09-09", HOME), "2023-06-01", "2024-01-01"),
    )
    assert found["new_after"] != found["Jan_before"]
    assert found["Jan_before"] == found["Jan_after"]


def test_a_foster_child_is_of_the_new_household_from_then_on():
    found = of(
        mother=who("Marieke", born="1980-06-06"),
        child_before=(who("Daan", born="2012-04-04"), "2022-01-01", "2022-12-31"),
        child_after=(who("Daan", born="2012-04-04", address=NEXT), "2023-01-01", "2023-12-31"),
        foster=who("Ingrid", "Prins", "1970-07-07", NEXT),
    )
    assert found["child_before"] == found["mother"]
    assert found["child_after"] == found["foster"]
    assert found["mother"] != found["foster"]


def test_two_foster_children_of_a_larger_family_bring_no_families_together():
    children = {**moved("Daan", "2012-04-04"), **moved("Sophie", "2014-08-08")}
    found = of(
        mother=who("Marieke", born="1980-06-06"),
        father=who("Willem", born="1979-06-06"),
        foster=who("Ingrid", "Prins", "1970-07-07", NEXT),
        other=who("Erik", "Prins", "1969-07-07", NEXT),
        **children,
    )
    assert found["Daan_before"] == found["mother"]
    assert found["Daan_after"] == found["foster"]
    assert found["mother"] != found["foster"]


def test_an_institution_is_no_household():
    names = ["Jan", "Sophie", "Daan", "Fatima", "Willem"]
    people = {name: who(name, f"Naam{name}", f"19{50 + n}-05-17") for n, name in enumerate(names)}
    limit = LinkSettings(max_household_clients=4)
    assert set(households(linked(registered(**people), settings=limit)).values()) == {None}
    assert len(set(of(**people).values())) == 1


def test_later_records_do_not_change_the_name_of_a_household():
    first = {"a": (who(), "2020-01-01", "2020-02-01")}
    before = of(**first)["a"]
    after = of(**first, b=(who("Sophie", "Bos", "1990-04-04"), "2021-01-01", "2021-02-01"))
    assert after == {"a": before, "b": before}
