"""The synthetic region: what a run finds is what was planted, all of it and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import UTC

import pandas as pd
import pytest
from nights import run, table
from profiles import with_few
from signals_by_force import signals_of

from pipelines.demo import write_region

SEEDS = (2026, 7, 99)
TABLES = (
    "handovers", "waits", "referrals", "regisseur_changes", "regie_spells", "rolovergangen", "meldingen",
    "safety", "signals", "norm_checks", "resident_steps",
)  # fmt: skip


@pytest.fixture(scope="module", params=with_few(SEEDS, 2026))
def region(request, tmp_path_factory):
    """A region of 60 households at each seed, and a night over it."""
    folder = tmp_path_factory.mktemp(f"region{request.param}")
    write_region(folder, households=60, seed=request.param)
    outcome = run(folder / "klantreis.toml", *TABLES)
    assert outcome.status == "complete"
    return folder


def planted(folder, name):
    frame = pd.read_csv(folder / "waarheid" / f"{name}.csv", dtype=str, keep_default_na=False)
    return frame.to_dict("records")


def moment(value):
    return pd.Timestamp(value).tz_convert("UTC").isoformat()


@pytest.fixture(scope="module")
def event_at(region):
    """event_id to the source, file and row that it was planted in."""
    return {
        event["event_id"]: (event["source"], event["source_file"], str(event["source_row"]))
        for event in table(region, "events")
    }


@pytest.fixture(scope="module")
def places(region):
    """(client, journey, seq) of the truth to its source, file and row."""
    return {
        (row["client"], row["journey"], row["seq"]): (
            row["source"], row["source_file"], row["source_row"],
        )
        for row in planted(region, "gebeurtenissen")
    }  # fmt: skip


def test_every_planted_event_is_found_in_its_place(region):
    found = sorted(
        (e["source"], e["source_file"], str(e["source_row"]), str(e["seq"]), e["activity"], e["kind"],
         e["partner"] or "", e["referred_to"] or "", moment(e["started_at"]), moment(e["ended_at"]))
        for e in table(region, "events")
    )  # fmt: skip
    wanted = sorted(
        (e["source"], e["source_file"], e["source_row"], e["seq"], e["activity"], e["kind"],
         e["partner"], e["referred_to"], moment(e["started_at"]), moment(e["ended_at"]))
        for e in planted(region, "gebeurtenissen")
    )  # fmt: skip
    assert found == wanted


def test_every_planted_handover_is_found_and_no_other(region, event_at, places):
    found = Counter(
        (*event_at[h["from_event_id"]], h["from_partner"], h["to_partner"], h["kind"])
        for h in table(region, "handovers")
    )
    wanted = Counter(
        (
            *places[h["client"], h["journey"], h["seq"]],
            h["from_partner"],
            h["to_partner"],
            h["kind"],
        )
        for h in planted(region, "handovers")
    )
    assert found == wanted
    assert {kind for *_, kind in found} == {"referred", "silent", "parallel"}


def test_every_planted_wait_is_found_with_its_days(region, event_at, places):
    found = {event_at[w["from_event_id"]]: w["idle_s"] for w in table(region, "waits")}
    wanted = {
        places[w["client"], w["journey"], w["seq"]]: float(w["idle_s"])
        for w in planted(region, "waits")
    }
    assert found == wanted


def test_every_planted_referral_has_its_outcome(region, event_at, places):
    found = Counter(
        (*event_at[r["event_id"]], r["to_partner"], r["outcome"])
        for r in table(region, "referrals")
    )
    wanted = Counter(
        (*places[r["client"], r["journey"], r["seq"]], r["to_partner"], r["outcome"])
        for r in planted(region, "referrals")
    )
    assert found == wanted
    assert {outcome for *_, outcome in found} == {"accepted", "refused", "lost", "open"}


def test_every_planted_regisseur_change_is_found_with_its_gap(region):
    found = sorted(
        (c["at"].astimezone(UTC).isoformat(), round(c["gap_days"], 4))
        for c in table(region, "regisseur_changes")
    )
    wanted = sorted(
        (moment(c["at"]), round(float(c["gap_days"]), 4))
        for c in planted(region, "regisseur_changes")
    )
    assert found == wanted
    assert any(gap > 0 for _, gap in found)


def test_every_planted_spell_is_found_in_its_layer(region):
    found = Counter(
        (
            s["layer"],
            s["spell"],
            s["role"],
            moment(s["from_at"]),
            moment(s["until_at"]),
            s["n_events"],
        )
        for s in table(region, "regie_spells")
    )
    wanted = Counter(
        (s["layer"], int(s["spell"]), s["role"], moment(s["from_at"]), moment(s["until_at"]),
         int(s["n_events"]))
        for s in planted(region, "regie_spells")
    )  # fmt: skip
    assert found == wanted
    assert {layer for layer, *_ in found} == {"proces", "casus", "gedwongen"}


def test_every_planted_rolovergang_is_found_and_no_other(region):
    columns = ("from_layer", "to_layer", "from_role", "to_role")
    days = ("gap_days", "overlap_days")
    found, wanted = (
        Counter(
            (*(row[column] for column in columns), moment(row["at"]),
             *(round(float(row[column]), 4) for column in days))
            for row in rows
        )
        for rows in (table(region, "rolovergangen"), planted(region, "rolovergangen"))
    )  # fmt: skip
    assert found == wanted
    assert ("proces", "gedwongen") in {each[:2] for each in found}


def test_every_planted_melding_has_its_class(region, event_at):
    found = {
        event_at[m["event_id"]]: (m["class"], m["n_clients"], len(m["event_ids"]))
        for m in table(region, "meldingen")
    }
    wanted = {
        (m["source"], m["source_file"], m["source_row"]): (
            m["class"], int(m["n_clients"]), int(m["n_events"]),
        )
        for m in planted(region, "meldingen")
    }  # fmt: skip
    assert found == wanted
    classes = {name for name, *_ in found.values()}
    assert classes == {"overgedragen", "eerste", "vervolgmelding", "hermelding"}
    assert max(n for _, n, _ in found.values()) > 1


def test_every_planted_incident_says_what_the_safety_is(region):
    found, wanted = (
        Counter((int(s["n_incidents"]), moment(s["last_incident_at"]), s["status"]) for s in rows)
        for rows in (table(region, "safety"), planted(region, "safety"))
    )
    assert found == wanted
    statuses = {status for *_, status in found}
    assert statuses == {"onveilig", "niet in zicht", "rustig", "stabiel"}


def test_every_planted_bad_row_is_rejected_and_no_other(region):
    found = {
        (r["source"], r["source_file"], str(r["source_row"])) for r in table(region, "rejected")
    }
    wanted = {(r["source"], r["file"], r["row"]) for r in planted(region, "rejected")}
    assert found == wanted


LAYERS = {
    "": "proces",
    "gezinsregisseur": "proces",
    "casusregisseur": "casus",
    "jeugdbeschermer": "gedwongen",
}
HAS_NO_HOUSEHOLD = {"ggz"}  # its export has no such column
SHOWS = {
    "verwijzing_lang_wachten": {"wachtmoment", "verwijzing_traag"},
    "verwijzing_verloren": {"verwijzing_verloren"},
    "verwijzing_geweigerd": {"verwijzing_geweigerd", "geen_regisseur"},
    "stille_overdracht": {"stille_overdracht"},
    "pingpong": {"pingpong", "terug_bij_start"},
    "stapeling": {"stapeling"},
    "wissel_van_regie_en_partner": {"regisseurwissel", "dubbele_wissel"},
    "regie_gat": {"regisseurwissel", "regie_gat"},
    "regie_laat": {"geen_regisseur"},
    "geen_regisseur": {"geen_regisseur"},
    "meer_regisseurs": {"meer_regisseurs"},
    "veel_regisseurs": {"regisseurwissel", "veel_regisseurs"},
    "nooit_afgesloten": {"nooit_afgesloten"},
    "opnieuw_intake": {"opnieuw_intake", "terug_bij_start"},
    "incident_hermelding": {"hermelding"},
}
"""What each scenario must show at least, in every household that it was planted in."""


@pytest.fixture(scope="module")
def planted_signals(region):
    """Every signal of the planted events by brute force; an event is known by where it stands."""
    events = []
    for row in planted(region, "gebeurtenissen"):
        moments = {at: pd.Timestamp(row[at]).to_pydatetime() for at in ("started_at", "ended_at")}
        household = None if row["source"] in HAS_NO_HOUSEHOLD else row["household"]
        events.append(
            {
                **{
                    column: row[column] or None
                    for column in ("partner", "regisseur", "referred_to")
                },
                **{column: row[column] for column in ("source", "source_file", "case_id", "kind")},
                **{column: int(row[column]) for column in ("seq", "rank", "source_row")},
                **moments,
                "event_id": (row["source"], row["source_file"], row["source_row"]),
                "journey_id": (row["client"], row["journey"]),
                "client_id": row["client"],
                "household_id": household,
                "activity": row["activity"],
                "layer": LAYERS[row["regisseur_role"]],
                "is_running": row["is_running"] == "true",
            }
        )
    return signals_of(events, closing=["Afsluiting"], layer_of=lambda event: event["layer"])


def test_every_planted_signal_of_every_kind_is_found_and_no_other(
    region, event_at, planted_signals
):
    found, wanted = Counter(), Counter()
    for signal in table(region, "signals"):
        if not signal["kind"].startswith("norm_"):
            shown = sorted(event_at[event_id] for event_id in signal["event_ids"])
            since, until = (signal[at] and moment(signal[at]) for at in ("since", "until"))
            found[signal["kind"], since, until, round(signal["value"], 6), *shown] += 1
    for kind, rows in planted_signals.items():
        for _, _, since, until, value, shown in rows:
            ends = (at and moment(at) for at in (since, until))
            wanted[kind, *ends, round(value, 6), *shown] += 1
    assert found == wanted


def test_the_signals_of_norms_are_the_checks_that_are_over_or_nearly(region):
    signals = table(region, "signals")
    over, near = (
        Counter((s["journey_id"], s["event_ids"][0]) for s in signals if s["kind"] == kind)
        for kind in ("norm_overschreden", "norm_dreigt")
    )
    checks = [
        (check, (check["journey_id"], check["from_event_id"]))
        for check in table(region, "norm_checks")
    ]
    assert over == Counter(at for c, at in checks if c["verdict"] in ("exceeded", "running_over"))
    assert near == Counter(
        at for c, at in checks if c["verdict"] == "running" and c["days_left"] <= 7
    )
    assert over


def test_every_household_shows_what_was_planted_in_it(region, planted_signals):
    scenario = {row["household"]: row["scenario"] for row in planted(region, "scenarios")}
    home = {row["client"]: row["household"] for row in planted(region, "scenarios")}
    place = {
        (row["source"], row["source_file"], row["source_row"]): home[row["client"]]
        for row in planted(region, "gebeurtenissen")
    }
    shown = {household: set() for household in scenario}
    for kind, rows in planted_signals.items():
        for row in rows:
            shown[place[row[5][0]]].add(kind)
    facts = planted(region, "gebeurtenissen")
    directed = {row["source"] for row in facts if row["regisseur"]}
    judged = {home[row["client"]] for row in facts if row["source"] in directed}
    missing = {
        (scenario[household], kind)
        for household, kinds in shown.items()
        for kind in SHOWS.get(scenario[household], set()) - kinds
        if household in judged or kind != "geen_regisseur"  # else nobody there could name one
    }
    assert not missing
    assert set(SHOWS) <= set(scenario.values())
    # two layers beside one another, and one that takes over from another, are no trouble with the regie
    regie = {"regisseurwissel", "dubbele_wissel", "regie_gat", "meer_regisseurs", "veel_regisseurs"}
    for name in ("twee_lagen_regie", "rolovergang_bij_escalatie"):
        kinds = set().union(*(kinds for home, kinds in shown.items() if scenario[home] == name))
        assert kinds.isdisjoint(regie), name
    # and who went well shows nothing of lost referrals, of the regie, of safety or of stacking
    well = set().union(*(kinds for home, kinds in shown.items() if scenario[home] == "soepel"))
    knots = set().union(*SHOWS.values()) | {"onveilig"}
    usual = {
        "wachtmoment",
        "verwijzing_traag",
        "geen_regisseur",
        "terug_bij_start",
        "pingpong",
        "stille_overdracht",
    }
    assert well.isdisjoint(knots - usual)


def test_every_planted_step_of_a_resident_stands_at_its_journey_and_in_no_event(region, places):
    first = {
        place: (client, journey) for (client, journey, seq), place in places.items() if seq == "1"
    }
    journey_of = {
        event["journey_id"]: first[event["source"], event["source_file"], str(event["source_row"])]
        for event in table(region, "events")
        if event["seq"] == 1
    }
    found = {
        str(step["source_row"]): (
            journey_of.get(step["journey_id"], ("", ""))[1],
            str(step["seq"] or ""),
            step["activity"],
            step["kind"],
            moment(step["started_at"]),
            step["actor"],
        )
        for step in table(region, "resident_steps")
    }
    wanted = {
        step["source_row"]: (
            step["journey"],
            step["seq"],
            step["activity"],
            step["kind"],
            moment(step["started_at"]),
            "inwoner",
        )
        for step in planted(region, "resident_steps")
    }
    assert found == wanted
    assert {bool(journey) for journey, *_ in found.values()} == {True, False}
