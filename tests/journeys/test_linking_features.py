"""What of an identity is compared: the elfproef, names, dates and addresses."""

from __future__ import annotations

from datetime import date

import pytest
from families import Population, rows
from hypothesis import given
from hypothesis import strategies as st

from journeys.linking.bsn import is_bsn, is_filler
from journeys.linking.features import LISTS, SCALARS, Identity, features
from journeys.linking.names import deletions, family_parts, given_name

valid = (
    st.integers(1_000_000, 99_999_999)
    .map("{:08d}".format)
    .map(lambda text: f"{text}{sum(int(d) * (9 - n) for n, d in enumerate(text)) % 11}")
    .filter(lambda text: is_bsn(text) and not is_filler(text))
)
"""The ninth digit is what the others sum to, by eleven; where that is ten there is no such number."""


def oracle(number):
    digits = [int(digit) for digit in number]
    return (sum((9 - n) * digits[n] for n in range(8)) - digits[8]) % 11 == 0


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param("111222333", True, id="nine digits that pass"),
        pytest.param("123456782", True, id="another"),
        pytest.param("123456789", False, id="nine digits that fail"),
        pytest.param("12345672", True, id="eight digits miss their leading zero"),
        pytest.param("1234.56.782", True, id="dots"),
        pytest.param(" 123 456 782 ", True, id="spaces"),
        pytest.param("000000000", False, id="zeros are no number"),
        pytest.param("999999999", False, id="nines neither"),
        pytest.param("12345678a", False, id="a letter"),
        pytest.param("1234567", False, id="seven digits"),
        pytest.param("1111222333", False, id="ten digits"),
        pytest.param("", False, id="empty"),
        pytest.param(None, False, id="null"),
    ],
)
def test_the_elfproef(text, is_one):
    assert is_bsn(text) is is_one


@given(st.integers(10_000_000, 999_999_999).map("{:09d}".format))
def test_the_elfproef_equals_its_text_book_form(number):
    assert is_bsn(number) is (oracle(number) and len(set(number)) > 1)


@given(valid, st.integers(0, 8), st.integers(1, 9))
def test_each_wrong_digit_fails_and_stays_near(number, place, step):
    wrong = f"{number[:place]}{(int(number[place]) + step) % 10}{number[place + 1 :]}"
    assert not is_bsn(wrong)
    right_one, wrong_one = (features(Identity(bsn=text)) for text in (number, wrong))
    assert right_one["bsn"] == number
    assert right_one["bsn_wrong"] is None
    if wrong_one["bsn_wrong"]:  # not where nine equal digits came out
        assert set(right_one["bsn_near"]) & set(wrong_one["bsn_near"])


@given(valid, st.integers(0, 7))
def test_each_swap_of_neighbours_fails_and_stays_near(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert not is_bsn(swapped)
        near = [set(features(Identity(bsn=text))["bsn_near"]) for text in (number, swapped)]
        assert near[0] & near[1]


@given(valid, st.integers(0, 8), st.sampled_from("0123456789"))
def test_a_digit_too_many_or_too_few_is_no_bsn_and_stays_near(number, place, digit):
    right = set(features(Identity(bsn=number))["bsn_near"])
    longer = features(Identity(bsn=number[:place] + digit + number[place:]))
    assert longer["bsn"] is None
    assert right & set(longer["bsn_near"])
    shorter = features(Identity(bsn=number[:place] + number[place + 1 :]))
    assert not shorter["bsn_near"] or right & set(shorter["bsn_near"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("de Vries", ["vries"]),
        ("Vries, de", ["vries"]),
        ("VRIES", ["vries"]),
        ("van den Berg", ["berg"]),
        ("v.d. Berg", ["berg"]),
        ("van 't Hof", ["hof"]),
        ("El Amrani", ["amrani"]),
        ("Çelik", ["celik"]),
        ("Yılmaz", ["yilmaz"]),
        ("Núñez García", ["nunez", "garcia"]),
        ("Jansen-de Vries", ["jansen", "vries"]),
        ("Jansen - de Vries", ["jansen", "vries"]),
        ("Jansen e/v de Vries", ["jansen", "vries"]),
        ("Onbekend", []),
        ("  ", []),
        (None, []),
        ("In 't", ["int"]),
        ("Ковалёва", ["ковалева"]),
    ],
)
def test_a_family_name_is_its_names(text, parts):
    assert family_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jan", ("jan", "j")),
        ("Jan-Peter", ("jan", "j")),
        ("J.", (None, "j")),
        ("J", (None, "j")),
        ("J.P.M.", (None, "j")),
        ("J. P.", (None, "j")),
        ("Chr.", (None, "c")),
        ("J.P. (Hans)", ("hans", "j")),
        ("ZOË", ("zoe", "z")),
        ("Anne-Fleur", ("anne", "a")),
        ("Onbekend", (None, None)),
        ("-", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_given_name_is_its_first_name_or_initial(text, name):
    assert given_name(text) == name


@given(st.text("abcdefgh", min_size=2, max_size=12), st.data())
def test_one_typing_error_leaves_a_deletion_in_common(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    for wrong in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    ):
        assert set(deletions(word)) & set(deletions(wrong))


def test_the_first_of_january_is_known_by_year_only():
    made = features(Identity(birth_date=date(1984, 1, 1)))
    assert (made["birth_by_year"], made["birth_year"]) == ("1984", "1984")
    assert made["birth_month_day"] is None
    assert features(Identity(birth_date=date(1984, 1, 2)))["birth_by_year"] is None


def test_a_birth_date_that_stands_for_none_is_none():
    for day in (date(1900, 1, 1), date(1, 1, 1), date(1899, 12, 31)):
        assert features(Identity(birth_date=day))["birth_date"] is None


def test_a_swapped_day_and_month_are_the_same_when_unordered():
    one, other = (features(Identity(birth_date=date(1984, *md))) for md in ((3, 12), (12, 3)))
    assert one["birth_date"] != other["birth_date"]
    assert one["birth_unordered"] == other["birth_unordered"]


@pytest.mark.parametrize(
    ("postcode", "number", "address"),
    [
        ("1234 AB", "5", "1234ab 5"),
        ("1234ab", "5 A", "1234ab 5"),
        ("1234AB", "05", "1234ab 5"),
        ("1234AB", "5-2", "1234ab 5"),
        ("1234", "5", None),
        ("1234AB", None, None),
        ("0234AB", "5", None),
        ("onbekend", "5", None),
        (None, "5", None),
    ],
)
def test_an_address_is_a_postcode_and_a_number(postcode, number, address):
    assert features(Identity(postcode=postcode, house_number=number))["address"] == address


def test_the_addition_stands_apart():
    made = features(Identity(postcode="1234AB", house_number="5-hs"))
    assert (made["house_number"], made["house_addition"]) == ("5", "5hs")


def test_sexes_are_read_in_each_spelling_and_nothing_else_is():
    told = {text: features(Identity(sex=text))["sex"] for text in ("Man", "m", "V", "Vrouw", "X")}
    assert told == {"Man": "m", "m": "m", "V": "v", "Vrouw": "v", "X": None}


def test_an_empty_identity_has_no_feature():
    made = features(Identity())
    assert set(made) == {*SCALARS, *LISTS}
    assert not any(made.values())


def test_an_identity_costs_fewer_than_sixty_tokens_on_average():
    made = [features(row.identity) for row in rows(Population(n_records=500, no_bsn=0.0))]
    n_tokens = [
        sum(len(v) if isinstance(v, list) else v is not None for v in f.values()) for f in made
    ]
    assert sum(n_tokens) / len(n_tokens) < 60
