"""The tables around the signals: roles, caseload, delays, retellings, safety, costs, households."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

from literal import at, record, run_models

from journeys.inputs import Term
from journeys.rules import Rule

KINDS = (
    "melding",
    "intake",
    "acceptatie",
    "weigering",
    "contact",
    "regie_einde",
    "incident",
    "afsluiting",
    "risico_beheerst",
    "herstel_gestart",
)
TERMS = [Term("", kind, kind, kind) for kind in KINDS]


def of(tables, name, *columns):
    return [tuple(row[column] for column in columns) for row in tables[name]]


def event(n, day, what="overig", **given):
    moment = at(day if day.startswith("20") else f"2024-{day}")
    base = {"client_id": "c", "household_id": "h", "partner": "P", "started_at": moment}
    return record(n, activity_source=what, **{**base, **given})


def test_each_role_has_spells_of_its_own(tables):
    rows = [
        event(1, "01-01", regisseur="X", regisseur_role="procesregisseur"),
        event(2, "01-05", regisseur="Z", regisseur_role="MDA++"),
        event(3, "01-09", regisseur="X", regisseur_role="procesregisseur"),
        event(4, "01-20", "regie_einde", regisseur="X", regisseur_role="procesregisseur"),
        event(5, "02-01", regisseur="Y", regisseur_role="procesregisseur"),
        event(6, "03-01", regisseur="W"),
        event(7, "03-05"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client")
    columns = ("regisseur_role", "spell", "regisseur", "from_at", "until_at", "n_events")
    assert sorted(of(made, "regie_roles", *columns), key=lambda row: row[3]) == [
        ("procesregisseur", 1, "X", at("2024-01-01"), at("2024-01-20"), 3),
        ("MDA++", 1, "Z", at("2024-01-05"), at("2024-03-05"), 1),
        ("procesregisseur", 2, "Y", at("2024-02-01"), at("2024-03-05"), 1),
        (None, 1, "W", at("2024-03-01"), at("2024-03-05"), 1),
    ]


def test_with_one_role_for_all_the_spells_are_those_of_regisseurs(tables):
    draw = random.Random(4)
    rows = [
        event(n, f"0{draw.randint(1, 9)}-{draw.randint(10, 28)}", draw.choice(("overig", "regie_einde")),
              regisseur=draw.choice(("X", "Y", None)), case_id=draw.choice("ab"))
        for n in range(60)
    ]  # fmt: skip
    made = tables(rows, vocabulary=TERMS)
    columns = ("journey_id", "spell", "regisseur", "event_id", "from_at", "until_at", "n_events")
    assert of(made, "regie_roles", *columns) == of(made, "regisseurs", *columns)


def test_a_caseload_counts_the_journeys_that_a_spell_touches_in_each_local_month(tables):
    rows = [
        event(1, "01-31 22:59", regisseur="X"),  # 23:59 in January
        event(2, "03-31 22:30", regisseur="X"),  # 00:30 on 1 April, in summer time
        event(3, "03-01", regisseur="X", client_id="d", household_id="g"),
        event(4, "03-02", client_id="d", household_id="g"),
    ]
    made = tables(rows, level="client")
    assert of(made, "caseload", "regisseur", "month", "n_journeys", "n_households") == [
        ("X", date(2024, 1, 1), 1, 1),
        ("X", date(2024, 2, 1), 1, 1),
        ("X", date(2024, 3, 1), 2, 2),
        ("X", date(2024, 4, 1), 1, 1),
    ]


def test_the_delay_of_a_referral_is_cut_into_the_senders_the_receivers_and_the_start(tables):
    rows = [
        event(1, "01-01", ended_at=at("2024-01-03"), referred_to="Q"),
        event(2, "01-10", "acceptatie", partner="Q"),
        event(3, "01-11", "contact"),
        event(4, "01-15", "contact", partner="Q"),
        event(5, "02-01", referred_to="R"),
        event(6, "02-03", "contact", partner="R"),
        event(7, "02-04", referred_to="S"),
        event(8, "02-05", "weigering", partner="S"),
        event(9, "02-06", "contact", partner="S"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client")
    day = 86_400.0
    columns = ("to_partner", "sender_s", "receiver_s", "activity_event_id", "start_s")
    assert of(made, "referral_delays", *columns) == [
        ("Q", 2 * day, 7 * day, "e004", 5 * day),
        ("R", 0.0, 2 * day, "e006", 0.0),
        ("S", 0.0, day, None, None),
    ]


def test_the_start_after_a_referral_equals_brute_force(tmp_path):
    draw = random.Random(8)
    rows = [
        event(n, f"0{draw.randint(1, 9)}-{draw.randint(10, 28)}", draw.choice(KINDS),
              partner=draw.choice("PQR"), referred_to=draw.choice(("P", "Q", None)),
              case_id=draw.choice("abcd"))
        for n in range(120)
    ]  # fmt: skip
    made = run_models(rows, tmp_path, vocabulary=TERMS)
    events = {row["event_id"]: row for row in made["events"]}
    delays = {row["event_id"]: row for row in made["referral_delays"]}
    n = 0
    for referral in made["referrals"]:
        first = None
        if referral["outcome"] == "accepted":
            answer = events[referral["answer_event_id"]]
            later = [
                row
                for row in events.values()
                if row["journey_id"] == referral["journey_id"]
                and row["partner"] == referral["to_partner"]
                and row["seq"] >= answer["seq"]
                and row["kind"] in ("intake", "contact")
            ]
            first = min(later, key=lambda row: row["seq"], default=None)
            n += first is not None
        assert delays[referral["event_id"]]["activity_event_id"] == (first and first["event_id"])
    assert n > 10


def test_a_family_that_tells_its_story_again(tables):
    rows = [
        event(1, "01-01", "intake"),
        event(2, "01-05", "intake", partner="Q"),
        event(3, "01-09", "intake", partner="Q", client_id="d"),
        event(4, "01-10", client_id="e"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client")
    assert sorted(of(made, "retellings", "n_intakes", "n_again", "n_partners")) == [
        (1, 0, 1),
        (2, 1, 2),
    ]


SAFETY = {"vocabulary": TERMS, "level": "client", "as_of": at("2024-12-31")}


def status(tables, *rows, level="client", **settings):
    """The status of each journey with an incident; the first row is the incident."""
    made = tables(list(rows), **{**SAFETY, "level": level, **settings})
    return [row["status"] for row in made["safety"]]


INCIDENT = event(1, "07-01", "incident")  # 183 days before as_of


def test_less_than_half_a_year_after_the_incident_it_is_unsafe(tables):
    assert status(tables, event(1, "07-02", "incident"), event(2, "12-30")) == ["onveilig"]
    later = [Rule("onveilig", limit=200)]
    assert status(tables, INCIDENT, event(2, "12-30"), rules=later) == ["onveilig"]


def test_an_incident_later_than_as_of_sets_nothing(tables):
    later = event(2, "2025-12-30", "incident")
    made = tables([INCIDENT, later, event(3, "12-30")], **SAFETY)
    assert of(made, "safety", "status", "n_incidents", "last_incident_at", "days_since") == [
        ("rustig", 1, at("2024-07-01"), 183.0)
    ]
    assert "onveilig" not in {row["kind"] for row in made["signals"]}
    assert tables([later], **SAFETY)["safety"] == []
    ahead = event(1, "12-01", "incident", ended_at=at("2099-12-31"))
    made = tables([ahead], **SAFETY)
    assert of(made, "safety", "status", "last_incident_at", "days_since") == [
        ("onveilig", at("2024-12-31"), 0.0)
    ]
    assert [
        (row["since"], row["value"]) for row in made["signals"] if row["kind"] == "onveilig"
    ] == [(at("2024-12-31"), 0.0)]


def test_after_as_of_nobody_is_active_and_no_journey_is_anywhere(tables):
    rows = [
        event(1, "12-02", partner="P", ended_at=at("2099-12-31")),
        event(2, "12-10", partner="Q"),
        event(3, "2025-03-03", partner="R"),
    ]
    made = tables(rows, timezone="UTC", **SAFETY)
    columns = ("from_week", "until_week", "n_partners")
    assert of(made, "active_partners", *columns) == [
        (date(2024, 12, 2), date(2024, 12, 2), 1),
        (date(2024, 12, 9), date(2024, 12, 9), 2),
        (date(2024, 12, 16), date(2024, 12, 30), 1),
    ]
    places = [row["group_value"] for row in made["ageing"] if row["group_kind"] == "partner"]
    assert places == ["Q"]


def test_half_a_year_without_an_incident_is_calm_where_somebody_looks(tables):
    assert status(tables, INCIDENT, event(2, "10-02")) == ["rustig"]
    assert status(tables, INCIDENT, event(2, "10-01")) == ["niet in zicht"]
    assert status(tables, INCIDENT, event(2, "10-01"), sight_days=92) == ["rustig"]
    assert status(tables, INCIDENT) == ["niet in zicht"]


def test_help_that_runs_is_sight_and_what_begins_later_is_none(tables):
    assert status(tables, INCIDENT, event(2, "08-01", is_running=True)) == ["rustig"]
    assert status(tables, INCIDENT, event(2, "2025-01-01")) == ["niet in zicht"]


def test_who_sees_a_sister_sees_the_household(tables):
    rows = [INCIDENT, event(2, "12-01", client_id="d", partner="Q", case_id="d")]
    for level in ("case", "client", "household"):
        assert status(tables, *rows, level=level) == ["rustig"]
    apart = [INCIDENT, event(2, "12-01", client_id="d", household_id="g", case_id="d")]
    assert status(tables, *apart) == ["niet in zicht"]


def test_stable_is_said_where_the_risk_is_controlled_and_recovery_began(tables):
    controlled = event(2, "08-01", "risico_beheerst", client_id="d")
    recovery = event(3, "10-15", "herstel_gestart", partner="Q")
    assert status(tables, INCIDENT, controlled, recovery) == ["stabiel"]
    assert status(tables, INCIDENT, controlled, event(3, "10-15")) == ["rustig"]
    assert status(tables, INCIDENT, event(2, "06-30", "risico_beheerst"), recovery) == ["rustig"]
    assert status(tables, INCIDENT, controlled, recovery, sight_days=30) == ["niet in zicht"]
    assert status(tables, INCIDENT, controlled, recovery, vocabulary=TERMS[:-2]) == ["rustig"]


def test_closing_a_case_early_makes_calm_not_in_sight(tables):
    rows = [INCIDENT, event(2, "08-01"), event(3, "11-01"), event(4, "11-02", "afsluiting")]
    assert status(tables, *rows) == ["rustig"]
    early = [*rows[:2], event(4, "08-02", "afsluiting")]
    assert status(tables, *early) == ["niet in zicht"]


def test_the_safety_of_a_journey_is_told_with_its_days(tables):
    rows = [INCIDENT, event(2, "06-01", "incident"), event(3, "12-01", ended_at=at("2025-03-01"))]
    made = tables(rows, **SAFETY)
    columns = ("n_incidents", "last_incident_at", "days_since", "seen_at", "status")
    assert of(made, "safety", *columns) == [
        (2, at("2024-07-01"), 183.0, at("2024-12-31"), "rustig")
    ]


def test_costs_add_up_to_the_cent_and_the_dearest_comes_first(tables):
    rows = [
        event(1, "01-01", client_id="a", cost_eur=0.1),
        event(2, "01-02", client_id="a", cost_eur=0.2),
        event(3, "01-03", client_id="a"),
        event(4, "01-01", client_id="b", cost_eur=12.5),
        event(5, "01-01", client_id="c"),
    ]
    made = tables(rows, level="client")
    assert of(made, "journey_costs", "nth", "cost_eur", "n_costed", "n_events") == [
        (1, 12.5, 1, 1),
        (2, 0.3, 2, 3),
    ]
    assert of(made, "households", "household_id", "cost_eur") == [("h", 12.8)]


def test_a_household_is_told_in_one_row(tables):
    rows = [
        event(1, "01-01", "intake", regisseur="X"),
        event(2, "01-02", "incident", partner="Q", client_id="d", regisseur="Y"),
        event(3, "01-03", "intake", partner="R", client_id="d", regisseur="X"),
        event(4, "01-05", "intake", regisseur="X"),
        event(5, "01-01", client_id="z", household_id=None, case_id="z"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client")
    columns = ("n_journeys", "n_clients", "n_regisseurs", "n_intakes", "n_again", "n_incidents",
               "last_incident_at", "most_partners", "cost_eur")  # fmt: skip
    assert of(made, "households", *columns) == [(2, 2, 2, 3, 1, 1, at("2024-01-02"), 3, None)]


def test_the_weeks_of_active_partners_add_up_to_those_of_brute_force(tmp_path):
    draw = random.Random(2)
    rows = []
    for n in range(80):
        began = at("2024-01-01") + (at("2024-01-02") - at("2024-01-01")) * draw.randrange(300)
        ended = began + (at("2024-01-02") - at("2024-01-01")) * draw.choice((0, 0, 9, 60))
        rows.append(
            record(n, started_at=began, ended_at=ended, partner=draw.choice("PQRS"),
                   client_id=draw.choice("ab"), household_id=draw.choice(("h", "h", "g")), case_id=str(n))
        )  # fmt: skip
    made = run_models(rows, tmp_path, ["events", "active_partners"], timezone="UTC")
    active = defaultdict(set)
    for row in made["events"]:
        first, last = (row[at].toordinal() - 1 for at in ("started_at", "ended_at"))
        for week in range(first // 7, last // 7 + 1):
            active[row["household_id"], week].add(row["partner"])
    told = {}
    for row in made["active_partners"]:
        first, last = ((row[at].toordinal() - 1) // 7 for at in ("from_week", "until_week"))
        assert row["n_weeks"] == last - first + 1
        told |= {(row["household_id"], week): row["n_partners"] for week in range(first, last + 1)}
    assert told == {place: len(partners) for place, partners in active.items()}
