"""What is ahead of as_of: what begins later counts for nothing, and what ends later ends there."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import pytest
from literal import at, open_models, record
from profiles import with_few

from journeys.inputs import Term
from journeys.models import published
from journeys.norms import Norm, Selector
from journeys.regie import Role

AS_OF = at("2024-12-31 12:00")
KINDS = [
    "melding", "intake", "verwijzing", "acceptatie", "weigering", "start", "contact", "besluit",
    "regie_start", "regie_einde", "incident", "risico_beheerst", "afsluiting", "overig",
]  # fmt: skip
TERMS = [Term("", kind, kind, kind) for kind in KINDS]
NORMS = [
    Norm("Besluit", Selector(("melding",)), Selector(("besluit",)), 6, "weeks"),
    Norm("Start", Selector(("intake",)), Selector(("start",)), 10, "working_days"),
]
ROLES = [Role("procesregisseur", "proces", ("PR",)), Role("casusregisseur", "casus", ("CR",))]

OF_ALL_EVENTS = {
    "events", "steps", "waits", "handovers", "referrals", "regisseurs", "regisseur_changes",
    "journeys", "routes", "activities", "flows", "partner_flows", "waiting_causes",
    "waits_working", "links", "rejected", "terms", "role_layers", "journey_costs",
}  # fmt: skip
"""The tables of the contract, which hold every event, and what has a row for each of theirs."""

NOW = sorted(set(published()) - OF_ALL_EVENTS)
"""Every other table tells what is so at as_of."""


def event(n, day, what="contact", **more):
    base = {
        "client_id": "k1", "household_id": "h1", "case_id": "z1", "partner": "Wijkteam",
        "activity_source": what, "started_at": at(day), "source": "s", "regisseur_role": "PR",
    }  # fmt: skip
    return record(n, **{**base, **more})


LOG = [
    event(1, "2024-03-01", "melding", domain="jeugd", municipality="Noord", regisseur="r1"),
    event(2, "2024-03-20", "intake", ended_at=at("2024-03-21")),
    event(3, "2024-06-01", "incident", partner="Veilig Thuis", case_id="z2"),
    event(4, "2024-10-01", "verwijzing", referred_to="GGZ", regisseur="r2"),
    event(5, "2024-12-02", "start", partner="Jeugdhulp", case_id="z3", is_running=True),
    event(6, "2024-02-01", "melding", client_id="k2", household_id="h2", case_id="z4"),
    event(7, "2024-04-01", "afsluiting", client_id="k2", household_id="h2", case_id="z4"),
    # what a source can tell (rule_status) is told by all that it holds
    event(8, "2024-05-01", "weigering", client_id="k3", household_id="h3", case_id="z5"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A function from records to the tables that tell what is so at as_of."""

    told = {"level": "client", "as_of": AS_OF, "norms": NORMS, "roles": ROLES, "vocabulary": TERMS}
    with ExitStack() as runs:
        yield lambda rows, **more: runs.enter_context(
            open_models(rows, tmp_path_factory.mktemp("ahead"), **told, **more)
        )


@pytest.fixture(scope="module")
def now(tables):
    """The tables of the log without anything that is ahead."""
    return tables(LOG)


LATER = {
    "client_id": "k1", "partner": "GGZ", "regisseur": "r9", "referred_to": "Wijkteam",
    "domain": "wmo", "municipality": "Zuid", "case_id": "z1",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("day", with_few(["2025-01-01", "2099-12-31"], "2025-01-01"))
def test_an_event_that_begins_later_changes_nothing_that_is_so_now(tables, now, kind, day):
    added = [
        event(90, day, kind, **LATER),
        event(91, day, kind, **{**LATER, "client_id": "k2", "household_id": "h2", "case_id": "z4"}),
    ]
    made = tables([*LOG, *added])
    assert made.differing(now, NOW) == []


@pytest.mark.parametrize("kind", with_few(KINDS, "melding", "afsluiting"))
def test_an_event_that_runs_and_begins_later_changes_nothing_that_is_so_now(tables, now, kind):
    made = tables([*LOG, event(90, "2026-05-01", kind, is_running=True, **LATER)])
    assert made.differing(now, NOW) == []


@pytest.mark.parametrize("kind", with_few(KINDS, "regie_start", "contact"))
def test_an_end_that_lies_later_is_as_of(tables, kind):
    began = {"partner": "GGZ", "regisseur": "r9", "case_id": "z9"}
    later, today = (
        tables([*LOG, event(90, "2024-12-10", kind, ended_at=end, **began)])
        for end in (at("2099-12-31"), AS_OF)
    )
    assert later.differing(today, NOW) == []


def test_an_afsluiting_that_is_ahead_closes_nothing_now(tables):
    made = tables([LOG[0], event(90, "2025-06-01", "afsluiting")])
    (journey,) = made["journeys"]
    assert (journey["closed"], journey["was_closed"]) == (True, False)
    assert sum(row["n"] for row in made["ageing"] if row["group_kind"] == "all") == 1


def test_a_journey_that_was_closed_stays_so_whatever_is_typed_behind_it(tables):
    made = tables([*LOG[5:7], event(90, "2099-01-01", client_id="k2", household_id="h2")])
    (journey,) = made["journeys"]
    assert (journey["closed"], journey["was_closed"]) == (False, True)
    assert made["ageing"] == []


def test_a_referral_whose_answer_is_ahead_is_lost_now(tables):
    made = tables([*LOG, event(90, "2025-02-01", "acceptatie", partner="GGZ")])
    (referral,) = made["referrals"]
    assert (referral["outcome"], referral["standing"]) == ("accepted", "lost")
    kinds = {row["kind"] for row in made["signals"]}
    assert "verwijzing_verloren" in kinds
    assert "verwijzing_traag" not in kinds
    (delay,) = made["referral_delays"]
    assert (delay["outcome"], delay["receiver_s"]) == ("lost", None)


def test_a_referral_that_is_ahead_itself_is_none_yet(tables):
    made = tables([*LOG[:3], event(90, "2025-02-01", "verwijzing", referred_to="GGZ")])
    assert [row["standing"] for row in made["referrals"]] == ["ahead"]
    assert made["referral_delays"] == []


def test_a_term_that_a_later_event_would_end_still_runs(tables):
    made = tables([*LOG, event(90, "2025-02-01", "besluit")])
    checks = [
        (row["norm"], row["started_on"], row["finished_on"], row["verdict"])
        for row in made["norm_checks"]
        if row["norm"] == "Besluit" and row["started_on"] == date(2024, 3, 1)
    ]
    assert checks == [("Besluit", date(2024, 3, 1), None, "running_over")]


def test_a_regisseur_holds_the_regie_no_longer_than_until_now(tables):
    ahead = event(90, "2099-01-01", "regie_start", regisseur="r9")
    made = tables([*LOG, ahead])
    spells = [
        (row["layer"], row["regisseur"], row["from_at"], row["until_at"])
        for row in made["regie_spells"]
    ]
    assert spells == [
        ("proces", "r1", at("2024-03-01"), at("2024-10-01")),
        ("proces", "r2", at("2024-10-01"), AS_OF),
    ]
    assert max(row["month"] for row in made["caseload"]) == date(2024, 12, 1)
