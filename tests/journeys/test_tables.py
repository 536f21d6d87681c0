"""Literal events in, literal rows out: one definition at a time."""

from __future__ import annotations

from datetime import date

import pytest
from literal import at, record

from journeys.inputs import Term
from journeys.working_time import working_days


def only(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def test_an_empty_log_gives_empty_tables(tables):
    made = tables([])
    assert {name for name, rows in made.items() if rows} == set()


def test_a_case_of_one_event_is_a_journey_without_steps(tables):
    made = tables([record(1, started_at=at("2024-01-05"))])
    assert made["steps"] == []
    assert only(made["journeys"], "n_events", "duration_s", "calendar_days", "working_days") == [
        (1, 0.0, 0, 0)
    ]
    assert only(made["routes"], "route", "n_journeys", "share") == [("a", 1, 1.0)]


def test_events_at_one_moment_go_by_rank_then_end_then_row(tables):
    moment = at("2024-01-05 10:00")
    rows = [
        record(1, started_at=moment, activity_source="last", source_row=9),
        record(2, started_at=moment, activity_source="closing", source_row=1),
        record(3, started_at=moment, ended_at=at("2024-01-05 11:00"), activity_source="long"),
        record(4, started_at=moment, activity_source="first", source_row=8),
    ]
    made = tables(rows, vocabulary=[Term("s", "closing", "closing", "overig", rank=1)])
    assert only(made["events"], "seq", "activity") == [
        (1, "first"),
        (2, "last"),
        (3, "long"),
        (4, "closing"),
    ]


def test_idle_counts_from_the_latest_end_so_overlapping_help_is_no_wait(tables):
    rows = [
        record(1, started_at=at("2024-01-01"), ended_at=at("2024-01-31")),
        record(2, started_at=at("2024-01-02"), ended_at=at("2024-01-03")),
        record(3, started_at=at("2024-01-20")),
        record(4, started_at=at("2024-02-02")),
    ]
    made = tables(rows)
    assert only(made["steps"], "idle_s", "parallel") == [
        (0.0, True),
        (0.0, True),
        (2 * 86_400.0, False),
    ]
    assert only(made["waits"], "seq", "idle_s") == [(3, 2 * 86_400.0)]


def test_a_handover_skips_events_that_name_no_partner(tables):
    rows = [record(1, partner="A"), record(2), record(3, partner="B"), record(4, partner="A")]
    made = tables(rows)
    assert only(made["handovers"], "seq", "from_partner", "to_partner", "kind", "returns") == [
        (2, "A", "B", "silent", False),
        (3, "B", "A", "silent", True),
    ]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        pytest.param(
            [("A", "B"), ("B", None)], ["referred"], id="the next event answers the referral"
        ),
        pytest.param(
            [("A", "B"), ("A", None), ("B", None)], ["referred"], id="work at A in between"
        ),
        pytest.param(
            [("A", "B"), ("C", None), ("B", None)],
            ["silent", "referred"],
            id="another partner in between",
        ),
        pytest.param(
            [("A", "B"), ("B", None), ("A", None), ("B", None)],
            ["referred", "silent", "silent"],
            id="a referral is used up by its answer",
        ),
        pytest.param(
            [("B", "B"), ("A", None), ("B", None)],
            ["silent", "referred"],
            id="a partner that refers to itself is answered by its own return",
        ),
    ],
)
def test_a_handover_is_referred_where_its_event_answers_a_referral(tables, rows, kinds):
    made = tables([record(n, partner=p, referred_to=to) for n, (p, to) in enumerate(rows, 1)])
    assert only(made["handovers"], "kind") == [(kind,) for kind in kinds]


def test_a_referral_is_accepted_refused_lost_or_open(tables):
    terms = [Term("s", "nee", "nee", "weigering"), Term("s", "dicht", "dicht", "afsluiting")]
    rows = [
        record(1, case_id="accepted", partner="A", referred_to="B"),
        record(3, case_id="accepted", partner="B"),
        record(4, case_id="refused", partner="A", referred_to="B"),
        record(5, case_id="refused", partner="B", activity_source="nee"),
        record(60, case_id="closed", partner="A", referred_to="B"),
        record(61, case_id="closed", partner="A", activity_source="dicht"),
        record(20, case_id="late", partner="A", referred_to="B"),
        record(21, case_id="open", partner="A", referred_to="B"),
        record(62, case_id="other"),
    ]
    made = tables(rows, vocabulary=terms, lost_after_days=42)
    assert sorted(only(made["referrals"], "event_id", "outcome", "wait_s")) == [
        ("e001", "accepted", 2 * 86_400.0),
        ("e004", "refused", 86_400.0),
        ("e020", "lost", None),
        ("e021", "open", None),
        ("e060", "lost", None),
    ]


def test_a_spell_ends_where_the_regie_was_given_up_else_where_the_next_begins(tables):
    terms = [Term("s", "einde", "einde", "regie_einde")]
    rows = [
        record(1, regisseur="X"),
        record(2),
        record(3, regisseur="X", activity_source="einde"),
        record(10, regisseur="Y"),
        record(12, regisseur="X"),
        record(20),
    ]
    made = tables(rows, vocabulary=terms)
    assert only(made["regisseurs"], "spell", "regisseur", "from_at", "until_at", "n_events") == [
        (1, "X", at("2024-01-02"), at("2024-01-04"), 2),
        (2, "Y", at("2024-01-11"), at("2024-01-13"), 1),
        (3, "X", at("2024-01-13"), at("2024-01-21"), 1),
    ]
    assert only(
        made["regisseur_changes"], "from_regisseur", "to_regisseur", "event_id", "gap_days"
    ) == [("X", "Y", "e010", 7.0), ("Y", "X", "e012", 0.0)]


def test_a_new_journey_starts_after_so_many_idle_days_or_more(tables):
    rows = [
        record(1, started_at=at("2024-01-01"), ended_at=at("2024-01-10")),
        record(2, started_at=at("2024-01-02")),
        record(3, started_at=at("2024-01-19 23:59")),
        record(4, started_at=at("2024-01-29 23:59")),
    ]
    made = tables(rows, split_after_days=10)
    assert only(made["journeys"], "n_events") in ([(3,), (1,)], [(1,), (3,)])
    assert sorted(only(made["events"], "event_id", "seq")) == [
        ("e001", 1),
        ("e002", 2),
        ("e003", 3),
        ("e004", 1),
    ]


def test_level_client_takes_all_events_of_one_client_over_all_sources(tables):
    rows = [
        record(1, source="s1", case_id="c1", client_id="k"),
        record(2, source="s2", case_id="c1", client_id="k"),
        record(3, source="s1", case_id="c1", client_id=None),
        record(4, source="s1", case_id="c9", client_id=None),
        record(5, source="s2", case_id="c1", client_id="other"),
        record(6, source="s2", case_id="c1", client_id=None),
    ]
    made = tables(rows, level="client")
    groups = {}
    for event in made["events"]:
        groups.setdefault(event["journey_id"], set()).add(event["event_id"])
    # e003 takes its case's only client; e006's case names two, so that it stays with its case
    assert sorted(map(sorted, groups.values())) == [
        ["e001", "e002", "e003"],
        ["e004"],
        ["e005"],
        ["e006"],
    ]
    assert sorted(only(made["links"], "source", "case_id", "rule")) == [
        ("s1", "c1", "key"),
        ("s1", "c9", "alone"),
        ("s2", "c1", "alone"),
        ("s2", "c1", "key"),
        ("s2", "c1", "key"),
    ]


def test_level_case_keeps_equal_numbers_of_two_sources_apart(tables):
    rows = [record(1, source="s1", client_id="k"), record(2, source="s2", client_id="k")]
    assert len(tables(rows, level="case")["journeys"]) == 2
    assert len(tables(rows, level="client")["journeys"]) == 1


def test_what_is_running_ends_at_as_of_and_keeps_the_journey_from_waiting(tables):
    rows = [
        record(1, started_at=at("2024-01-01"), is_running=True),
        record(2, started_at=at("2024-01-20")),
    ]
    made = tables(rows)
    assert only(made["events"], "ended_at", "is_running") == [
        (at("2024-01-20"), True),
        (at("2024-01-20"), False),
    ]
    assert made["waits"] == []
    later = tables(rows, as_of=at("2024-03-01"))
    assert later["journeys"][0]["ended_at"] == at("2024-03-01")


def test_what_starts_after_as_of_and_runs_ends_at_its_own_start(tables):
    made = tables([record(1, started_at=at("2024-05-01"), is_running=True)], as_of=at("2024-03-01"))
    assert only(made["events"], "ended_at") == [(at("2024-05-01"),)]


def test_the_vocabulary_of_a_source_goes_before_that_of_all(tables):
    terms = [
        Term("", "gesprek", "Gesprek", "contact"),
        Term("s", "gesprek", "Intakegesprek", "intake", rank=5),
    ]
    rows = [
        record(1, activity_source="gesprek"),
        record(2, source="t", activity_source="gesprek"),
        record(3, activity_source="iets anders"),
    ]
    made = tables(rows, vocabulary=terms)
    assert sorted(only(made["events"], "event_id", "activity", "kind", "rank")) == [
        ("e001", "Intakegesprek", "intake", 5),
        ("e002", "Gesprek", "contact", 0),
        ("e003", "iets anders", "overig", 0),
    ]


@pytest.mark.parametrize(
    ("first", "last", "calendar", "working"),
    [
        pytest.param("2024-03-28", "2024-04-02", 5, 1, id="over Easter"),
        pytest.param("2024-03-30 23:30", "2024-03-31 21:30", 0, 0, id="23 hours, one local day"),
        pytest.param("2024-10-26 21:30", "2024-10-27 22:30", 1, 0, id="25 hours, two local days"),
        pytest.param("2025-05-02", "2025-05-06", 4, 1, id="5 May in a fifth year is free"),
        pytest.param("2024-05-03", "2024-05-07", 4, 2, id="5 May in another year is none"),
        pytest.param(
            "2023-12-31 23:30", "2024-01-02", 1, 1, id="a UTC year ends a local hour later"
        ),
    ],
)
def test_days_are_those_of_the_local_calendar(tables, first, last, calendar, working):
    made = tables([record(1, started_at=at(first)), record(2, started_at=at(last))])
    assert only(made["journeys"], "calendar_days", "working_days") == [(calendar, working)]


def test_working_days_agree_with_counting_by_hand():
    days, n = working_days(2026, 2026)
    # January 2026: 22 weekdays, less New Year's Day
    assert n[days.index(date(2026, 1, 31))] == 21


def test_the_route_of_a_journey_is_found_by_its_id(tables):
    rows = [record(n, case_id=str(n % 3), activity_source="ab"[n % 2]) for n in range(12)]
    made = tables(rows)
    by_id = {row["route_id"]: row["route"] for row in made["routes"]}
    for journey in made["journeys"]:
        mine = [e for e in made["events"] if e["journey_id"] == journey["journey_id"]]
        assert by_id[journey["route_id"]] == " > ".join(e["activity"] for e in mine)
