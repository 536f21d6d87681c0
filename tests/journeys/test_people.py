"""Who an event is about: linked people, their households, and rows about several of them."""

import pytest
from literal import at, record

from journeys.inputs import Term

LINKED = [
    {"person": "p1", "client_id": "k1", "household_id": "h1", "rule": "bsn"},
    {
        "person": "p2",
        "client_id": "k1",
        "household_id": "h1",
        "rule": "probability",
        "probability": 0.97,
    },
    {"person": "p3", "client_id": "p3", "household_id": None, "rule": "alone"},
]


def told(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def test_two_people_of_one_client_have_one_journey(tables):
    made = tables(
        [record(1, case_id="a", client_id="p1"), record(2, case_id="b", client_id="p2")],
        people=LINKED,
        level="client",
    )
    assert told(made["events"], "client_id", "household_id", "seq") == [
        ("k1", "h1", 1),
        ("k1", "h1", 2),
    ]
    assert told(made["journeys"], "client_id", "n_events") == [("k1", 2)]


def test_every_link_says_which_rule_or_probability_made_it(tables):
    made = tables(
        [
            record(1, case_id="a", client_id="p1"),
            record(2, case_id="b", client_id="p2"),
            record(3, case_id="c", client_id="p3"),
            record(4, case_id="d", client_id="shared key"),
            record(5, case_id="e"),
        ],
        people=LINKED,
        level="client",
    )
    assert told(made["links"], "case_id", "client_id", "rule", "probability") == [
        ("a", "k1", "bsn", None),
        ("b", "k1", "probability", 0.97),
        ("c", "p3", "alone", None),
        ("d", "shared key", "key", None),
        ("e", None, "alone", None),
    ]


def test_a_case_whose_people_are_one_client_tells_its_silent_rows_who_that_is(tables):
    made = tables(
        [
            record(1, client_id="p1"),
            record(2, client_id="p2"),
            record(3),
        ],
        people=LINKED,
        level="client",
    )
    assert told(made["events"], "client_id") == [("k1",)] * 3


def test_a_partner_that_knows_no_household_gets_the_clients_own_of_that_time(tables):
    rows = [
        record(1, case_id="a", client_id="k", household_id="old", started_at=at("2024-01-01")),
        record(2, case_id="b", client_id="k", started_at=at("2024-02-01")),
        record(3, case_id="c", client_id="k", household_id="new", started_at=at("2024-03-01")),
        record(4, case_id="d", client_id="k", started_at=at("2024-04-01")),
        record(5, case_id="e", client_id="k", started_at=at("2023-01-01")),
    ]
    made = tables(rows, level="household")
    homes = {row["event_id"]: row["household_id"] for row in made["events"]}
    assert homes == {"e001": "old", "e002": "old", "e003": "new", "e004": "new", "e005": "old"}
    # and at other levels a row says no more than it says
    made = tables(rows, level="client")
    homes = {row["event_id"]: row["household_id"] for row in made["events"]}
    assert homes["e002"] is None


def test_the_households_of_linking_are_taken_where_the_row_gives_none(tables):
    made = tables(
        [record(1, client_id="p1"), record(2, client_id="p2", household_id="own")],
        people=LINKED,
        level="household",
    )
    homes = {row["event_id"]: row["household_id"] for row in made["events"]}
    assert homes == {"e001": "h1", "e002": "own"}


@pytest.mark.parametrize("level", ["case", "client", "household"])
def test_a_row_about_several_clients_is_an_event_of_each_and_one_of_the_household(tables, level):
    both = {"source_row": 7, "household_id": "h", "started_at": at("2024-01-01")}
    made = tables(
        [
            record(1, client_id="k1", **both),
            record(2, client_id="k2", **both),
            record(3, client_id="k1", household_id="h", source_row=8),
        ],
        level=level,
    )
    if level != "household":
        assert sorted(told(made["events"], "event_id", "client_id")) == [
            ("e001", "k1"),
            ("e002", "k2"),
            ("e003", "k1"),
        ]
        assert made["shared_events"] == []
        return
    assert told(made["events"], "event_id", "client_id") == [("e001", None), ("e003", "k1")]
    assert told(made["shared_events"], "event_id", "client_id") == [("e001", "k1"), ("e001", "k2")]
    assert told(made["journeys"], "n_events", "household_id", "client_id") == [(2, "h", "k1")]
    # who of the family was helped by whom
    assert told(made["lanes"], "client_id", "partner", "n_events") == [
        ("k1", None, 2),
        ("k2", None, 1),
    ]


def test_a_row_about_two_households_is_an_event_of_each(tables):
    made = tables(
        [
            record(1, client_id="k1", household_id="h1", source_row=7),
            record(2, client_id="k2", household_id="h2", source_row=7),
        ],
        level="household",
    )
    assert len(made["events"]) == 2
    assert made["shared_events"] == []


def test_what_a_source_took_back_is_in_no_table(tables):
    made = tables([record(1), record(2, is_withdrawn=True)])
    assert told(made["events"], "event_id") == [("e001",)]


TERMS = [
    Term("", "x", "everywhere", "contact"),
    Term("s", "x", "of source s", "intake"),
    Term("", "x", "of partner P", "plan", partner="P"),
    Term("s", "x", "of P in s", "besluit", 3, partner="P"),
]


@pytest.mark.parametrize(
    ("known", "source", "partner", "activity"),
    [
        (TERMS, "s", "P", "of P in s"),
        (TERMS, "s", "Q", "of source s"),
        (TERMS, "t", "P", "of partner P"),
        (TERMS, "t", None, "everywhere"),
        (TERMS[:3], "s", "P", "of source s"),
        (TERMS[:1], "s", "P", "everywhere"),
        ([], "s", "P", "x"),
    ],
)
def test_the_nearest_meaning_of_a_term_counts(tables, known, source, partner, activity):
    made = tables(
        [record(1, source=source, partner=partner, activity_source=" x")], vocabulary=known
    )
    assert told(made["events"], "activity") == [(activity,)]
    assert told(made["terms"], "activity", "n", "is_mapped") == [(activity, 1, bool(known))]


def test_what_comes_with_klantreis_counts_where_no_row_of_the_vocabulary_does(tables):
    ours = Term("s", "x", "shipped", "plan", is_shipped=True)
    rows = [
        record(1, partner="P", activity_source="x"),
        record(2, partner="Q", activity_source="x"),
    ]
    of_p = Term("", "x", "of partner P", "contact", partner="P")
    made = tables(rows, vocabulary=[ours, of_p])
    assert told(made["events"], "partner", "activity") == [("P", "of partner P"), ("Q", "shipped")]
    made = tables(rows, vocabulary=[ours, Term("", "x", "everywhere", "contact")])
    assert told(made["events"], "activity") == [("everywhere",), ("everywhere",)]


@pytest.mark.parametrize(
    ("written", "partner", "referred_to"),
    [
        (None, "Wijkteam", "GGZ"),
        ("CJG", "Wijkteam", "CJG"),
        (None, "GGZ", None),
        (None, None, "GGZ"),
    ],
)
def test_a_term_refers_where_its_row_names_nobody_and_never_to_who_wrote_it(
    tables, written, partner, referred_to
):
    term = Term("", "naar GGZ", "naar GGZ", "verwijzing", referred_to="GGZ")
    row = record(1, partner=partner, activity_source="naar GGZ", referred_to=written)
    made = tables([row], vocabulary=[term])
    assert told(made["events"], "referred_to") == [(referred_to,)]
    assert len(made["referrals"]) == (referred_to is not None)


def test_the_table_of_terms_says_which_meanings_nobody_confirmed(tables):
    known = [
        Term("s", "a", "a", "plan", likelihood=0.93),
        Term("s", "b", "b", "verwijzing", referred_to="GGZ"),
    ]
    rows = [record(n, partner="P", activity_source=term) for n, term in enumerate("abc", 1)]
    assert told(tables(rows, vocabulary=known)["terms"], "activity", "likelihood", "referred_to") == [
        ("a", 0.93, None), ("b", None, "GGZ"), ("c", None, None),
    ]  # fmt: skip
