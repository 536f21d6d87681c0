"""XES: activity instances out of events, and what is refused."""

import contextlib
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import ColumnMissingError, FileUnreadableError
from connectors.files.stamped import TAKEN_AT, Stamped, moment_in
from connectors.files.xes import open_xes
from connectors.formats import gathering, xml
from connectors.source import Source
from journeys.notes import Note

SOURCE = Source("receipt", "xes", {})
LOGS = Path(__file__).parents[3].parent / "shared" / "data" / "logs"
TIMES = ["concept:name", "start_timestamp", "time:timestamp"]

needs_logs = pytest.mark.skipif(not LOGS.is_dir(), reason=f"the real logs are not at {LOGS}")


@pytest.fixture
def read(tmp_path):
    """Writes a log to a file and reads it back: rows as tuples, bad rows as pairs, notes."""

    def run(content, wanted=TIMES, source=SOURCE):
        path = tmp_path / "log.xes"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        log = open_xes(path, source)
        rows, bad = [], []
        for batch in log.batches(wanted):
            rows += [tuple(row.values()) for row in batch.rows.to_pylist()]
            bad += [(row.row, row.column, row.reason) for row in batch.bad]
        return rows, bad, log.notes

    return run


def log(*traces):
    return f'<?xml version="1.0"?><log xes.version="1.0">{"".join(traces)}</log>'


def trace(*parts):
    return f"<trace>{''.join(parts)}</trace>"


def event(name, time, transition="", **more):
    pairs = {"concept:name": name, "time:timestamp": time, "lifecycle:transition": transition}
    pairs |= {key.replace("__", ":"): value for key, value in more.items()}
    return f"<event>{''.join(attribute(k, v) for k, v in pairs.items() if v)}</event>"


def attribute(key, value, kind="string"):
    return f'<{kind} key="{key}" value="{value}"/>'


def test_an_event_without_a_transition_is_an_instant(read):
    rows, _, notes = read(log(trace(event("Intake", "t1")), trace(event("Besluit", "t2"))))
    assert rows == [(1, "Intake", "t1", "t1"), (2, "Besluit", "t2", "t2")]
    assert notes == []


def test_each_event_is_a_row_with_its_transition_and_instance(read):
    wanted = ["lifecycle:transition", "concept:instance", *TIMES]
    rows, bad, _ = read(
        log(trace(event("A", "t1", "START", concept__instance="7"), event("A", "", "complete"))),
        wanted,
    )
    assert rows == [(1, "START", "7", "A", "t1", "t1"), (2, "complete", None, "A", None, None)]
    assert bad == []


def test_an_own_start_timestamp_wins(read):
    rows, *_ = read(log(trace(event("A", "t2", start_timestamp="t1"), event("B", "t3"))))
    assert rows == [(1, "A", "t1", "t2"), (2, "B", "t3", "t3")]


def test_case_columns_are_the_trace_s_own_wherever_they_stand(read):
    parts = [event("A", "t1"), attribute("concept:name", "Z1"), event("B", "t2")]
    assert read(log(trace(*parts)), ["case:concept:name", "concept:name"])[0] == [
        (1, "Z1", "A"),
        (2, "Z1", "B"),
    ]


@pytest.mark.parametrize(
    ("inner", "value"),
    [
        (attribute("k", "1", "int"), "1"),
        (attribute("k", "1.50", "float"), "1.50"),
        (attribute("k", "true", "boolean"), "true"),
        (attribute("k", "2024-05-01T00:00:00+02:00", "date"), "2024-05-01T00:00:00+02:00"),
        (attribute("k", "&lt;&amp;é&#10;"), "<&é\n"),
        ('<string key="k"/>', None),
        (attribute("k", "first") + attribute("k", "second"), "first"),
        ('<list key="k" value="no">' + attribute("k", "deep") + "</list>", None),
        ('<string key="x" value="v">' + attribute("k", "deep") + "</string>", None),
        ('<string value="no key"/>', None),
    ],
    ids=[
        "an int",
        "a float",
        "a boolean",
        "a date as it is written",
        "escaped characters",
        "without a value",
        "the first of two",
        "a list is none",
        "one within another does not leak",
        "without a key",
    ],
)
def test_attributes(read, inner, value):
    other = event("B", "t2", k="seen")
    rows, *_ = read(log(trace(f"<event>{inner}</event>", other)), ["k"])
    assert rows == [(1, value), (2, "seen")]


def test_the_case_of_a_trace_without_a_name_is_its_number(read):
    named = trace(attribute("concept:name", "Z1"), event("B", "t2"))
    body = log(
        trace(event("A", "t1")), named, trace(attribute("concept:name", " "), event("C", "t3"))
    )
    rows, _, notes = read(body, ["case:concept:name", "concept:name"])
    assert rows == [(1, " trace 1", "A"), (2, "Z1", "B"), (3, " trace 3", "C")]
    assert notes == [Note("traces_nameless", 2)]


def test_no_event_attribute_is_offered_for_a_case(read):
    with pytest.raises(ColumnMissingError) as caught:
        read(log(trace(event("A", "t1"))), ["case:concept:nam"])
    assert caught.value.hint == "close to it: case:concept:name"


def test_globals_and_log_attributes_are_no_defaults(read):
    head = f'<global scope="event">{attribute("k", "UNKNOWN")}</global>{attribute("k", "log")}'
    rows, *_ = read(log(head, trace("<event/>", event("A", "t1", k="v"))), ["k"])
    assert rows == [(1, None), (2, "v")]


def test_an_event_outside_a_trace_is_a_row_without_a_case(read):
    body = log(trace(attribute("concept:name", "Z1"), event("A", "t1")), event("B", "t2"))
    assert read(body, ["case:concept:name", "concept:name"])[0] == [(1, "Z1", "A"), (2, None, "B")]


@pytest.mark.parametrize("prefix", ["", "x:"], ids=["by default", "by a prefix"])
def test_the_namespace_is_of_no_matter(read, prefix):
    where = "xmlns:x" if prefix else "xmlns"
    p = prefix
    body = (
        f'<{p}log {where}="http://www.xes-standard.org/"><{p}trace><{p}event>'
        f'<{p}string key="concept:name" value="A"/></{p}event></{p}trace></{p}log>'
    )
    assert read(body, ["concept:name"])[0] == [(1, "A")]


def test_a_wanted_key_that_is_nowhere_is_missing_and_close_names_are_offered(read):
    with pytest.raises(ColumnMissingError, match="org:resourse") as caught:
        read(log(trace(event("Jansen", "t1", org__resource="W1"))), ["org:resourse"])
    assert "org:resource" in caught.value.hint
    assert "Jansen" not in str(caught.value)


def test_a_key_may_be_missing_where_its_column_has_another_name(read):
    source = Source("receipt", "xes", {"worker": ("org:resource", "org:user")})
    body = log(trace(event("A", "t1", org__resource="W1")))
    assert read(body, ["org:resource", "org:user"], source)[0] == [(1, "W1", None)]


def test_a_log_without_events_misses_nothing(read):
    assert read(log(trace()), ["org:resource"]) == ([], [], [])
    assert read(log(), ["org:resource"]) == ([], [], [])


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 10))
LAUGHS = f"""<!DOCTYPE log [<!ENTITY a0 "{"ha" * 500}">{ENTITIES}]>
<log><trace><event><string key="k" value="&a9;"/></event></trace></log>"""


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (LAUGHS, "DTD"),
        ('<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>', "DTD"),
        ('<!DOCTYPE log SYSTEM "http://localhost:1/x.dtd"><log/>', "DTD"),
        ('<!DOCTYPE log [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><log/>', "DTD"),
        ("<!DOCTYPE log><log/>".encode("utf-16"), "DTD"),
        ("", "an empty file"),
        ("<html></html>", "a web page"),
        ("<?xml version='1.0'?><ocel/>", "its root is no log"),
        ("Zaak;Datum\n", "damaged at line 1"),
        (b"PK\x03\x04", "zip"),
        (log(trace(event("A", "t1")))[:-9], "truncated"),
        (log(trace(event("A", "&undeclared;"))), "damaged"),
        (log() + "<more/>", "damaged"),
        (gzip.compress(log().encode())[:-4], "gzip file that is truncated"),
        (gzip.compress(b""), "truncated"),
        (b"\x1f\x8b no gzip at all", "gzip file that is truncated"),
    ],
    ids=[
        "billion laughs",
        "an external entity",
        "an external DTD",
        "a parameter entity",
        "a DTD in UTF-16",
        "nothing",
        "HTML",
        "other XML",
        "text",
        "a zip",
        "XML cut short",
        "an entity that nothing declares",
        "two roots",
        "gzip cut short",
        "gzip of nothing",
        "no gzip",
    ],
)
def test_what_is_no_whole_log_is_refused_by_name(read, content, got):
    with pytest.raises(FileUnreadableError) as caught:
        read(content)
    assert got in caught.value.got
    assert caught.value.__cause__ is None


def test_gzip_is_known_by_its_bytes(read):
    body = log(trace(event("A", "t1"))).encode()
    assert read(gzip.compress(body)) == read(body)


NAMES = st.lists(st.sampled_from("AB"), max_size=12)


@given(st.lists(NAMES, max_size=4), st.integers(1, 5), st.integers(1, 50))
def test_every_event_is_one_row_however_the_file_is_chopped(read, traces, n_rows, n_bytes):
    body = log(*(trace(*(event(name, "t") for name in names)) for names in traces))
    rows, bad, notes = read(body)
    assert bad == []
    assert [row[:2] for row in rows] == [
        (at, name) for at, name in enumerate((n for names in traces for n in names), start=1)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "BATCH_ROWS", n_rows)
        patch.setattr(xml, "CHUNK", n_bytes)
        assert read(body) == (rows, bad, notes)


@needs_logs
def test_the_receipt_log_has_its_8577_events_of_1434_cases():
    batches = list(open_xes(LOGS / "receipt.xes.gz", SOURCE).batches([*TIMES, "case:concept:name"]))
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    assert len(rows) == 8577
    assert len({row["case:concept:name"] for row in rows}) == 1434
    assert all(row["start_timestamp"] == row["time:timestamp"] for row in rows)


@needs_logs
@pytest.mark.thorough
def test_the_bpic2012_log_pairs_as_pm4py_pairs_it(read_records):
    path = LOGS / "bpic2012.xes.gz"
    records, rejected, notes = read_records(path, "xes")
    assert (len(records), rejected) == (164_509, [])
    complete = [record for record in records if not record["is_running"]]
    assert len(records) - len(complete) == 3
    assert notes == (
        Note("lifecycle_pairs", 71_373),
        Note("lifecycle_moments", 26_318, detail="schedule"),
        Note("lifecycle_running", 3),
        Note("lifecycle_unbegun", 1_040),
    )
    assert sorted(map(_seconds, complete)) == _pairs_of_pm4py(path)


def _seconds(record):
    begin, end = record["started_at"].timestamp(), record["ended_at"].timestamp()
    return record["activity_source"], begin, end


def _pairs_of_pm4py(path):
    import warnings

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from pm4py.objects.log.importer.xes import importer
        from pm4py.objects.log.util.interval_lifecycle import to_interval

        whole = importer.apply(str(path), parameters={"show_progress_bar": False})
        return sorted(
            (e["concept:name"], e["start_timestamp"].timestamp(), e["time:timestamp"].timestamp())
            for one in to_interval(whole)
            for e in one
        )


def test_a_log_whose_name_says_when_it_was_taken_names_its_traces_after_itself(tmp_path):
    path = tmp_path / "log_20240315.xes"
    path.write_text(log(trace(event("A", "2024-03-15T10:00:00Z"))))
    stamped = Stamped(open_xes(path, SOURCE), moment_in(path.name, "%Y%m%d"))
    stamped.lineage = "log_20240315.xes"
    (batch,) = stamped.batches(["case:concept:name", TAKEN_AT])
    assert batch.rows["case:concept:name"].to_pylist() == ["log_20240315.xes trace 1"]
    assert [note.kind for note in stamped.notes] == ["traces_nameless"]
