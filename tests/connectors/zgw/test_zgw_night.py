"""Whole nights over an Open Zaak: what is new, what repeats, what is corrected, what fails."""

from __future__ import annotations

import nights
import pytest
from openzaak import SECRET, no_proxy, open_zaak

from pipelines.store.ledger import Ledger
from pipelines.store.tables import Store

BSNS = ("999990019", "999990020")
CONFIG = """
[project]
name = "Proef"
[journeys]
level = "case"
[[sources]]
name = "zaken"
kind = "zgw"
partner = "Wijkteam"
[sources.options]
url = "{url}"
client_id = "klantreis"
secret_env = "ZGW_SECRET"
requests_per_second = 10000
first_wait_s = 0
retries = 1
page_size = 2
[vocabulary]
file = "begrippen.csv"
"""
VOCABULARY = """source,term,activity,kind,rank
zaken,Zaak geregistreerd,Melding,melding,1
zaken,Behandelaar begint,Regie begint,regie_start,2
zaken,Behandelaar stopt,Regie stopt,regie_einde,3
zaken,Zaak afgesloten,Afsluiting,afsluiting,9
"""


@pytest.fixture
def server():
    with open_zaak() as running:
        yield running


@pytest.fixture
def config(tmp_path, server, monkeypatch):
    no_proxy(monkeypatch)
    (tmp_path / "begrippen.csv").write_text(VOCABULARY, encoding="utf-8")
    path = tmp_path / "klantreis.toml"
    path.write_text(CONFIG.format(url=server.url), encoding="utf-8")
    return path


def fill(server):
    zaak = server.zaak("Z1")
    server.person(zaak, BSNS[0])
    rol = server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.status(zaak, "Intake", "2026-01-07T10:00:00Z")
    for name in ("Z2", "Z3", "Z4"):
        server.person(server.zaak(name), BSNS[1])
    return zaak, rol


def files(config):
    """What the store keeps of each question."""
    store = config.parent / "store"
    return list(Store(store, Ledger(store).last().versions).read_files())


def test_without_a_vocabulary_a_zaak_is_registered_held_and_closed(server, config, tmp_path):
    (tmp_path / "begrippen.csv").write_text("source,term\n", encoding="utf-8")
    zaak = server.zaak("Z1")
    server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.status(zaak, "Klaar", "2026-03-01T10:00:00Z", is_end=True)
    nights.run(config)
    assert [(e["activity"], e["kind"]) for e in nights.table(tmp_path, "events")] == [
        ("Zaak geregistreerd", "melding"),
        ("Behandelaar begint", "regie_start"),
        ("Klaar", "overig"),
        ("Zaak afgesloten", "afsluiting"),
    ]


def test_nights_add_what_is_new_and_nothing_twice(server, config, tmp_path):
    zaak, rol = fill(server)
    assert nights.run(config).status == "complete"
    first = nights.table(tmp_path, "events")
    told = sorted((e["activity"], e["kind"], e["started_at"].isoformat()) for e in first)
    assert told == [
        ("Intake", "overig", "2026-01-07T10:00:00+00:00"),
        *[("Melding", "melding", "2026-01-04T23:00:00+00:00")] * 4,
        ("Regie begint", "regie_start", "2026-01-06T09:00:00+00:00"),
    ]
    assert {e["precision"] for e in first if e["activity"] == "Melding"} == {"day"}
    assert {e["partner"] for e in first} == {"Wijkteam"}

    nights.run(config)
    assert [e["event_id"] for e in nights.table(tmp_path, "events")] == [
        e["event_id"] for e in first
    ]

    server.remove(rol, "2026-02-01T11:00:00Z")
    server.employee(zaak, "kbo", "2026-02-10T09:00:00Z")
    server.status(zaak, "Klaar", "2026-03-01T10:00:00Z", is_end=True)
    nights.run(config, "regisseurs", "regisseur_changes")
    events = nights.table(tmp_path, "events")
    assert len(events) == len(first) + 4
    spells = nights.table(tmp_path, "regisseurs")
    assert [
        (s["spell"], s["from_at"].isoformat()[:10], s["until_at"].isoformat()[:10]) for s in spells
    ] == [
        (1, "2026-01-06", "2026-02-01"),
        (2, "2026-02-10", "2026-03-01"),
    ]
    (change,) = nights.table(tmp_path, "regisseur_changes")
    assert round(change["gap_days"], 2) == 8.92
    (journey,) = [j for j in nights.table(tmp_path, "journeys") if j["n_events"] == 7]
    assert journey["closed"]


def test_a_correction_replaces_what_was_told(server, config, tmp_path):
    zaak, _ = fill(server)
    nights.run(config)
    before = {e["event_id"]: e for e in nights.table(tmp_path, "events")}
    server.rollen = {
        key: {
            **rol,
            "betrokkeneIdentificatie": {**rol["betrokkeneIdentificatie"], "inpBsn": BSNS[1]},
        }
        if rol["zaak"].endswith(zaak) and rol["omschrijving"] == "initiator"
        else rol
        for key, rol in server.rollen.items()
    }
    nights.run(config)
    after = {e["event_id"]: e for e in nights.table(tmp_path, "events")}
    assert after.keys() == before.keys()
    changed = [key for key in after if after[key]["client_id"] != before[key]["client_id"]]
    assert len(changed) == 3
    assert len({e["client_id"] for e in after.values()}) == 1


@pytest.mark.parametrize("fault", ["a page", "a zaak"])
def test_a_night_that_fails_takes_nothing_in_and_loses_nothing(server, config, tmp_path, fault):
    fill(server)
    nights.run(config)
    before = nights.bytes_of(tmp_path / "store")
    latest = (tmp_path / "out" / "latest").resolve()
    for n in range(5, 9):
        server.zaak(f"Z{n}")
    server.faults = {{"a page": "page=3", "a zaak": "audittrail"}[fault]: [500] * 100}
    if fault == "a zaak":
        del server.faults["audittrail"]
        key = next(z["uuid"] for z in server.zaken.values() if z["identificatie"] == "Z8")
        server.faults = {f"{key}/audittrail": [500] * 100}
    assert "does not answer" in nights.failure(config)
    assert (tmp_path / "out" / "latest").resolve() == latest
    server.faults = {}
    assert nights.run(config).status == "complete"
    events = nights.table(tmp_path, "events")
    assert len(events) == 6 + 4
    assert len({e["event_id"] for e in events}) == len(events)
    assert before, "there was a store to lose"


def test_the_second_night_asks_from_the_first_on(server, config):
    fill(server)
    nights.run(config)
    asked = len(server.asked)
    nights.run(config)
    questions = [query for path, query in server.asked[asked:] if path.endswith("/zaken")]
    assert [
        min(q.keys() & {"einddatum__isnull", "einddatum__gt", "einddatum__lt"}) for q in questions
    ] == [
        "einddatum__isnull",
        "einddatum__isnull",
        "einddatum__gt",
        "einddatum__lt",
    ]
    since = {str(file.cursor) for file in files(config)}
    assert len(since) == 1


def test_nothing_of_a_client_or_a_secret_is_left_behind(server, config, tmp_path):
    zaak, _ = fill(server)
    nights.run_wholly(config, draw=True)
    left = nights.bytes_of(tmp_path)
    left.pop("klantreis.toml")
    for secret in (*BSNS, SECRET, "Zwartewaterbrug", zaak, *server.tokens):
        assert [name for name, data in left.items() if secret.encode() in data] == []
