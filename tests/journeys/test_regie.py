"""The regie in layers: spells, wissels and rolovergangen, and what the signals read of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples
from signals_by_force import signals_of

from journeys.inputs import Term
from journeys.regie import Role, fault_of_roles

TERMS = [Term("", kind, kind, kind) for kind in ("melding", "incident", "contact", "regie_einde")]
PROCES = Role("procesregisseur", "proces", ["PR", "gezinsregisseur"], sources=["wmo"])
CASUS = Role("casusregisseur", "casus")
GEDWONGEN = Role("jeugdbeschermer", "gedwongen")
ROLES = (PROCES, CASUS, GEDWONGEN)
REGIE = {
    "regisseurwissel",
    "regie_gat",
    "dubbele_wissel",
    "geen_regisseur",
    "meer_regisseurs",
    "veel_regisseurs",
}
SPELL = ("layer", "spell", "role", "regisseur", "from_at", "until_at", "n_events")
OVERGANG = ("from_layer", "to_layer", "from_regisseur", "to_regisseur", "gap_days", "overlap_days")


def event(n, day, holder=None, role=None, what="contact", **given):
    base = {"client_id": "c", "household_id": "h", "partner": "P", "started_at": at(f"2024-{day}")}
    named = {"regisseur": holder, "regisseur_role": role}
    return record(n, activity_source=what, **{**base, **named, **given})


def of(tables, name, *columns):
    return [tuple(row[column] for column in columns) for row in tables[name]]


def side_by_side():
    """A procesregisseur and a casusregisseur at two partners, who do something in turn."""
    return [
        event(n, f"01-{n:02}", *(("X", "PR") if n % 2 else ("Z", "Casusregisseur")),
              partner="PQ"[n % 2])
        for n in range(1, 9)
    ]  # fmt: skip


def test_two_layers_side_by_side_have_no_wissel_and_no_signal_about_the_regie(tables):
    made = tables(side_by_side(), vocabulary=TERMS, level="client", roles=ROLES)
    assert of(made, "regie_spells", *SPELL) == [
        ("casus", 1, "casusregisseur", "Z", at("2024-01-02"), at("2024-01-08"), 4),
        ("proces", 1, "procesregisseur", "X", at("2024-01-01"), at("2024-01-08"), 4),
    ]
    assert made["regie_changes"] == made["rolovergangen"] == []
    assert {signal["kind"] for signal in made["signals"]}.isdisjoint(REGIE)


def test_without_configured_roles_the_same_events_are_one_layer(tables):
    made = tables(side_by_side(), vocabulary=TERMS, level="client")
    assert len(made["regisseur_changes"]) == 7
    kinds = [signal["kind"] for signal in made["signals"]]
    assert [kinds.count(kind) for kind in ("regisseurwissel", "dubbele_wissel")] == [7, 7]


def test_the_tables_of_all_regisseurs_are_the_same_with_roles_and_without(tables):
    one = tables(side_by_side(), vocabulary=TERMS, roles=ROLES)
    other = tables(side_by_side(), vocabulary=TERMS)
    for name in ("regisseurs", "regisseur_changes", "regie_roles", "caseload", "journeys"):
        assert one[name] == other[name], name


def test_a_layer_has_wissels_of_its_own(tables):
    rows = [
        event(1, "01-01", "X", "procesregisseur", "melding"),
        event(2, "01-05", "Z", "casusregisseur"),
        event(3, "01-20", "X", "PR", "regie_einde"),
        event(4, "01-21", "Z", "casusregisseur"),
        event(5, "02-10", "Y", "gezinsregisseur"),
        event(6, "02-12", "Z", "casusregisseur"),
        event(7, "03-01"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    columns = ("layer", "spell", "from_regisseur", "to_regisseur", "at", "event_id", "gap_days")
    assert of(made, "regie_changes", *columns) == [
        ("proces", 2, "X", "Y", at("2024-02-10"), "e005", 21.0)
    ]
    assert made["rolovergangen"] == []
    regie = sorted(signal["kind"] for signal in made["signals"] if signal["kind"] in REGIE)
    assert regie == ["regie_gat", "regisseurwissel"]


def test_a_role_without_a_layer_is_unknown_and_no_procesregisseur(tables):
    rows = [
        event(1, "01-01", "X", "MDA++"),
        event(2, "01-02", "Y"),
        event(3, "01-03", "W", None, source="wmo"),
        event(4, "01-04", "Z", " CASUSREGISSEUR"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    columns = ("source", "regisseur_role", "role", "layer", "is_known", "n_events")
    assert of(made, "role_layers", *columns) == [
        ("s", " CASUSREGISSEUR", "casusregisseur", "casus", True, 1),
        ("s", "MDA++", "MDA++", "onbekend", False, 1),
        ("s", None, None, "onbekend", False, 1),
        ("wmo", None, "procesregisseur", "proces", True, 1),
    ]
    assert made["regie_changes"] == [
        {"journey_id": made["events"][0]["journey_id"], "layer": "onbekend", "spell": 2,
         "from_regisseur": "X", "to_regisseur": "Y", "at": at("2024-01-02"), "event_id": "e002",
         "gap_days": 0.0}
    ]  # fmt: skip
    assert {signal["kind"] for signal in made["signals"]}.isdisjoint(REGIE)


@pytest.mark.parametrize(
    ("ended", "began", "overgang"),
    [
        ("02-10", "02-12", [("proces", "gedwongen", "X", "J", 2.0, 0.0)]),
        ("02-10", "03-11", [("proces", "gedwongen", "X", "J", 30.0, 0.0)]),
        ("02-10", "03-12", []),
        ("02-10", "01-20", [("proces", "gedwongen", "X", "J", 0.0, 21.0)]),
        ("02-10", "01-10", []),
    ],
    ids=["two-days-later", "thirty-days-later", "a-month-later", "at-once-for-three-weeks", "beside"],
)  # fmt: skip
def test_another_layer_takes_over_within_thirty_days(tables, ended, began, overgang):
    rows = [
        event(1, "01-01", "X", "PR"),
        event(2, ended, "X", "PR", "regie_einde"),
        event(3, began, "J", "jeugdbeschermer"),
        event(4, "06-01", "J", "jeugdbeschermer"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    assert of(made, "rolovergangen", *OVERGANG) == overgang
    assert made["regie_changes"] == []


def test_two_layers_that_last_until_the_end_take_over_from_nobody(tables):
    rows = [
        event(1, "01-01", "X", "PR"),
        event(2, "01-10", "J", "jeugdbeschermer"),
        event(3, "01-20"),
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    assert made["rolovergangen"] == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("01-01", None, "contact"), ("02-01", None, "melding"), ("02-14", "X", "contact")], []),
        (
            [("01-01", None, "contact"), ("02-01", None, "incident"), ("02-15", "X", "contact")],
            [(at("2024-02-01"), 14.0, ["e001", "e002"])],
        ),
        (
            [("01-01", None, "contact"), ("01-15", "X", "contact"), ("03-01", "Y", "melding")],
            [],
        ),
        (
            [("01-01", None, "contact"), ("01-15", "X", "contact")],
            [(at("2024-01-01"), 14.0, ["e000", "e001"])],
        ),
    ],
    ids=["after-the-melding", "after-the-incident", "before-the-melding", "without-either"],
)
def test_who_had_no_regisseur_counts_from_the_first_melding_or_incident(tables, rows, found):
    records = [event(n, day, who, what=what) for n, (day, who, what) in enumerate(rows)]
    made = tables(records, vocabulary=TERMS, level="client")
    assert [
        (signal["since"], signal["value"], signal["event_ids"])
        for signal in made["signals"]
        if signal["kind"] == "geen_regisseur"
    ] == found


def test_who_has_a_casusregisseur_alone_has_no_procesregisseur(tables):
    other = {"client_id": "d", "household_id": "g", "case_id": "d"}
    rows = [
        event(1, "01-01", "Z", "casusregisseur", "melding"),
        event(2, "02-01"),
        event(3, "01-01", "X", "PR", **other),
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    assert [signal["kind"] for signal in made["signals"] if signal["kind"] in REGIE] == [
        "geen_regisseur"
    ]


def test_without_any_known_procesregisseur_nothing_is_said_of_the_regie(tables):
    rows = [event(1, "01-01", "Z", "MDA++", "melding"), event(2, "06-01", "Y", "MDA++")]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    assert {signal["kind"] for signal in made["signals"]}.isdisjoint(REGIE)


def test_a_proces_and_a_casusregisseur_of_one_household_are_not_two_at_once(tables):
    rows = [
        event(n, f"0{n}-01", *who, client_id=f"c{n % 2}")
        for n, who in enumerate([("Z", "casusregisseur"), ("X", "PR")] * 2, 1)
    ]
    made = tables(rows, vocabulary=TERMS, level="client", roles=ROLES)
    assert "meer_regisseurs" not in {signal["kind"] for signal in made["signals"]}
    made = tables(rows, vocabulary=TERMS, level="client")
    assert "meer_regisseurs" in {signal["kind"] for signal in made["signals"]}


def test_roles_that_stand_there_twice_are_refused():
    assert fault_of_roles(ROLES) == ""
    assert "'pr'" in fault_of_roles([*ROLES, Role("Pr", "casus")])
    assert "'casusregisseur'" in fault_of_roles(
        [Role("A", "casus", ["B", "Casusregisseur"]), CASUS]
    )
    assert "'wmo' stands there twice as a source" in fault_of_roles(
        [PROCES, Role("D", "contact", sources=["wmo"])]
    )


row = st.fixed_dictionaries(
    {
        "started": st.integers(0, 90),
        "lasts": st.sampled_from([0, 0, 5]),
        "activity_source": st.sampled_from(["melding", "contact", "incident", "regie_einde"]),
        "partner": st.sampled_from("PQ"),
        "client_id": st.sampled_from(["c", "d"]),
        "regisseur": st.sampled_from([None, "X", "Y"]),
        "regisseur_role": st.sampled_from([None, "PR", "casusregisseur", "MDA++"]),
    }
)
LAYERS = {None: "onbekend", "PR": "proces", "casusregisseur": "casus", "MDA++": "onbekend"}


def layer_of(event):
    return LAYERS[event["regisseur_role"]]


def records_of(drawn):
    made = []
    for n, values in enumerate(drawn):
        given_row = dict(values)
        started = at("2024-01-01") + timedelta(days=given_row.pop("started"))
        ended = started + timedelta(days=given_row.pop("lasts"))
        made.append(record(n, started_at=started, ended_at=ended, household_id="h", **given_row))
    return made


def run(rows, level):
    names = ["events", "regie_spells", "regie_changes", "signals"]
    with TemporaryDirectory() as folder:
        return run_models(
            rows, Path(folder), names, vocabulary=TERMS, roles=ROLES, level=level
        )  # fmt: skip


@examples(20)
@given(st.lists(row, min_size=1, max_size=20), st.sampled_from(["client", "household"]))
def test_the_signals_about_the_regie_equal_brute_force_over_layer_proces(drawn, level):
    made = run(records_of(drawn), level)
    wanted = signals_of(made["events"], layer_of=layer_of)
    found = [
        (s["kind"], s["since"], s["until"], round(s["value"], 6), sorted(s["event_ids"]))
        for s in made["signals"]
    ]
    assert sorted((each for each in found if each[0] in REGIE), key=str) == sorted(
        (
            (kind, since, until, round(value, 6), ids)
            for kind, rows in wanted.items()
            if kind in REGIE
            for _, _, since, until, value, ids in rows
        ),
        key=str,
    )


def wissels(events, layer):
    """The holders of each journey's layer, one after another, by brute force."""
    rows = sorted(events, key=lambda each: (each["journey_id"], each["seq"]))
    named = [each for each in rows if each["regisseur"] and layer_of(each) == layer]
    runs = groupby(named, key=lambda each: (each["journey_id"], each["regisseur"]))
    firsts = [next(run) for _, run in runs]
    return [
        (later["event_id"], earlier["regisseur"], later["regisseur"])
        for earlier, later in pairwise(firsts)
        if earlier["journey_id"] == later["journey_id"]
    ]


@examples(20)
@given(st.lists(row, min_size=1, max_size=20))
def test_the_events_of_another_layer_in_between_change_no_wissel(drawn):
    rows = records_of(drawn)
    without = [each for each in rows if layer_of(each) != "casus"]
    made, less = run(rows, "client"), run(without, "client") if without else None
    columns = ("layer", "event_id", "from_regisseur", "to_regisseur")
    kept = [each for each in of(made, "regie_changes", *columns) if each[0] != "casus"]
    assert kept == (of(less, "regie_changes", *columns) if less else [])
    proces = sorted(each[1:] for each in kept if each[0] == "proces")
    assert proces == sorted(wissels(made["events"], "proces"))
