"""Whole nights over logs that cannot tell: what is said of them, and what is not."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from nights import run, run_wholly, table, write_export

PERMITS = """
[project]
name = "Vergunningen"

[[sources]]
name = "vergunningen"
kind = "csv"
path = "vergunningen/*.csv"
[sources.columns]
case_id = "Zaak"
activity = "Wat"
started_at = "Wanneer"
partner = "Wie"
worker = "Wie"
"""
"""As in BPI Challenge 2015: cases and resources with one time each; no regisseur, referral or vocabulary."""

STEPS = (("010", "A"), ("015", "A"), ("020", "B"), ("900", "A"))


@pytest.fixture(scope="module")
def permits(tmp_path_factory):
    """The folder of a night over twelve cases of four events, twenty days apart."""
    folder = tmp_path_factory.mktemp("vergunningen")
    (folder / "klantreis.toml").write_text(PERMITS, encoding="utf-8")
    rows = [
        f"{case};{what};{date(2014, 1, 6) + timedelta(7 * case + 20 * n)} 10:00:00;{who}"
        for case in range(12)
        for n, (what, who) in enumerate(STEPS)
    ]
    write_export(folder, "vergunningen", "log.csv", *rows, header="Zaak;Wat;Wanneer;Wie")
    assert run_wholly(folder / "klantreis.toml").status == "complete"
    return folder


def test_only_what_the_log_can_tell_is_a_signal(permits):
    kinds = Counter(row["kind"] for row in table(permits, "signals"))
    assert kinds == {"wachtmoment": 24, "pingpong": 12, "terug_bij_start": 12}


def test_each_rule_says_what_it_lacks(permits):
    told = {
        row["rule"]: (row["status"], row["because"])
        for row in table(permits, "rule_status")
        if row["source"] is None and row["is_signal"]
    }
    assert told == {
        "contact_laat": ("no_input", "colours"),
        "dubbele_wissel": ("no_input", "regisseur"),
        "geen_regisseur": ("no_input", "regisseur"),
        "hermelding": ("no_input", "afsluiting, melding, person"),
        "meer_regisseurs": ("no_input", "household, regisseur"),
        "nooit_afgesloten": ("no_input", "ends"),
        "norm_dreigt": ("no_input", "norms"),
        "norm_overschreden": ("no_input", "norms"),
        "onveilig": ("no_input", "incident"),
        "opnieuw_intake": ("no_input", "intake"),
        "pingpong": ("judged", None),
        "regie_gat": ("no_input", "regisseur"),
        "regisseurwissel": ("no_input", "regisseur"),
        "stapeling": ("no_input", "person"),
        "stille_overdracht": ("no_input", "referral"),
        "terug_bij_start": ("judged", None),
        "veel_regisseurs": ("no_input", "household, regisseur"),
        "verwijzing_geweigerd": ("no_input", "referral, weigering"),
        "verwijzing_traag": ("no_input", "referral"),
        "verwijzing_verloren": ("no_input", "referral"),
        "wachtmoment": ("part", "ends"),
    }


def test_no_open_journey_is_called_waiting_or_helped(permits):
    rows = [row for row in table(permits, "ageing") if row["group_kind"] == "all"]
    assert [(row["age_class"], row["n"], row["n_waiting"], row["n_unknown"]) for row in rows] == [
        ("31-91", 5, 0, 5),
        ("92-183", 7, 0, 7),
    ]


@pytest.mark.parametrize("level", ["", "bestuurder/"])
def test_no_page_claims_what_the_log_cannot_tell(permits, level):
    report = permits / "out/latest/report" / level
    pages = {
        name: (report / f"{name}.html").read_text("utf-8")
        for name in ("index", "cijfers", "beelden")
    }
    assert "Over de regie is dus niets te zeggen." in pages["index"]
    assert "33 % van de tijd waarin niets is vastgelegd, ligt tussen contacten" in pages["index"]
    assert "100 % van de overdrachten is niet te beoordelen" in pages["index"]
    assert "Niet te beoordelen: geen enkele bron noemt een verwijzing." in pages["cijfers"]
    assert "zonder dat een verwijzing is vastgelegd" not in str(pages)
    assert "24 wachtmomenten, samen 480 dagen" in pages["beelden"]
    assert "Niet te zien of er iemand bezig is" in pages["beelden"]
    assert "klantreizen hadden geen regisseur" not in str(pages)


@pytest.mark.parametrize("transition", ["Accepted", "Queued", "Completed"])
def test_a_transition_that_is_not_of_the_standard_is_an_event(tmp_path, transition):
    config = PERMITS.replace('worker = "Wie"', 'transition = "Stand"')
    (tmp_path / "klantreis.toml").write_text(config, encoding="utf-8")
    rows = [
        f"{case};{transition};2013-04-0{day} 10:00:00;V{day};{transition}"
        for case in "xy"
        for day in (1, 2, 3)
    ]
    write_export(tmp_path, "vergunningen", "log.csv", *rows, header="Zaak;Wat;Wanneer;Wie;Stand")
    assert run(tmp_path / "klantreis.toml", "signals").status == "complete"
    assert len(table(tmp_path, "events")) == 6
    assert {row["kind"] for row in table(tmp_path, "signals")}.isdisjoint(
        {"stille_overdracht", "geen_regisseur"}
    )
