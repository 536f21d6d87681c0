"""OCEL 2.0: the tables' events and objects, in both forms, as pm4py reads them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest
from exported import FORBIDDEN, HOSTILE, as_activities, hostile_rows, odd_rows, written
from literal import at, record

from outputs.exports import export_run

FILES = {"json": "klantreizen.jsonocel", "sqlite": "klantreizen.ocel.sqlite"}


def export(rows, folder, **settings):
    tables, path = written(rows, folder, **settings)
    export_run(path, folder / "uit", ["ocel"])
    return tables, folder / "uit"


def concerned(tables):
    """Which objects each event concerns and how, by brute force."""
    clients = Counter()
    shared = {}
    for row in tables["shared_events"]:
        shared.setdefault(row["event_id"], []).append(row["client_id"])
    for event in tables["events"]:
        told = [
            ("klantreis", event["journey_id"], "in klantreis"),
            ("zaak", event["case_id"] and f"{event['source']}:{event['case_id']}", "in zaak"),
            ("huishouden", event["household_id"], "betreft"),
            ("partner", event["partner"], "uitgevoerd door"),
            ("partner", event["referred_to"], "verwezen naar"),
            ("regisseur", event["regisseur"], "onder regie van"),
        ]
        told += [
            ("cliënt", c, "betreft") for c in shared.get(event["event_id"], [event["client_id"]])
        ]
        clients.update(
            (event["event_id"], f"{kind}:{name}", how)
            for kind, name, how in told
            if name is not None
        )
    return clients


def loaded(path):
    """A log in JSON: its events and objects by id."""
    log = json.loads(path.read_text("utf-8"))
    return (
        log,
        {each["id"]: each for each in log["events"]},
        {each["id"]: each for each in log["objects"]},
    )


@pytest.mark.parametrize("form", FILES)
def test_pm4py_reads_as_many_events_objects_and_relations_as_the_tables_have(tmp_path, form):
    pm4py = pytest.importorskip("pm4py")
    tables, folder = export(odd_rows(), tmp_path)
    log = pm4py.read_ocel2(str(folder / FILES[form]))
    assert dict(
        zip(log.events["ocel:eid"], log.events["ocel:timestamp"].dt.to_pydatetime(), strict=True)
    ) == {event["event_id"]: event["started_at"] for event in tables["events"]}
    assert dict(zip(log.events["ocel:eid"], log.events["ocel:activity"], strict=True)) == {
        event["event_id"]: event["activity"] for event in tables["events"]
    }
    wanted = concerned(tables)
    columns = ("ocel:eid", "ocel:oid", "ocel:qualifier")
    assert Counter(zip(*(log.relations[name] for name in columns), strict=True)) == wanted
    assert set(log.objects["ocel:oid"]) == {each for _, each, _ in wanted}
    assert Counter(log.objects["ocel:type"]) == Counter(
        each.split(":")[0] for each in {each for _, each, _ in wanted}
    )


def test_sqlite_keeps_all_that_the_standard_asks_of_its_tables(tmp_path):
    pytest.importorskip("pm4py")
    from pm4py.objects.ocel.validation import ocel20_rel_validation

    for n, rows in enumerate((odd_rows(), hostile_rows())):
        _, folder = export(rows, tmp_path / str(n))
        assert ocel20_rel_validation.apply(str(folder / FILES["sqlite"]))[1] == []
        with closing(sqlite3.connect(folder / FILES["sqlite"])) as database:
            assert database.execute("pragma foreign_key_check").fetchall() == []
            assert database.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_objects_belong_together_as_the_events_say(tmp_path):
    _, folder = export(odd_rows(), tmp_path)
    _, _, objects = loaded(folder / FILES["json"])
    cases = {each["id"]: each for each in objects.values() if each["type"] == "zaak"}
    related = {
        (source, each["objectId"], each["qualifier"])
        for source, told in objects.items()
        for each in told["relationships"]
        if told["type"] != "klantreis"
    }
    assert related == {
        ("cliënt:ck1", "huishouden:h1", "lid van"), ("cliënt:ck2", "huishouden:h1", "lid van"),
        ("zaak:s:k1", "cliënt:ck1", "van"), ("zaak:s:k2", "cliënt:ck2", "van"),
        ("zaak:s:k3", "cliënt:ck3", "van"), ("zaak:s:k1", "partner:Wijkteam", "bij"),
        ("zaak:s:k1", "partner:GGZ", "bij"), ("zaak:s:k2", "partner:Zorgloket", "bij"),
        ("zaak:s:k3", "partner:Wijkteam", "bij"),
    }  # fmt: skip
    assert [each["attributes"][0]["value"] for each in cases.values()] == ["s", "s", "s"]
    (mine,) = (
        each["relationships"] for each in objects.values()
        if {"objectId": "zaak:s:k1", "qualifier": "omvat"} in each["relationships"]
    )  # fmt: skip
    assert [(each["objectId"], each["qualifier"]) for each in mine] == [
        ("cliënt:ck1", "van"), ("huishouden:h1", "van"), ("regisseur:r1", "geregisseerd door"),
        ("regisseur:r2", "geregisseerd door"), ("zaak:s:k1", "omvat"),
    ]  # fmt: skip


def test_both_forms_say_the_same(tmp_path):
    tables, folder = export(odd_rows(), tmp_path)
    log, events, objects = loaded(folder / FILES["json"])
    with closing(sqlite3.connect(folder / FILES["sqlite"])) as database:
        of = dict(database.execute("select ocel_type, ocel_type_map from event_map_type"))
        assert set(of) == {each["name"] for each in log["eventTypes"]}
        order = [each for (each,) in database.execute("select ocel_id from event order by rowid")]
        assert order == list(events)
        for event in tables["events"]:
            database.row_factory = sqlite3.Row
            (row,) = database.execute(
                f'select * from "event_{of[event["activity"]]}" where ocel_id = ?',
                (event["event_id"],),
            )
            told = {each["name"]: each["value"] for each in events[event["event_id"]]["attributes"]}
            assert {k: row[k] for k in row.keys() if row[k] is not None} == {  # noqa: SIM118 - a Row
                "ocel_id": event["event_id"], "ocel_time": events[event["event_id"]]["time"], **told,
            }  # fmt: skip
            assert told.get("cost_eur") == event["cost_eur"]
            assert ("ended_at" in told) != event["is_running"]
        related = database.execute("select * from object_object order by 1, 2, 3").fetchall()
    assert [tuple(each) for each in related] == [
        (source, each["objectId"], each["qualifier"])
        for source, told in objects.items()
        for each in told["relationships"]
    ]


def test_an_event_of_several_clients_concerns_each_of_them(tmp_path):
    rows = [
        record(n, event_id=f"e{n}", client_id=client, household_id="h", source_row=1,
               started_at=at("2024-01-01"), partner="A")
        for n, client in enumerate(("c1", "c2"))
    ]  # fmt: skip
    tables, folder = export(rows, tmp_path, level="household")
    assert len(tables["events"]) == 1
    _, events, objects = loaded(folder / FILES["json"])
    (event,) = events.values()
    assert [each["objectId"] for each in event["relationships"]][:2] == ["cliënt:c1", "cliënt:c2"]
    assert {"objectId": "huishouden:h", "qualifier": "lid van"} in objects["cliënt:c2"][
        "relationships"
    ]


def test_hostile_names_come_back_as_they_were(tmp_path):
    _, folder = export(hostile_rows(), tmp_path)
    names = {*HOSTILE, FORBIDDEN}
    activities = set(as_activities(names))
    log, events, objects = loaded(folder / FILES["json"])
    assert {each["type"] for each in events.values()} == activities
    assert {each["name"] for each in log["eventTypes"]} == activities
    assert {
        each["attributes"][0]["value"] for each in objects.values() if each["type"] == "partner"
    } == names
    with closing(sqlite3.connect(folder / FILES["sqlite"])) as database:
        assert {each for (each,) in database.execute("select ocel_type from event")} == activities
        tables = {each for (each,) in database.execute("select ocel_type_map from event_map_type")}
    assert all(each.isascii() and each.isalnum() and len(each) <= 44 for each in tables)


def test_the_same_tables_give_the_same_bytes(tmp_path):
    _, folder = export(odd_rows(), tmp_path)
    first = {each.name: each.read_bytes() for each in folder.iterdir()}
    export_run(tmp_path / "tables", tmp_path / "weer", ["ocel"])
    assert {each.name: each.read_bytes() for each in (tmp_path / "weer").iterdir()} == first
    assert set(first) == set(FILES.values())


def test_an_empty_run_is_an_empty_log(tmp_path):
    _, folder = export([], tmp_path)
    log, events, objects = loaded(folder / FILES["json"])
    assert (events, objects, log["eventTypes"]) == ({}, {}, [])
    assert [each["name"] for each in log["objectTypes"]] == [
        "klantreis", "cliënt", "huishouden", "partner", "regisseur", "zaak",
    ]  # fmt: skip
