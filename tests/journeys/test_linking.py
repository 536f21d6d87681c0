"""Who is who: literal identities, decisions, and what nothing may change."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at
from profiles import examples
from registered import asked, clients, linked, registered, rules, table, who
from tokens import node

from journeys.errors import AnalysisError
from journeys.linking.link import link
from journeys.linking.settings import Decision, LinkSettings

ONE, OTHER, WRONG = "111222333", "234567892", "111222334"  # the last one fails the elfproef


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        pytest.param(who(), who(), True, id="the same in all"),
        pytest.param(who(), who(born="1982-07-30"), False, id="a namesake at the address"),
        pytest.param(who(), who(born="1982-07-30", address="9876ZX 1"), False, id="a namesake"),
        pytest.param(who(), who(given="Sophie"), False, id="twins"),
        pytest.param(who(sex="m"), who(given="Klaas", sex="m"), False, id="twins of one sex"),
        pytest.param(who(given="Anna"), who(given="Aisha"), False, id="twins with one initial"),
        pytest.param(who(), who(address="9876ZX 1"), True, id="moved"),
        pytest.param(
            who("Marieke", "Jansen"), who("Marieke", "de Vries-Jansen"), True, id="a double name"
        ),
        pytest.param(
            who("Marieke", "Jansen"), who("Marieke", "de Vries"), True, id="another surname, same address"
        ),
        pytest.param(who(born="1980-01-01"), who(born="1980-01-01"), True, id="both 1 January, one address"),
        pytest.param(who(born="1980-01-01"), who(), True, id="1 January is a date known by year"),
        pytest.param(
            who("Ali", "Ahmed", "1990-01-01"), who("Omar", "Ahmed", "1990-01-01"), False,
            id="1 January says little of brothers",
        ),
        pytest.param(who(family="van den Berg"), who(family="Berg, v.d."), True, id="tussenvoegsels"),
        pytest.param(who("Zoë", "Çelik"), who("ZOE", "Celik"), True, id="diacritics and case"),
        pytest.param(who("Jan", "Öztürk"), who("J.", "Öztürk"), True, id="initials at the same address"),
        pytest.param(who(born="1980-03-12"), who(born="1980-12-03"), True, id="day and month swapped"),
        pytest.param(who(born="1980-03-12"), who(born="1980-03-17"), True, id="a wrong digit"),
        pytest.param(who(family="Janssen"), who(family="Jannsen"), True, id="letters swapped"),
        pytest.param(who(given="Jan"), who(given="Johannes"), True, id="what he is called by"),
        pytest.param(who(), who(born=None), True, id="no birth date, same name and address"),
        pytest.param(who(), who(address=None), True, id="no address"),
        pytest.param(who(born=None, address=None), who(born=None, address=None), False, id="a name alone"),
        pytest.param(who(address=None), who(born=None, address=None), False, id="a name and one birth date"),
        pytest.param(
            who(born=None), who(born=None, address="9876ZX 1"), False, id="a name at two addresses"
        ),
        pytest.param(who(given=None, family=None), who(given=None, family=None), False, id="no name"),
        pytest.param(who(None, None, None, None), who(None, None, None, None), False, id="nothing"),
    ],
)  # fmt: skip
def test_two_records_without_a_number(a, b, is_one):
    found = clients(linked(registered(a=a, b=b)))
    assert (found["a"] == found["b"]) is is_one


def test_a_name_and_birth_date_at_another_address_alone_is_a_question_or_a_link_but_says_which():
    outcome = linked(registered(a=who("Jan", "Jansen"), b=who("Jan", "Jansen", address="9876ZX 1")))
    found = clients(outcome)
    assert (found["a"] == found["b"]) or asked(outcome) == {frozenset("ab")}


def test_every_link_says_which_rule_made_it():
    outcome = linked(
        registered(
            a=who(key="1"),
            b=who(key="1", given="Kees"),
            c=who("Petra", "Bakker", "1990-02-03", "4321AB 7", bsn=ONE),
            d=who("P.", "Smit", "1990-02-03", "5555AB 7", bsn=ONE),
            e=who("Fatima", "Bouzid", "1975-05-06", "7777CD 9"),
            f=who("Fatima", "Bouzid", "1975-05-06", "7777CD 9"),
            g=who("Lotte", "Prins", "2010-10-10", "8888EF 11"),
            h=who("Daan", "Maas", "2001-04-05", "6666EF 11", key="2"),
            i=who("Emma", "Blom", "2002-04-05", "3333EF 11", bsn=OTHER),
            j=who("Sem", "Kok", "2003-04-05", "2222EF 11"),
            k=who("Noah", "Vos", "1933-11-25", "1111EF 1"),
        ),
        [Decision("j", "k", is_same=True)],
    )
    people = {row["person"]: row for row in outcome.people.to_pylist()}
    assert {name: row["rule"] for name, row in people.items()} == {
        "a": "key", "b": "key", "c": "bsn", "d": "bsn", "e": "probability", "f": "probability",
        "g": "alone", "h": "key", "i": "bsn", "j": "review", "k": "review",
    }  # fmt: skip
    for name, row in people.items():
        assert (row["probability"] is not None) == (row["rule"] == "probability"), name
    assert people["e"]["probability"] >= 0.95
    made = {(row["person_a"], row["person_b"]): row["rule"] for row in outcome.links.to_pylist()}
    assert made == {
        ("j", "k"): "review", ("a", "b"): "key", ("c", "d"): "bsn", ("e", "f"): "probability",
    }  # fmt: skip


def test_two_valid_bsns_block_what_looks_the_same_and_it_is_asked():
    outcome = linked(registered(a=who(bsn=ONE), b=who(bsn=OTHER)))
    assert clients(outcome) == {"a": "a", "b": "b"}
    assert outcome.review.to_pylist()[0]["conflict"] == "bsn"
    decided = linked(
        registered(a=who(bsn=ONE), b=who(bsn=OTHER)), [Decision("a", "b", is_same=True)]
    )
    assert clients(decided) == {"a": "a", "b": "a"}


def test_no_third_record_joins_two_valid_bsns():
    outcome = linked(registered(a=who(bsn=ONE), b=who(bsn=OTHER), c=who(), d=who()))
    found = clients(outcome)
    assert found["a"] != found["b"]


def test_two_keys_block_what_looks_the_same():
    assert clients(linked(registered(a=who(key="1"), b=who(key="2")))) == {"a": "a", "b": "b"}


def test_a_mistyped_bsn_links_nobody_by_itself():
    strangers = registered(
        a=who(bsn=WRONG), b=who("Els", "Bos", "1950-06-07", "9876ZX 1", bsn=WRONG)
    )
    assert clients(linked(strangers)) == {"a": "a", "b": "b"}


def test_a_mistyped_bsn_supports_a_name_that_would_not_do():
    bare = registered(a=who(born=None), b=who(born=None, address="9876ZX 1"))
    assert clients(linked(bare)) == {"a": "a", "b": "b"}
    typed = registered(a=who(born=None, bsn=ONE), b=who(born=None, address="9876ZX 1", bsn=WRONG))
    assert clients(linked(typed)) == {"a": "a", "b": "a"}


def test_one_bsn_for_what_looks_like_two_people_is_asked_first():
    nodes = registered(parent=who(bsn=ONE), child=who("Sophie", born="2012-09-27", bsn=ONE))
    outcome = linked(nodes)
    assert len(set(clients(outcome).values())) == 2
    assert outcome.review.to_pylist()[0]["conflict"] == "identity"
    assert (
        len(set(clients(linked(nodes, [Decision("child", "parent", is_same=True)])).values())) == 1
    )


def test_a_bsn_that_many_birth_dates_share_is_nobodys():
    nodes = registered(
        **{
            f"p{n:02}": who(
                "Jan", "de Vries", f"19{n + 40}-05-{n % 28 + 1:02}", f"{n + 1000}AB {n}", bsn=ONE
            )
            for n in range(30)
        }
    )
    assert len(set(clients(linked(nodes)).values())) == 30


@pytest.mark.parametrize(
    ("field", "value"),
    [("key", "1"), ("bsn", ONE), (None, None)],
    ids=["key", "bsn", "probability"],
)
def test_a_reviewers_no_is_stronger_than_all_else(field, value):
    same = who(**({field: value} if field else {}))
    nodes = registered(a=same, b=same)
    assert clients(linked(nodes)) == {"a": "a", "b": "a"}
    outcome = linked(nodes, [Decision("b", "a", is_same=False)])
    assert clients(outcome) == {"a": "a", "b": "b"}
    assert not asked(outcome)


def test_a_no_holds_for_what_a_third_record_would_join():
    nodes = registered(a=who(), b=who(), c=who())
    found = clients(linked(nodes, [Decision("a", "b", is_same=False)]))
    assert found["a"] != found["b"]


def test_the_last_word_on_two_nodes_counts():
    nodes = registered(a=who(), b=who("Els", "Bos"))
    told = [Decision("a", "b", is_same=False), Decision("b", "a", is_same=True)]
    assert len(set(clients(linked(nodes, told)).values())) == 1
    assert len(set(clients(linked(nodes, told[::-1])).values())) == 2


def test_decisions_come_as_a_table_too_and_those_on_nobody_say_nothing():
    told = pa.table({"person_a": ["a", "x"], "person_b": ["b", "y"], "is_same": [True, False]})
    outcome = linked(registered(a=who(), b=who("Els", "Bos")), told)
    assert rules(outcome) == {"a": "review", "b": "review"}


def test_a_record_without_given_name_is_given_to_neither_twin_and_joins_them_not():
    outcome = linked(
        registered(
            a=who("Sophie"), b=who("Sophie"), c=who("Klaas"), d=who("Klaas"), x=who(given=None)
        )
    )
    found = clients(outcome)
    assert found["a"] == found["b"]
    assert found["c"] == found["d"]
    assert len({found["a"], found["c"], found["x"]}) == 3
    assert any("x" in pair for pair in asked(outcome))


def test_a_client_is_named_after_its_earliest_record_and_later_nights_change_that_not():
    nodes = registered(z=(who(), "2020-01-01", "2020-02-01"), a=(who(), "2021-01-01", "2021-02-01"))
    assert clients(linked(nodes)) == {"a": "z", "z": "z"}
    later = pa.concat_tables([nodes, registered(b=(who(), "2022-01-01", "2022-02-01"))])
    assert clients(linked(later)) == {"a": "z", "b": "z", "z": "z"}


def test_times_may_be_missing():
    nodes = table([node("b", who()), node("a", who())])
    assert clients(linked(nodes)) == {"a": "a", "b": "a"}


def test_an_empty_table_gives_empty_results():
    outcome = linked(table([]))
    assert [each.num_rows for each in (outcome.people, outcome.links, outcome.review)] == [0, 0, 0]
    assert outcome.people.schema.names == [
        "person",
        "client_id",
        "household_id",
        "rule",
        "probability",
    ]


def test_a_source_may_lack_columns_altogether():
    nodes = registered(a=who(), b=who()).drop_columns(
        ["sex", "bsn", "bsn_wrong", "bsn_near", "key", "household", "last_at", "house_addition"]
    )
    assert clients(linked(nodes)) == {"a": "a", "b": "a"}


def test_nodes_may_be_a_view_and_nothing_is_left_behind():
    with duckdb.connect() as connection:
        connection.register("given", registered(a=who(), b=who()))
        before = connection.execute("select table_name from information_schema.tables").fetchall()
        link(connection, "given")
        after = connection.execute("select table_name from information_schema.tables").fetchall()
    assert sorted(before) == sorted(after)


def test_a_person_that_stands_there_twice_is_refused():
    twice = pa.concat_tables([registered(a=who()), registered(a=who())])
    with pytest.raises(AnalysisError, match="twice"):
        linked(twice)


def test_nodes_without_a_name_are_refused():
    with pytest.raises(AnalysisError, match="no name"):
        linked(pa.table({"source": ["s"]}))


def test_the_review_list_tells_what_agrees_by_name():
    nodes = registered(a=who(sex="m"), b=who("Klaas", born="1980-03-12", sex="m"))
    review = linked(nodes, settings=LinkSettings(lower=0.0)).review.to_pylist()
    assert [
        {name: review[0][name] for name in ("family", "given", "birth", "sex", "address", "bsn", "conflict")}
    ] == [
        {
            "family": "equal", "given": "differs", "birth": "equal", "sex": "equal", "address": "equal",
            "bsn": "unknown", "conflict": "given",
        }
    ]  # fmt: skip


def test_two_groups_give_one_question_at_most():
    outcome = linked(registered(a=who(bsn=ONE), b=who(bsn=ONE), c=who(bsn=OTHER), d=who(bsn=OTHER)))
    assert outcome.review.num_rows == 1


def test_the_list_has_no_more_questions_than_its_limit():
    people = {
        f"p{n:02}{x}": who(family=f"Naam{chr(97 + n)}", address=f"{1000 + n}AB 1", bsn=bsn)
        for n in range(10)
        for x, bsn in (("a", ONE), ("b", OTHER))
    }
    limits = LinkSettings(max_review_share=0.1, min_review=1)
    nodes = registered(**{name: each for name, each in people.items() if name[1:3] < "01"})
    assert linked(nodes, settings=limits).review.num_rows <= 1


@pytest.mark.parametrize("limits", [{"upper": 1.5}, {"lower": -0.1}, {"lower": 0.9, "upper": 0.5}])
def test_thresholds_out_of_order_are_refused(limits):
    with pytest.raises(AnalysisError, match="no order"):
        LinkSettings(**limits)


person = st.builds(
    who,
    given=st.sampled_from(["Jan", "J.", "Sophie", "Sofie", None]),
    family=st.sampled_from(["de Vries", "Vries", "Jansen", None]),
    born=st.sampled_from(["1980-03-12", "1980-12-03", "1980-01-01", None]),
    address=st.sampled_from(["1234AB 5", "9876ZX 1", None]),
    bsn=st.sampled_from([None, None, ONE, OTHER, WRONG]),
    key=st.sampled_from([None, None, None, "1", "2"]),
)


@examples(25)
@given(st.lists(person, max_size=9), st.data())
def test_any_records_in_any_order_give_the_same_and_keep_the_rules(people, data):
    nodes = [
        node(f"p{n}", each, "s", at("2024-01-01") + timedelta(days=n % 3), None)
        for n, each in enumerate(people)
    ]
    pairs = st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans())
    told = {
        (min(a, b), max(a, b)): s for a, b, s in data.draw(st.lists(pairs, max_size=3)) if a != b
    }
    decisions = [Decision(f"p{a}", f"p{b}", is_same=s) for (a, b), s in told.items()]
    one = linked(table(nodes), decisions)
    other = linked(table(data.draw(st.permutations(nodes))), decisions[::-1])
    assert one.people.equals(other.people)
    assert one.review.equals(other.review)
    assert one.links.equals(other.links)

    found = clients(one)
    assert set(found) == {each["person"] for each in nodes}
    for decision in decisions:
        if decision.is_same and {decision.person_a, decision.person_b} <= set(found):
            assert found[decision.person_a] == found[decision.person_b]
    if not any(each.is_same for each in decisions):  # a yes may bring together what conflicts
        for decision in decisions:
            if {decision.person_a, decision.person_b} <= set(found):
                assert found[decision.person_a] != found[decision.person_b]
    # the joins hold each client together, and none is one too many
    parts = {name: {name} for name in found}
    for row in one.links.to_pylist():
        assert parts[row["person_a"]] is not parts[row["person_b"]]
        joined = parts[row["person_a"]] | parts[row["person_b"]]
        parts |= dict.fromkeys(joined, joined)
    assert all(
        (parts[x] is parts[y] or parts[x] == parts[y]) == (found[x] == found[y])
        for x in found
        for y in found
    )
