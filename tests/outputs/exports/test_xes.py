"""XES: what other programs read of the journeys, and that a log is one of the standard."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from exported import FORBIDDEN, HOSTILE, as_activities, hostile_rows, odd_rows, written
from lxml import etree

from outputs.exports import export_run
from outputs.exports.files import legal
from outputs.run_tables import open_tables

XES = "{http://www.xes-standard.org/}"
SCHEMA = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.xes-standard.org/"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="log">
      <attribute name="xes.version"><data type="decimal"/></attribute>
      <optional><attribute name="xes.features"><data type="token"/></attribute></optional>
      <zeroOrMore><element name="extension">
        <attribute name="name"><data type="NCName"/></attribute>
        <attribute name="prefix"><data type="NCName"/></attribute>
        <attribute name="uri"><data type="anyURI"/></attribute>
      </element></zeroOrMore>
      <zeroOrMore><element name="global">
        <attribute name="scope"><data type="NCName"/></attribute><ref name="attributes"/>
      </element></zeroOrMore>
      <zeroOrMore><element name="classifier">
        <attribute name="name"><data type="NCName"/></attribute>
        <attribute name="keys"><data type="token"/></attribute>
      </element></zeroOrMore>
      <ref name="attributes"/>
      <zeroOrMore><element name="trace">
        <ref name="attributes"/>
        <zeroOrMore><element name="event"><ref name="attributes"/></element></zeroOrMore>
      </element></zeroOrMore>
    </element>
  </start>
  <define name="attributes"><zeroOrMore><choice>
    <element name="string"><ref name="key"/><attribute name="value"/></element>
    <element name="date">
      <ref name="key"/><attribute name="value"><data type="dateTime"/></attribute>
    </element>
    <element name="int">
      <ref name="key"/><attribute name="value"><data type="long"/></attribute>
    </element>
    <element name="float">
      <ref name="key"/><attribute name="value"><data type="double"/></attribute>
    </element>
    <element name="boolean">
      <ref name="key"/><attribute name="value"><data type="boolean"/></attribute>
    </element>
  </choice></zeroOrMore></define>
  <define name="key"><attribute name="key"><data type="Name"/></attribute></define>
</grammar>
"""
"""What IEEE 1849 says of a log, in its order, in so far as an export needs it."""


def export(rows, folder, **settings):
    """The run's tables, and the log's path."""
    tables, path = written(rows, folder, **settings)
    export_run(path, folder / "uit", ["xes"])
    return tables, folder / "uit" / "klantreizen.xes.gz"


def read(path):
    """A log as lxml sees it."""
    with gzip.open(path) as file:
        return etree.parse(file).getroot()


def attributes(element):
    return {each.get("key"): each.get("value") for each in element if each.get("key")}


def moments(tables):
    """What a log has to say, by brute force: (journey, activity, event, transition, time), in order."""
    wanted = []
    for event in tables["events"]:
        mine = (event["journey_id"], event["activity"], event["event_id"])
        if event["is_running"] or event["ended_at"] > event["started_at"]:
            wanted.append((event["started_at"], event["seq"], 0, *mine, "start"))
        if not event["is_running"]:
            wanted.append((event["ended_at"], event["seq"], 1, *mine, "complete"))
    wanted.sort(key=lambda each: (each[3], *each[:3]))
    return [(*each[3:], each[0]) for each in wanted]


def test_a_log_has_each_journey_and_each_begin_and_end_in_the_order_of_time(tmp_path):
    tables, path = export(odd_rows(), tmp_path)
    found = []
    for trace in read(path).iter(f"{XES}trace"):
        journey = attributes(trace)["concept:name"]
        for event in trace.iter(f"{XES}event"):
            told = attributes(event)
            found.append((
                journey, told["concept:name"], told["concept:instance"], told["lifecycle:transition"],
                datetime.fromisoformat(told["time:timestamp"]).astimezone(UTC),
            ))  # fmt: skip
    assert found == moments(tables)
    running = [each[3] for each in found if each[1] == "Behandeling"]
    assert running == ["start"]


def test_an_event_says_who_did_it_what_it_cost_and_which_row_it_came_from(tmp_path):
    tables, path = export(odd_rows(), tmp_path)
    told = [attributes(event) for event in read(path).iter(f"{XES}event")]
    whole = {each["concept:instance"]: each for each in told if "klantreis:source_row" in each}
    names = {
        "org:group": "partner", "org:resource": "worker", "cost:total": "cost_eur",
        "klantreis:kind": "kind", "klantreis:domain": "domain", "klantreis:team": "team",
        "klantreis:municipality": "municipality", "klantreis:source": "source",
        "klantreis:source_file": "source_file", "klantreis:source_row": "source_row",
        "klantreis:event_id": "event_id", "klantreis:regisseur": "regisseur",
        "klantreis:referred_to": "referred_to", "klantreis:precision": "precision",
    }  # fmt: skip
    assert len(whole) == len(tables["events"])
    for event in tables["events"]:
        mine = whole[event["event_id"]]
        for key, column in names.items():
            if event[column] is None:
                assert key not in mine
            elif column == "cost_eur":
                assert (float(mine[key]), mine["cost:currency"]) == (event[column], "EUR")
            else:
                assert mine[key] == str(event[column])
    assert sum("cost:total" in each for each in told) == 2


@pytest.mark.parametrize(
    "rows", [[], odd_rows(), hostile_rows()], ids=["an empty log", "odd rows", "hostile names"]
)
def test_a_log_is_one_of_the_standard(tmp_path, rows):
    _, path = export(rows, tmp_path)
    schema = etree.RelaxNG(etree.fromstring(SCHEMA))
    schema.assertValid(read(path))


def test_what_a_classifier_is_made_of_every_event_has(tmp_path):
    for n, rows in enumerate((odd_rows(), hostile_rows())):
        log = read(export(rows, tmp_path / str(n))[1])
        everywhere = {each.get("key") for each in log.iterfind(f"{XES}global[@scope='event']/*")}
        keys = {key for each in log.iter(f"{XES}classifier") for key in each.get("keys").split()}
        assert keys <= everywhere
        assert ("org:group" in keys) == all(row["partner"] for row in rows)
        for event in log.iter(f"{XES}event"):
            assert everywhere <= attributes(event).keys()


def test_hostile_names_come_back_as_they_were_and_what_xml_forbids_is_seen(tmp_path):
    _, path = export(hostile_rows(), tmp_path)
    told = [attributes(event) for event in read(path).iter(f"{XES}event")]
    names = 2 * [*HOSTILE, FORBIDDEN]
    activities = sorted(map(legal, as_activities(names)))
    assert sorted(each["concept:name"] for each in told) == activities
    assert sorted(each["org:group"] for each in told) == sorted(map(legal, names))
    assert legal(FORBIDDEN) == "bel␇ en ␋ en \ufffd"


def test_pm4py_reads_the_same_events_in_the_same_order_at_the_same_time(tmp_path):
    pm4py = pytest.importorskip("pm4py")
    tables, path = export([*odd_rows(), *hostile_rows()[:12]], tmp_path)
    log = pm4py.read_xes(str(path), variant="iterparse", show_progress_bar=False)
    found = list(zip(
        log["case:concept:name"], log["concept:name"], log["concept:instance"],
        log["lifecycle:transition"], log["time:timestamp"].dt.to_pydatetime(), strict=True,
    ))  # fmt: skip
    assert found == moments(tables)


def test_the_same_tables_give_the_same_bytes_and_half_a_log_is_never_there(tmp_path, monkeypatch):
    _, path = export(odd_rows(), tmp_path)
    first = path.read_bytes()
    path.unlink()
    export_run(tmp_path / "tables", path.parent, ["xes"])
    assert path.read_bytes() == first
    monkeypatch.setattr("outputs.exports.xes._trace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_run(tmp_path / "tables", path.parent, ["xes"], replace=True)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == {path.name: first}


def test_a_journey_over_two_blocks_is_one_trace(tmp_path, monkeypatch):
    tables, path = export(odd_rows(), tmp_path)
    whole = path.read_bytes()
    monkeypatch.setattr("outputs.exports.queries.AT_ONCE", 3)
    with open_tables(tmp_path / "tables", ["events", "journeys"]) as connection:
        from outputs.exports.xes import write_xes

        log = write_xes(connection, path)
    assert (log.n_traces, log.n_events) == (3, len(moments(tables)))
    assert path.read_bytes() == whole
