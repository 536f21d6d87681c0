"""Which rules judged: each kind without its input is off by name, in the run and per source."""

from __future__ import annotations

from datetime import timedelta

import pytest
from literal import at, record

from journeys.contract import KINDS
from journeys.errors import AnalysisError
from journeys.inputs import Term
from journeys.needs import INPUTS, JUDGES, needs, read_needs
from journeys.norms import Norm, Selector
from journeys.rules import Rule, kinds

TERMS = [Term("", kind, kind, kind) for kind in KINDS]
NORM = Norm("n", Selector(kind=("melding",)), Selector(kind=("besluit",)), 6, "weeks")


@pytest.fixture
def tables(tables):
    """The function from records to tables, with the terms of these tests."""
    return lambda rows, **more: tables(
        rows, **{"vocabulary": TERMS, "as_of": at("2025-06-30"), **more}
    )


def statuses(made, source=None):
    return {
        row["rule"]: (row["status"], row["because"])
        for row in made["rule_status"]
        if row["source"] == source and row["norm"] is None
    }


def event(n, what="overig", day=None, **given):
    moment = at("2024-01-01") + timedelta(days=n if day is None else day)
    return record(n, activity_source=what, started_at=moment, **{"partner": "P", **given})


FULL = [
    event(0, "melding", regisseur="X", referred_to="Q", client_id="c", household_id="h"),
    event(1, "intake", partner="Q", worker="w", cost_eur=1.0, client_id="c", household_id="h"),
    event(2, "weigering", client_id="c", household_id="h", ended_at=at("2024-01-04")),
    event(3, "incident", client_id="c", household_id="h"),
    event(4, "afsluiting", client_id="c", household_id="h"),
]
"""One source that gives every input that an event can give."""

LACKS = {
    "regisseur": "regisseur", "referral": "referred_to", "household": "household_id",
    "person": ("client_id", "household_id"), "worker": "worker", "cost": "cost_eur",
    "partner": "partner",
}  # fmt: skip


def without(name):
    """The full log without one input."""
    if name == "ends":
        return [{**row, "ended_at": row["started_at"]} for row in FULL]
    if name == "partners":
        return [{**row, "partner": "P"} for row in FULL]
    if name in KINDS:
        return [row for row in FULL if row["activity_source"] != name]
    columns = LACKS[name]
    columns = (columns,) if isinstance(columns, str) else columns
    return [{**row, **dict.fromkeys(columns)} for row in FULL]


def test_with_every_input_every_rule_judges_but_those_that_the_config_does_not_ask(tables):
    made = tables(FULL, norms=[NORM])
    off = {rule: why for rule, why in statuses(made).items() if why[0] != "judged"}
    assert off == {
        "contact_laat": ("no_input", "colours"),
        "waits_working": ("no_input", "calendars"),
    }


ABSENT = (*LACKS, "ends", "partners", "melding", "intake", "weigering", "incident")


@pytest.mark.parametrize("name", ABSENT)
def test_without_an_input_exactly_the_rules_that_need_it_are_off(tables, name):
    made = tables(without(name), norms=[NORM])
    implied = {name} | {"partner": {"partners"}, "person": {"household"}}.get(name, set())
    wanted = {rule for rule, need in needs().items() if implied & set(need.inputs)}
    off = {
        rule
        for rule, (status, because) in statuses(made).items()
        if status == "no_input" and implied & set(because.split(", "))
    }
    assert wanted <= off
    assert {rule for rule in off - wanted if needs()[rule].judges != "waits"} == set()
    found = {row["kind"] for row in made["signals"]}
    assert not found & off


def test_every_kind_of_signal_has_a_row_and_those_without_needs_are_few(tables):
    made = tables(FULL)
    assert set(kinds()) == {row["rule"] for row in made["rule_status"] if row["is_signal"]}
    assert {rule for rule, need in needs().items() if not need.inputs} == {"wachtmoment", "waits"}
    assert {name for need in needs().values() for name in need.inputs} <= {*INPUTS, *KINDS}
    assert {need.judges for need in needs().values()} <= set(JUDGES)


def test_a_kind_that_the_config_switches_off_says_so(tables):
    made = tables(FULL, rules=[Rule("pingpong", enabled=False)])
    assert statuses(made)["pingpong"] == ("off_by_config", None)


def test_a_kind_that_the_vocabulary_has_for_a_source_by_name_can_be_missed_there(tables):
    rows = [event(0), event(1, source="t")]
    made = tables(rows, vocabulary=[Term("t", "Intake", "Intake", "intake")])
    assert statuses(made, "s")["opnieuw_intake"] == ("no_input", "intake")
    assert statuses(made, "t")["opnieuw_intake"] == ("judged", None)
    assert statuses(made)["opnieuw_intake"] == ("part", "intake")


@pytest.mark.parametrize("line", ["-- needs: regiseur", "-- judges: journey"])
def test_a_head_with_an_input_that_there_is_not_is_told_by_name(line):
    with pytest.raises(AnalysisError, match="rule 'proef': its head names"):
        read_needs("proef", f"{line}\n", is_signal=True)


def test_a_norm_that_nothing_opens_or_nothing_can_close_is_told(tables):
    made = tables([event(0, "melding")], norms=[NORM, Norm("o", NORM.end, NORM.start, 6, "weeks")])
    norms = {
        row["norm"]: (row["status"], row["because"], row["n_judged"])
        for row in made["rule_status"]
        if row["norm"]
    }
    assert norms == {"n": ("part", "to", 1), "o": ("no_input", "from", 0)}


# ---- referrals and regie, per source


def test_a_log_of_partners_alone_has_no_silent_handover_and_misses_no_regisseur(tables):
    rows = [event(n, case_id=str(n // 4), partner="PQPR"[n % 4], day=30 * n) for n in range(40)]
    made = tables(rows)
    assert {row["kind"] for row in made["handovers"]} == {"silent"}
    assert {row["judgement"] for row in made["handovers"]} == {"unknown"}
    found = {row["kind"] for row in made["signals"]}
    assert found == {"wachtmoment", "pingpong", "terug_bij_start"}
    assert statuses(made)["stille_overdracht"] == ("no_input", "referral")
    assert statuses(made)["geen_regisseur"] == ("no_input", "regisseur")


def test_a_handover_is_judged_by_the_source_of_who_handed_over(tables):
    rows = [
        event(0, case_id="x", client_id="c", source="s", partner="P"),
        event(1, case_id="y", client_id="c", source="t", partner="Q"),
        event(2, case_id="x", client_id="c", source="s", partner="P"),
        event(3, case_id="x", client_id="c", source="s", partner=None),
        event(4, case_id="y", client_id="c", source="t", partner="Q", referred_to="R"),
    ]
    made = tables(rows, level="client")
    assert [(row["seq"], row["kind"], row["judgement"], row["source"]) for row in made["handovers"]] == [
        (1, "silent", "unknown", "s"),
        (2, "silent", "silent", "t"),
        (4, "silent", "unknown", "s"),
    ]  # fmt: skip
    assert sum(row["kind"] == "stille_overdracht" for row in made["signals"]) == 1
    whole, *_ = [row for row in made["rule_status"] if row["rule"] == "stille_overdracht"]
    counts = ("status", "n_judged", "n_unjudged", "n_found")
    assert [whole[column] for column in counts] == ["part", 1, 2, 1]


def test_a_journey_misses_a_regisseur_where_one_of_its_own_sources_names_one_elsewhere(tables):
    rows = [
        event(0, case_id="x", source="s"),
        event(1, case_id="y", source="s", regisseur="X"),
        event(2, case_id="z", source="t"),
    ]
    made = tables(rows)
    missed = [row for row in made["signals"] if row["kind"] == "geen_regisseur"]
    by_source = {
        row["source"]: row for row in made["rule_status"] if row["rule"] == "geen_regisseur"
    }
    assert len(missed) == 1
    assert {
        source: (row["status"], row["n_judged"], row["n_unjudged"], row["n_found"])
        for source, row in by_source.items()
    } == {None: ("part", 2, 1, 1), "s": ("judged", 2, 0, 1), "t": ("no_input", 0, 1, 0)}


# ---- time between contacts


def contacts(**given):
    """22 contacts at one partner in 184 days, each with one time."""
    return [event(n, "contact", day=n * 184 / 21, **given) for n in range(22)]


@pytest.mark.parametrize("given", [{}, {"partner": None}, {"precision": "day"}], ids=str)
def test_22_contacts_in_184_days_are_no_waiting(tables, given):
    made = tables(contacts(**given))
    assert [row["is_between_contacts"] for row in made["waits"]] == [True] * 21
    (journey,) = made["journeys"]
    assert (journey["waiting_s"], journey["between_contacts_s"]) == (184 * 86_400, 184 * 86_400)
    assert made["bottlenecks"] == []
    assert made["signals"] == []
    assert statuses(made)["wachtmoment"] == ("no_input", "ends")
    columns = ("n", "n_waiting", "waiting_share", "n_unknown")
    assert {tuple(row[column] for column in columns) for row in made["ageing"]} == {(1, 0, None, 1)}


@pytest.mark.parametrize(
    "more",
    [event(90, case_id="z", ended_at=at("2024-05-01")), event(90, case_id="z", is_running=True)],
    ids=["an end", "a running event"],
)
def test_one_end_in_the_source_makes_its_waits_waits(tables, more):
    made = tables([*contacts(), more])
    assert not any(row["is_between_contacts"] for row in made["waits"])
    assert made["bottlenecks"]


@pytest.mark.parametrize(
    ("before", "after", "is_contact"),
    [
        ({"partner": "P"}, {"partner": "P"}, True),
        ({"partner": "P"}, {"partner": "Q"}, False),
        ({"partner": "P"}, {"partner": None}, False),
        ({"partner": None}, {"partner": "P"}, False),
        ({"partner": "P"}, {"partner": "P", "source": "t"}, True),
        ({"partner": None}, {"partner": None, "source": "t"}, False),
        ({"partner": "P", "what": "afsluiting"}, {"partner": "P"}, False),
        ({"partner": "P", "source": "with ends"}, {"partner": "P"}, False),
        ({"partner": "P", "referred_to": "Q"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "intake", "referred_to": "Q"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "verwijzing"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "melding"}, {"partner": "P", "what": "intake"}, False),
        ({"partner": "P", "what": "acceptatie"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "weigering"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "besluit"}, {"partner": "P"}, False),
        ({"partner": "P", "what": "intake"}, {"partner": "P", "what": "start"}, False),
        ({"partner": "P", "what": "start"}, {"partner": "P", "what": "contact"}, True),
        ({"partner": "P", "what": "intake"}, {"partner": "P", "what": "contact"}, True),
        ({"partner": "P", "what": "contact"}, {"partner": "P", "what": "melding"}, True),
        ({"partner": "P", "what": "contact"}, {"partner": "P", "what": "verwijzing"}, True),
        ({"partner": "P", "what": "overleg"}, {"partner": "P", "what": "plan"}, True),
        ({"partner": "P", "what": "regie_einde"}, {"partner": "P"}, True),
    ],
    ids=str,
)
def test_time_between_contacts_is_between_two_events_at_one_partner(
    tables, before, after, is_contact
):
    common = {"case_id": "c", "client_id": "c"}
    ends = event(9, source="with ends", client_id="z", ended_at=at("2024-02-01"))
    made = tables(
        [event(0, **common, **before), event(40, **common, **after), ends], level="client"
    )
    (wait,) = made["waits"]
    assert wait["is_between_contacts"] == is_contact
    assert ("wachtmoment" in {row["kind"] for row in made["signals"]}) != is_contact


def test_a_closing_activity_ends_what_lies_between_contacts(tables):
    made = tables([event(0, "contact"), event(40, "contact")], closing=["contact"])
    assert [row["is_between_contacts"] for row in made["waits"]] == [False]


@pytest.mark.parametrize(
    ("first", "last", "n_waiting", "n_unknown"),
    [({}, {"referred_to": "Q"}, 1, 0), ({"referred_to": "Q"}, {}, 0, 1)],
    ids=["referred last", "referred first"],
)
def test_a_referral_that_nobody_picks_up_is_waiting_now_also_without_ends(
    tables, first, last, n_waiting, n_unknown
):
    made = tables([event(0, "contact", **first), event(5, "contact", **last)])
    told = {(row["n_waiting"], row["n_unknown"]) for row in made["ageing"]}
    assert told == {(n_waiting, n_unknown)}
