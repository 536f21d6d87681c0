"""Each kind of signal: literal rows in, the finding out, and gone once its cause is taken away."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from literal import at, record, run_models
from profiles import with_few

from journeys.errors import AnalysisError
from journeys.inputs import Term
from journeys.norms import Norm, Selector
from journeys.rules import Rule, kinds, read_kind

KINDS = (
    "melding",
    "intake",
    "weigering",
    "contact",
    "regie_einde",
    "incident",
    "afsluiting",
    "start",
)
TERMS = [Term("", kind, kind, kind) for kind in KINDS]
NAMES = ("journeys", "active_partners", "signals", "signal_sources")
SETTINGS = {"level": "client", "vocabulary": TERMS, "as_of": at("2025-06-30")}


def event(n, day, what="overig", partner="P", **given):
    """A client's event on a day of 2024 or later: "01-05" is 5 January 2024."""
    moment = at(day if day.startswith("20") else f"2024-{day}")
    if "until" in given:
        given["ended_at"] = at("2024-" + given.pop("until"))
    base = {"client_id": "c", "household_id": "h", "started_at": moment, "partner": partner}
    return record(n, activity_source=what, **{**base, **given})


def found(tables, kind, *columns):
    return [
        tuple(row[column] for column in columns) for row in tables["signals"] if row["kind"] == kind
    ]


@pytest.fixture(scope="module")
def of_case(tmp_path_factory):
    """A function from kind to the tables of its case, made once."""
    return cache(
        lambda kind: run_models(CASES[kind][0], tmp_path_factory.mktemp(kind), NAMES, **SETTINGS)
    )


CASES = {
    "wachtmoment": (
        [event(1, "01-01"), event(2, "01-15", partner="Q")],
        [1],
        14.0,
        "Van 1-1-2024 tot 15-1-2024 (14 dagen) was geen enkele partner bezig. Daarna was Q aan zet."
        " De grens is 14 dagen.",
    ),
    "stille_overdracht": (
        [
            event(1, "01-01"),
            event(2, "01-03", partner="Q"),
            event(3, "01-04", client_id="d", referred_to="R"),
        ],
        [2],
        2.0,
        "Op 3-1-2024 ging de klantreis over van P naar Q, zonder dat een verwijzing is vastgelegd.",
    ),
    "verwijzing_verloren": (
        [event(1, "01-01", referred_to="Q"), event(2, "01-11", "afsluiting")],
        [1],
        10.0,
        "P verwees op 1-1-2024 naar Q. Daar is daarna niets vastgelegd (10 dagen).",
    ),
    "verwijzing_geweigerd": (
        [event(1, "01-01", referred_to="Q"), event(2, "01-04", "weigering", "Q")],
        [2],
        3.0,
        "P verwees op 1-1-2024 naar Q. Q weigerde op 4-1-2024.",
    ),
    "verwijzing_traag": (
        [event(1, "01-01", referred_to="Q"), event(2, "02-12", "intake", "Q")],
        [1],
        42.0,
        "P verwees op 1-1-2024 naar Q. Het duurde 42 dagen tot Q in actie kwam. De grens is 42 dagen.",
    ),
    "pingpong": (
        [event(1, "01-01"), event(2, "01-02", partner="Q"), event(3, "01-05", partner="P")],
        [2],
        3.0,
        "Op 2-1-2024 ging de klantreis van P naar Q, en op 5-1-2024 weer terug naar P.",
    ),
    "regisseurwissel": (
        [event(1, "01-01", regisseur="X"), event(2, "01-02", regisseur="Y")],
        [2],
        1.0,
        "Op 2-1-2024 kreeg de klantreis een andere regisseur, bij P. Het is wissel nummer 1.",
    ),
    "regie_gat": (
        [event(1, "01-01", "regie_einde", regisseur="X"), event(2, "01-08", regisseur="Y")],
        [1],
        7.0,
        "Van 1-1-2024 tot 8-1-2024 (7 dagen) had niemand de regie. De grens is 7 dagen.",
    ),
    "geen_regisseur": (
        [event(1, "01-01"), event(2, "01-05"), event(3, "01-15", regisseur="X")],
        [1, 2],
        14.0,
        "Vanaf 1-1-2024 was de klantreis 14 dagen zonder regisseur. De grens is 14 dagen.",
    ),
    "meer_regisseurs": (
        [
            event(1, "01-01", regisseur="X", client_id="a"),
            event(2, "02-01", client_id="a"),
            event(3, "01-20", regisseur="Y", client_id="b"),
            event(4, "03-01", client_id="b"),
        ],
        [3],
        2.0,
        "Van 20-1-2024 tot 1-2-2024 hadden 2 regisseurs tegelijk de regie in één gezin.",
    ),
    "opnieuw_intake": (
        [event(1, "01-01", "intake"), event(2, "01-05", "intake", "Q")],
        [1],
        2.0,
        "Op 5-1-2024 was er bij Q opnieuw een intake: nummer 2 van deze klantreis.",
    ),
    "onveilig": (
        [event(1, "2025-06-20", "incident"), event(2, "2025-06-29")],
        [1],
        10.0,
        "Het laatste incident was op 20-6-2025: 10 dagen geleden. Pas na 183 dagen zonder incident,"
        " terwijl iemand het gezin nog ziet, noemen we het rustig.",
    ),
    "hermelding": (
        [event(1, "01-01", "afsluiting"), event(2, "2024-12-31", "melding", case_id="d")],
        [1],
        365.0,
        "Op 31-12-2024 kwam bij P een nieuwe melding binnen, 365 dagen na de afsluiting daar"
        " op 1-1-2024.",
    ),
    "stapeling": (
        [event(n, "01-01", partner=name, client_id=name) for n, name in enumerate("PQRS")],
        [0],
        4.0,
        "In de weken van 1-1-2024 tot 8-1-2024 waren tot 4 partners tegelijk actief in één gezin."
        " De grens is 4 partners.",
    ),
    "nooit_afgesloten": (
        [event(1, "01-01", is_running=True), event(2, "05-01", partner="Q", case_id="q")],
        [1],
        546.0,
        "Bij P staat hulp sinds 1-1-2024 als lopend (546 dagen), terwijl daar verder niets is"
        " vastgelegd. Waarschijnlijk is zij nooit afgesloten.",
    ),
    "dubbele_wissel": (
        [event(1, "01-01", regisseur="X"), event(2, "01-05", partner="Q"),
         event(3, "01-12", partner="Q", regisseur="Y")],
        [3],
        7.0,
        "Rond 12-1-2024 kreeg de klantreis een andere regisseur en ging zij ook over van P naar Q.",
    ),
    "veel_regisseurs": (
        [event(n, f"01-0{n + 1}", regisseur=name) for n, name in enumerate("VWXYZ")],
        [0],
        5.0,
        "Dit gezin kreeg sinds 1-1-2024 met 5 regisseurs te maken. De grens is 5 regisseurs.",
    ),
    "terug_bij_start": (
        [event(1, "01-01"), event(2, "01-02", partner="Q"), event(3, "01-03", partner="R"),
         event(4, "01-04")],
        [4],
        1.0,
        "De klantreis begon bij P en kwam daar 1 keer terug, voor het eerst op 4-1-2024.",
    ),
}  # fmt: skip
"""Kind to its rows, the source rows whose removal is the end of it, its value and its words."""


@pytest.mark.parametrize("kind", CASES)
def test_a_finding_is_one_row_and_is_told_in_dutch(of_case, kind):
    _, _, value, words = CASES[kind]
    assert found(of_case(kind), kind, "value", "explanation") == [(value, words)]


@pytest.mark.parametrize("kind", CASES)
def test_a_finding_is_gone_once_its_cause_is(tables, kind):
    rows, cause, _, _ = CASES[kind]
    left = [row for row in rows if row["source_row"] not in cause]
    assert found(tables(left, **SETTINGS), kind, "value") == []


@pytest.mark.parametrize("kind", CASES)
def test_a_finding_stays_when_what_is_no_cause_goes(tables, of_case, kind):
    rows = CASES[kind][0]
    others = [
        event(
            90 + n, f"0{n + 1}-03", partner="Z", client_id=f"z{n}", household_id=None, case_id="z"
        )
        for n in range(3)
    ]
    with_others = tables(rows + others, **SETTINGS)
    one = found(with_others, kind, "signal_id", "since", "until", "event_ids")
    other = found(of_case(kind), kind, "signal_id", "since", "until", "event_ids")
    assert len(other) == 1
    assert all(each in one for each in other)


@pytest.mark.parametrize("kind", [kind for kind in CASES if kinds()[kind].limit is not None])
def test_a_finding_is_none_a_moment_short_of_its_limit(tables, kind):
    rows, _, value, _ = CASES[kind]
    step = 1 if kinds()[kind].unit != "days" else 1e-6
    at_most = ("onveilig", "hermelding", "dubbele_wissel")
    short = value - step if kind in at_most else value + step
    made = tables(rows, rules=[Rule(kind, limit=short)], **SETTINGS)
    assert found(made, kind, "kind") == []


@pytest.mark.parametrize("kind", with_few(CASES, "wachtmoment", "pingpong", "stapeling"))
def test_a_rule_switches_its_kind_off_and_no_other(tables, of_case, kind):
    rows = CASES[kind][0]
    made = of_case(kind)["signals"]
    off = tables(rows, rules=[Rule(kind, enabled=False)], **SETTINGS)["signals"]
    assert off == [row for row in made if row["kind"] != kind]


@pytest.mark.parametrize("kind", with_few(CASES, "wachtmoment", "pingpong", "stapeling"))
def test_a_finding_has_the_same_id_on_a_later_night(tables, of_case, kind):
    rows = CASES[kind][0]
    later = {**SETTINGS, "as_of": SETTINGS["as_of"] + timedelta(days=1)}
    tonight = found(of_case(kind), kind, "signal_id")
    assert tonight == found(tables(rows, **later), kind, "signal_id")


def test_every_kind_has_a_case_here_or_tests_of_its_own():
    own = {"contact_laat", "norm_overschreden", "norm_dreigt"}
    assert set(kinds()) - own == set(CASES)


def test_a_signal_leads_back_to_the_rows_that_show_it(tables):
    made = tables(CASES["wachtmoment"][0], **SETTINGS)
    ((signal_id, event_ids),) = found(made, "wachtmoment", "signal_id", "event_ids")
    sources = [row for row in made["signal_sources"] if row["signal_id"] == signal_id]
    assert [row["event_id"] for row in sources] == event_ids == ["e001", "e002"]
    assert [(row["source"], row["source_file"], row["source_row"]) for row in sources] == [
        ("s", "f.csv", 1),
        ("s", "f.csv", 2),
    ]


def test_a_rule_changes_limit_severity_and_name(tables):
    rule = Rule("wachtmoment", name="kort wachten", limit=1.5, severity="hoog")
    made = tables([event(1, "01-01"), event(2, "01-03", partner="Q")], rules=[rule], **SETTINGS)
    columns = ("rule", "severity", "limit", "unit", "rule_version")
    assert found(made, "wachtmoment", *columns) == [("kort wachten", "hoog", 1.5, "days", 3)]
    ((words,),) = found(made, "wachtmoment", "explanation")
    assert words.endswith("De grens is 1,5 dagen.")


def test_a_rule_for_some_partners_keeps_to_them(tables):
    rows = [event(1, "01-01"), event(2, "02-01", partner="Q"), event(3, "03-01", partner="R")]
    made = tables(rows, rules=[Rule("wachtmoment", partners=["R"])], **SETTINGS)
    assert found(made, "wachtmoment", "partner") == [("R",)]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([Rule("wachtmomentje")], r"did you mean wachtmoment\?"),
        ([Rule("pingpong"), Rule("pingpong")], "twice"),
    ],
    ids=["a kind that is not there", "one kind twice"],
)
def test_a_wrong_rule_is_told(tables, rules, told):
    with pytest.raises(AnalysisError, match=told):
        tables([event(1, "01-01")], rules=rules, **SETTINGS)


@pytest.mark.parametrize(
    "change",
    [("limit: 14 days", "limit: veel"), ("days", "weken"), ("midden", "erg"), ("version: 1", "version: x"),
     ("{since}", "{sinds}")],
    ids=["limit", "unit", "severity", "version", "a mark"],
)  # fmt: skip
def test_a_kind_with_a_wrong_head_is_told_by_name(change):
    head = "-- limit: 14 days\n-- severity: midden\n-- version: 1\n-- explanation: Van {since}.\n"
    assert read_kind("proef", head).limit == 14
    with pytest.raises(AnalysisError, match="signal 'proef': its head has no right line"):
        read_kind("proef", head.replace(*change))


def test_a_partners_name_is_never_taken_for_a_mark_of_the_template(tables):
    made = tables([event(1, "01-01"), event(2, "01-15", partner="{value} {since}")], **SETTINGS)
    ((words,),) = found(made, "wachtmoment", "explanation")
    assert "Daarna was {value} {since} aan zet." in words


def test_a_silent_partner_is_an_unknown_one(tables):
    made = tables([event(1, "01-01"), event(2, "01-15", partner=None)], **SETTINGS)
    ((words, partner),) = found(made, "wachtmoment", "explanation", "partner")
    assert partner is None
    assert "Daarna was een onbekende partner aan zet." in words


def test_a_wait_begins_when_the_last_help_ended_and_not_with_the_event_before(tables):
    rows = [event(1, "01-01", until="02-01"), event(2, "01-05", until="01-06"), event(3, "03-01")]
    made = tables(rows, **SETTINGS)
    assert found(made, "wachtmoment", "since", "value") == [(at("2024-02-01"), 29.0)]


def test_pingpong_is_straight_back_and_not_by_way_of_another(tables):
    rows = [event(n, f"01-0{n + 1}", partner=name) for n, name in enumerate("PQRPRP")]
    made = tables(rows, **SETTINGS)
    assert found(made, "pingpong", "partner", "since") == [
        ("R", at("2024-01-04")),
        ("P", at("2024-01-05")),
    ]


def test_spells_that_touch_are_not_held_at_once(tables):
    rows = [
        event(1, "01-01", regisseur="X", client_id="a"),
        event(2, "02-01", client_id="a"),
        event(3, "02-01", regisseur="Y", client_id="b"),
        event(4, "03-01", client_id="b"),
    ]
    assert found(tables(rows, **SETTINGS), "meer_regisseurs", "since") == []


def test_one_regisseur_of_two_members_is_one(tables):
    rows = [
        event(1, "01-01", regisseur="X", client_id="a"),
        event(2, "02-01", client_id="a"),
        event(3, "01-10", regisseur="X", client_id="b"),
        event(4, "03-01", client_id="b"),
    ]
    assert found(tables(rows, **SETTINGS), "meer_regisseurs", "since") == []


def test_regisseurs_that_relieve_each_other_beside_a_third_are_one_interval(tables):
    rows = [
        event(1, "01-01", regisseur="X", client_id="a"),
        event(2, "02-01", regisseur="Y", client_id="a"),
        event(3, "03-01", client_id="a"),
        event(4, "01-10", regisseur="Z", client_id="b"),
        event(5, "04-01", client_id="b"),
    ]
    assert found(tables(rows, **SETTINGS), "meer_regisseurs", "since", "until", "value") == [
        (at("2024-01-10"), at("2024-03-01"), 2.0)
    ]


def test_hermelding_goes_over_the_journeys_and_the_household_but_stays_at_its_partner(tables):
    rows = [
        event(1, "01-01", "afsluiting"),
        event(2, "02-01", "afsluiting", "Q"),
        event(3, "09-01", "melding", "Q", case_id="q"),
        event(4, "09-02", "melding", "R"),
        event(5, "09-03", "melding", "Q", client_id="d", case_id="d"),
        event(6, "09-04", "melding", "P", client_id="d", case_id="d"),
    ]
    made = tables(rows, split_after_days=30, **SETTINGS)
    assert len(made["journeys"]) == 4
    assert found(made, "hermelding", "since", "event_ids") == [
        (at("2024-01-01"), ["e001", "e006"]),
        (at("2024-02-01"), ["e002", "e003"]),
    ]


def test_a_row_about_several_clients_closes_for_each_of_them_at_level_household(tables):
    both = [
        event(n, "01-01", "afsluiting", client_id=client, source_row=7)
        for n, client in enumerate("ab")
    ]
    rows = [*both, event(3, "03-01", "melding", client_id="b")]
    made = tables(rows, **{**SETTINGS, "level": "household"})
    assert len(made["journeys"]) == 1
    assert found(made, "hermelding", "value") == [(60.0,)]


def test_a_melding_before_the_afsluiting_has_ended_is_no_hermelding(tables):
    rows = [event(1, "01-01", "afsluiting", until="02-01"), event(2, "01-10", "melding")]
    assert found(tables(rows, **SETTINGS), "hermelding", "since") == []


def test_weeks_are_local_and_go_through_a_clock_change(tables):
    # Sunday 23:30 in winter and summer time: still the week that ends
    ends = {"P": "04-07 21:30", "Q": "04-07 21:30", "R": "04-08 10:00", "S": "04-07 21:59"}
    rows = [event(n, "03-20", partner=p, until=ends[p]) for n, p in enumerate(ends)]
    made = tables(rows, **SETTINGS)
    assert found(made, "stapeling", "since", "until") == [
        (at("2024-03-17 23:00"), at("2024-04-07 22:00"))
    ]
    assert [
        (str(row["from_week"]), str(row["until_week"]), row["n_weeks"], row["n_partners"])
        for row in made["active_partners"]
    ] == [("2024-03-18", "2024-04-01", 3, 4), ("2024-04-08", "2024-04-08", 1, 1)]


def test_a_client_without_a_household_stacks_alone_and_with_one_stacks_with_the_family(tables):
    alone = [event(n, "01-01", partner=p, household_id=None) for n, p in enumerate("PQRS")]
    assert found(tables(alone, **SETTINGS), "stapeling", "household_id") == [(None,)]
    # Q's rows do not say the household, but the client's other rows do
    family = [
        event(1, "01-01"),
        event(2, "01-01", partner="Q", household_id=None),
        event(3, "01-01", partner="R", client_id="d"),
        event(4, "01-01", partner="S", client_id="d"),
    ]
    assert found(tables(family, **SETTINGS), "stapeling", "household_id") == [("h",)]


COLOURS = [Rule("contact_laat", colours={"Code rood": 7, "Code groen": 30})]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([event(1, "01-01", "Code rood"), event(2, "01-08", "contact"), event(3, "01-09", "afsluiting")], []),
        ([event(1, "01-01", "Code rood"), event(2, "01-09", "contact"), event(3, "01-09", "afsluiting")],
         [(8.0, 7.0, ["e001", "e002"])]),
        ([event(1, "01-01", "Code rood"), event(2, "01-05", "Code rood"), event(3, "01-09", "contact"),
          event(4, "01-09", "afsluiting")], [(8.0, 7.0, ["e001", "e003"])]),
        ([event(1, "01-01", "Code rood"), event(2, "01-05", "Code groen"), event(3, "02-03", "contact"),
          event(4, "02-03", "afsluiting")], []),
        ([event(1, "01-01", "contact"), event(2, "06-01", "contact"), event(3, "06-02", "afsluiting")], []),
        ([event(1, "01-01", "Code groen"), event(2, "02-15", "afsluiting")], [(45.0, 30.0, ["e001"])]),
        ([event(1, "2025-06-20", "Code rood")], [(10.0, 7.0, ["e001"])]),
    ],
    ids=["in time", "a day late", "the same colour again is no contact", "a change of colour begins anew",
         "no colour, no term", "closed without contact", "still waiting at as_of"],
)  # fmt: skip
def test_contact_later_than_the_colour_of_the_case_allows(tables, rows, wanted):
    made = tables(rows, rules=COLOURS, **SETTINGS)
    assert found(made, "contact_laat", "value", "limit", "event_ids") == wanted


def test_without_colours_no_contact_is_late(tables):
    rows = [event(1, "01-01", "Code rood"), event(2, "06-01", "contact")]
    assert found(tables(rows, **SETTINGS), "contact_laat", "value") == []


WEEK = Norm("Proefnorm", Selector(kind=("melding",)), Selector(kind=("intake",)), 2, "weeks")


@pytest.mark.parametrize(
    ("rows", "as_of", "kind", "value", "words"),
    [
        ([event(1, "03-04", "melding"), event(2, "03-20", "intake", "Q")], "2024-06-01",
         "norm_overschreden", 2.0, "Norm ‘Proefnorm’: begonnen op 4-3-2024, 2 dagen over de termijn."),
        ([event(1, "03-04", "melding")], "2024-03-19", "norm_overschreden", 1.0,
         "Norm ‘Proefnorm’: begonnen op 4-3-2024, 1 dag over de termijn."),
        ([event(1, "03-04", "melding")], "2024-03-11", "norm_dreigt", 7.0,
         "Norm ‘Proefnorm’: begonnen op 4-3-2024. De termijn loopt af op 18-3-2024: nog 7 dagen."),
        ([event(1, "03-04", "melding")], "2024-03-18", "norm_dreigt", 0.0,
         "Norm ‘Proefnorm’: begonnen op 4-3-2024. De termijn loopt af op 18-3-2024: nog minder dan 1 dag."),
        ([event(1, "03-04", "melding")], "2024-03-10", "norm_dreigt", None, None),
        ([event(1, "03-04", "melding"), event(2, "03-18", "intake")], "2024-06-01",
         "norm_overschreden", None, None),
    ],
    ids=["finished two days late", "running over", "a week left", "the last day", "more than a week left",
         "finished on the last day"],
)  # fmt: skip
def test_a_norm_that_is_exceeded_or_about_to_be(tables, rows, as_of, kind, value, words):
    made = tables(rows, norms=[WEEK], **{**SETTINGS, "as_of": at(as_of)})
    wanted = [(value, words, "P")] if words else []
    assert found(made, kind, "value", "explanation", "partner") == wanted
    others = {row["kind"] for row in made["signals"]} & {"norm_overschreden", "norm_dreigt"} - {
        kind
    }
    assert not others
