"""OCEL 2.0 in its three forms: the same rows from each, and what is refused."""

import json
import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing

import pytest
from ocel_logs import FORMS, write_log

from connectors.errors import ColumnMissingError, FileUnreadableError, SeveralError
from connectors.formats import gathering
from connectors.ocel import sqlite_form as ocel_sqlite
from connectors.ocel.objects import ALWAYS, moment
from connectors.ocel.reader import OcelOptions, open_ocel
from connectors.source import Source
from journeys.notes import Note

KEYS = ("ocel:eid", "subject", "case", "client", "household")
OBJECTS = [
    ("z1", "Case", {"soort": "jeugd"}),
    ("z2", "Case", {"soort": "wmo"}),
    ("k1", "Client", {"bsn": "111222333", "status": "nieuw"}),
    ("k2", "Client", {"bsn": "123456782"}),
    ("h1", "Household", {}),
    ("h2", "Household", {}),
    ("w1", "Medewerker", {"naam": "Wijk"}),
    ("w2", "Medewerker", {"naam": "Bos"}),
    ("x1", "Document", {}),
]
EVENTS = [
    (
        "e1",
        "Intake",
        "2025-01-01T09:00:00Z",
        {"uren": 1.5},
        [("z1", "zaak"), ("k1", "kind"), ("k2", "kind"), ("h1", "gezin")],
    ),
    (
        "e2",
        "Plan & 'zo'",
        "2025-01-02T09:00:00Z",
        {},
        [("z1", "zaak"), ("k1", "kind"), ("w1", "door")],
    ),
    (
        "e3",
        "Overleg",
        "2025-01-03T09:00:00Z",
        {"wie": "é"},
        [("z1", ""), ("z2", ""), ("k2", "kind"), ("w1", "door"), ("w2", "met")],
    ),
    ("e4", "Besluit", "2025-01-04T09:00:00Z", {}, [("z1", ""), ("z2", ""), ("x1", "stuk")]),
    ("e5", "Contact", "2025-01-05T09:00:00Z", {}, [("k1", "kind")]),
    ("e6", "Bezoek", "2025-01-06T09:00:00Z", {}, [("h2", "gezin")]),
    ("e7", "Stuk", "2025-01-07T09:00:00Z", {}, [("x1", "stuk")]),
]
CHANGES = [
    ("k1", "2025-01-02T00:00:00Z", "status", "bekend"),
    ("k1", "2025-01-05T09:00:00Z", "status", "in zorg"),
]
RELATIONS = [("k2", "z2", "heeft"), ("k1", "h1", "woont in")]


@pytest.fixture(scope="session")
def logs(tmp_path_factory):
    """The same log in each form."""
    folder = tmp_path_factory.mktemp("ocel")
    return write_log(folder, EVENTS, OBJECTS, changes=CHANGES, relations=RELATIONS)


def rows_of(path, wanted=KEYS, **options):
    log = open_ocel(path, Source("ocel", "ocel", {}, options=OcelOptions(**options)))
    rows, bad = [], []
    for batch in log.batches(wanted):
        for row in batch.rows.to_pylist():
            for column in {"client", "household"} & row.keys():
                if row[column]:
                    source, row[column] = row[column].split("|")
                    assert source == "ocel"
            rows.append(tuple(row.values()))
        bad += [(each.row, each.reason) for each in batch.bad]
    return rows, bad, log.notes


@pytest.mark.parametrize("form", FORMS)
def test_an_event_is_a_row_for_each_client_and_else_for_each_case(logs, form):
    rows, bad, notes = rows_of(logs[form])
    assert rows == [
        (1, "e1", "k1", "z1", "k1", "h1"),
        (1, "e1", "k2", "z1", "k2", "h1"),
        (2, "e2", "k1", "z1", "k1", "h1"),  # the log relates k1 to h1
        (3, "e3", "k2", "z2", "k2", None),  # and k2 to z2
        (4, "e4", "z1", "z1", None, None),
        (4, "e4", "z2", "z2", None, None),
        (5, "e5", "k1", "k1", "k1", "h1"),  # no case: in that of its client
        (6, "e6", "h2", "h2", None, "h2"),
    ]
    assert bad == [(7, "concerns no object of the type Case, Client or Household")]
    assert notes == [Note("without_case", 2)]


@pytest.mark.parametrize("form", FORMS)
def test_attributes_of_events_and_objects_at_the_moment_of_the_event(logs, form):
    wanted = ("ocel:eid", "ocel:activity", "event:uren", "event:wie", "Client:status", "Case:soort")
    rows, *_ = rows_of(logs[form], wanted)
    assert rows == [
        (1, "e1", "Intake", "1.5", None, "nieuw", "jeugd"),
        (1, "e1", "Intake", "1.5", None, None, "jeugd"),
        (2, "e2", "Plan & 'zo'", None, None, "bekend", "jeugd"),
        (3, "e3", "Overleg", None, "é", None, "wmo"),
        (4, "e4", "Besluit", None, None, None, "jeugd"),
        (4, "e4", "Besluit", None, None, None, "wmo"),
        (5, "e5", "Contact", None, None, "in zorg", None),  # at that very moment
        (6, "e6", "Bezoek", None, None, None, None),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_type_with_a_qualifier_tells_one_part_from_another(logs, form):
    wanted = (
        "ocel:eid",
        "worker",
        "partner",
        "Medewerker:naam",
        "Medewerker#met:naam",
        "Client:ocel:oid",
    )
    rows, *_ = rows_of(logs[form], wanted, worker="Medewerker#door", partner="Medewerker#met")
    assert rows[2:4] == [
        (2, "e2", "w1", None, "Wijk", None, "k1"),
        (3, "e3", "w1", "w2", "Wijk", "Bos", "k2"),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_times_are_as_the_log_writes_them_and_mean_the_same(logs, form):
    rows, *_ = rows_of(logs[form], ("ocel:timestamp",))
    assert [moment(time) for _, time in rows[:1]] == [moment("2025-01-01T10:00:00+01:00")]


@pytest.mark.parametrize("form", FORMS)
def test_other_names_of_types_are_options(logs, form):
    rows, bad, _ = rows_of(logs[form], KEYS, case="Document", client="Medewerker", household="Case")
    assert rows[1:3] == [
        (2, "e2", "w1", "w1", "w1", "z1"),
        (3, "e3", "w1", "w1", "w1", "z1"),
    ]
    assert [row for row, _ in bad] == [5, 6]


@pytest.mark.parametrize(
    ("wanted", "options", "close"),
    [
        (["event:urem"], {}, "uren"),
        (["Client:bsm"], {}, ""),
        (["Clint:bsn"], {}, "Client"),
        (["case"], {"case": "Cases"}, "Case"),
        (["case"], {"worker": "Medewerkers"}, "Medewerker"),
    ],
    ids=str,
)
@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_nothing_in_the_log_has_is_refused(logs, form, wanted, options, close):
    with pytest.raises(ColumnMissingError) as caught:
        rows_of(logs[form], wanted, **options)
    assert close in caught.value.hint


@pytest.mark.parametrize("form", FORMS)
def test_all_names_that_nothing_in_the_log_has_are_told_at_once(logs, form):
    with pytest.raises(SeveralError) as caught:
        rows_of(logs[form], ["case", "event:urem"], case="Zaak", client="Klant")
    assert [name in str(caught.value) for name in ('"Zaak"', '"Klant"', '"urem"')] == [True] * 3


@pytest.mark.parametrize("form", FORMS)
def test_the_default_household_need_not_be_there(tmp_path, form):
    paths = write_log(tmp_path, EVENTS[1:2], OBJECTS[:1] + OBJECTS[2:3] + OBJECTS[6:7])
    assert rows_of(paths[form])[0] == [(1, "e2", "k1", "z1", "k1", None)]


# A large log, with pm4py and plain Python as the oracles


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """A log of random events, its literal rows, and the same log in each form."""
    rng = random.Random(7)
    objects = [(f"z{n}", "Case", {}) for n in range(60)]
    objects += [(f"k{n}", "Client", {"status": "s0", "bsn": f"{n:09}"}) for n in range(40)]
    events, changes = [], []
    for n in range(400):
        others = [(f"z{rng.randrange(60)}", "zaak")] if rng.random() < 0.9 else []
        others += [(f"k{k}", "kind") for k in rng.sample(range(40), rng.choice([0, 1, 1, 2, 3]))]
        if not others:
            others = [("k0", "kind")]
        day, hour = 1 + n // 24, n % 24
        events.append(
            (f"e{n}", rng.choice(["Intake", "Plan", "Besluit"]), f"2025-01-{day:02}T{hour:02}:00:00Z",
             {"nr": f"n{n}"}, others)
        )  # fmt: skip
    for n in range(100):
        changes.append(
            (f"k{rng.randrange(40)}", f"2025-01-{rng.randrange(1, 20):02}T{rng.randrange(24):02}:30:00Z",
             "status", f"s{n + 1}")
        )  # fmt: skip
    changes = list({(o, t): (o, t, a, v) for o, t, a, v in changes}.values())
    folder = tmp_path_factory.mktemp("many")
    return events, changes, write_log(folder, events, objects, changes=changes)


def expected_rows(events, changes):
    """Brute force over the literal rows."""
    rows = []
    for number, (event, kind, time, values, others) in enumerate(events, start=1):
        cases = [o for o, _ in others if o[0] == "z"]
        clients = [o for o, _ in others if o[0] == "k"]
        for subject in clients or cases:
            told = [(t, v) for o, t, _, v in changes if o == subject and t <= time]
            status = max(told)[1] if told else "s0"
            is_client = bool(clients)
            case = cases[0] if cases else subject
            rows.append(
                (number, event, subject, case, kind, values["nr"], status if is_client else None)
            )
    return rows


WANTED = ("ocel:eid", "subject", "case", "ocel:activity", "event:nr", "Client:status")


@pytest.mark.parametrize("block", [7, 65_536])
@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_rows_that_brute_force_expects(many, form, block, monkeypatch):
    monkeypatch.setattr(ocel_sqlite, "EVENTS_AT_ONCE", block)
    monkeypatch.setattr(gathering, "BATCH_ROWS", block)
    events, changes, paths = many
    rows, bad, _ = rows_of(paths[form], WANTED)
    assert bad == []
    assert rows == expected_rows(events, changes)


@pytest.mark.parametrize("form", FORMS)
def test_pm4py_counts_the_same_events_activities_and_clients_of_each(many, form):
    import pm4py

    _, _, paths = many
    read = getattr(pm4py, f"read_ocel2_{form}")
    log = read(str(paths[form]))
    rows, *_ = rows_of(paths[form], ("ocel:eid", "ocel:activity", "client"))
    assert {row[1] for row in rows} == set(log.events["ocel:eid"])
    assert Counter(dict.fromkeys((r[1], r[2]) for r in rows)) == Counter(
        dict.fromkeys(zip(log.events["ocel:eid"], log.events["ocel:activity"], strict=True))
    )
    clients = log.relations[log.relations["ocel:type"] == "Client"]
    per_event = defaultdict(set)
    for _, event, _, client in rows:
        if client:
            per_event[event].add(client)
    assert dict(per_event) == clients.groupby("ocel:eid")["ocel:oid"].agg(set).to_dict()
    assert sum(1 for row in rows if row[3]) == len(clients)


# What is refused


def test_a_form_is_known_by_its_content_not_by_its_name(logs, tmp_path):
    for form in FORMS:
        path = tmp_path / f"{form}.txt"
        path.write_bytes(logs[form].read_bytes())
        assert len(rows_of(path)[0]) == 8


def test_a_mark_before_json_is_passed_over(logs, tmp_path):
    path = tmp_path / "log.json"
    path.write_bytes(b"\xef\xbb\xbf" + logs["json"].read_bytes())
    assert len(rows_of(path)[0]) == 8


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (b"Zaak;Klant\n1;2\n", "a file of another kind"),
        (b"PK\x03\x04", "a zip or Excel file (.xlsx)"),
        (b'{"ocel:global-log": {"ocel:version": "1.0"}}', "an OCEL 1.0 log"),
        (b'{"zaken": []}', "JSON of another kind"),
        (b'{"zaken": [', "JSON that is truncated or damaged"),
        (b"<log><trace><event/></trace></log>", "an XES log: its kind is xes"),
        (b"<?xml version='1.0'?><zaken/>", "an XML file of another kind: its root is no log"),
        (
            b"SQLite format 3\x00" + b"x" * 200,
            "one that is truncated or damaged (it is shorter than it says)",
        ),
        (
            b"SQLite format 3\x00" + bytes(200),
            "one that is truncated or damaged (SQLITE_NOTADB)",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, got):
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got == got


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("form", FORMS)
def test_a_truncated_log_is_refused_and_says_nothing_of_what_it_holds(many, tmp_path, form, share):
    data = many[2][form].read_bytes()
    path = tmp_path / "log"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path, WANTED)
    assert "truncated or damaged" in caught.value.got
    assert caught.value.__cause__ is None


def test_an_entity_bomb_is_refused_at_its_first_word(tmp_path):
    path = tmp_path / "log.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        '<log><events><event id="&b;"/></events></log>'
    )
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got == "a document type (DTD), which no event log needs"


def test_json_that_nests_without_end_is_refused(tmp_path):
    path = tmp_path / "log.json"
    path.write_text('{"events": [' + "[" * 200_000 + "]" * 200_000 + "]}")
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got == "JSON that nests too deep"


@pytest.fixture
def database(logs, tmp_path):
    """A copy of the SQLite log, and a way to change it."""
    path = tmp_path / "log.sqlite"
    path.write_bytes(logs["sqlite"].read_bytes())

    def change(*statements):
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return path

    return change


def test_triggers_and_views_beside_the_tables_do_nothing(database):
    path = database(
        "create trigger t after insert on event begin delete from object; end",
        "create view v as select * from event, object, event_object",
        "create index i on event_object (ocel_event_id)",
    )
    before = path.read_bytes()
    assert len(rows_of(path)[0]) == 8
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["log.sqlite"]


ENDLESS = (
    "with recursive n (x) as (select 1 union all select x + 1 from n)"
    " select x as ocel_id, 'A' as ocel_type from n"
)


@pytest.mark.parametrize("table", ["event", "object", "event_Intake", "object_Client"])
def test_a_view_in_the_place_of_a_table_is_refused_and_not_run(database, table):
    path = database(f"alter table {table} rename to old", f"create view {table} as {ENDLESS}")
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got.startswith("a view or virtual table")


def test_a_virtual_table_is_refused(database):
    path = database("drop table object_object", "create virtual table object_object using fts5(a)")
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        rows_of(path)


@pytest.mark.parametrize("table", ["event_object", "event_map_type", "object"])
def test_a_database_without_one_of_the_tables_is_refused(database, table):
    path = database(f"drop table {table}")
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got == f"no table: {table}"


def test_a_database_without_one_of_the_columns_is_refused(database):
    path = database("alter table event_object rename column ocel_object_id to x")
    with pytest.raises(FileUnreadableError) as caught:
        rows_of(path)
    assert caught.value.got == "one that is truncated or damaged (SQLITE_ERROR)"


def test_a_database_that_a_program_has_open_is_refused(database, tmp_path):
    path = database("pragma journal_mode = wal")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("delete from event")
        connection.commit()
        with pytest.raises(FileUnreadableError) as caught:
            rows_of(path)
    assert "-wal" in caught.value.got


def test_an_event_without_a_row_in_its_types_table_has_no_time(database):
    path = database("delete from event_Intake")
    rows, *_ = rows_of(path, ("ocel:eid", "ocel:timestamp"))
    assert rows[0] == (1, "e1", None)


# Objects


def test_before_the_first_value_nothing_is_told(tmp_path):
    log = {
        "objectTypes": [{"name": "Client", "attributes": []}],
        "objects": [
            {
                "id": "k1",
                "type": "Client",
                "attributes": [
                    {"name": "status", "time": "2025-01-03T00:00:00Z", "value": "b"},
                    {"name": "status", "time": "2025-01-02T00:00:00+01:00", "value": True},
                ],
            }
        ],
        "events": [
            {"id": f"e{day}", "type": "A", "time": f"2025-01-{day:02}T12:00:00Z",
             "relationships": [{"objectId": "k1", "qualifier": ""}]}
            for day in (1, 2, 3)
        ],
    }  # fmt: skip
    path = tmp_path / "log.json"
    path.write_text(json.dumps(log))
    rows, *_ = rows_of(path, ("ocel:eid", "Client:status"))
    assert rows == [(1, "e1", None), (2, "e2", "true"), (3, "e3", "b")]


def test_events_may_stand_before_objects(logs, tmp_path):
    log = json.loads(logs["json"].read_text())
    path = tmp_path / "log.json"
    path.write_text(
        json.dumps({key: log[key] for key in ("events", "objects", "objectTypes", "eventTypes")})
    )
    assert rows_of(path) == rows_of(logs["json"])


def test_an_event_of_several_households_is_in_the_clients_own_or_the_first(tmp_path):
    objects = [
        ("k1", "Client", {}),
        ("k2", "Client", {}),
        ("h1", "Household", {}),
        ("h2", "Household", {}),
    ]
    others = [("h1", ""), ("h2", ""), ("k1", ""), ("k2", "")]
    paths = write_log(
        tmp_path,
        [("e1", "A", "2025-01-01T00:00:00Z", {}, others)],
        objects,
        relations=[("h2", "k2", "bewoner")],
    )
    rows, _, notes = rows_of(paths["json"], ("client", "household"))
    assert rows == [(1, "k1", "h1"), (1, "k2", "h2")]
    assert notes[1] == Note("several_cases", 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [("", None), ("gisteren", None), ("2025-01-01", moment("2025-01-01T00:00:00Z"))],
)
def test_a_time_is_compared_in_utc(written, read):
    assert moment(written) == read
    assert moment("1970-01-01T00:00:00Z") > ALWAYS
