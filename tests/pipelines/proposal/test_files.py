"""What kind of source a file is, by what stands in it and not by its name; which files are one source."""

from __future__ import annotations

import gzip

import care_messages
import corv_messages
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from manners import database, nested, xes
from ocel_logs import FORMS, write_log

from pipelines.errors import ConfigError
from pipelines.proposal.config_text import text_of
from pipelines.proposal.files import extracts_of, kind_of_file
from pipelines.proposal.propose import propose


def text(content, encoding="utf-8"):
    return lambda path: path.write_text(content, encoding=encoding)


def workbook(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "Zaak")


def of_manner(manner):
    def write(path):
        manner(path.parent)
        (made,) = [each for each in path.parent.iterdir() if each != path]
        made.replace(path)

    return write


CORV = corv_messages.zorgmelding("1", "20240101120000", "x")
CONFIRMED = corv_messages.message("Bv03Bericht", "1", "20240101120000", "A", "B", "")
KINDS = [
    ("comma", text("a,b\n1,2\n"), "csv"),
    ("tab in utf-16", text("a\tb\n1\t2\n", "utf-16"), "csv"),
    ("json list", text('[{"a": 1}]'), "json"),
    ("json after blanks", text('\n  {"a": [1]}'), "json"),
    ("ocel json", text('{"objectTypes": [], "eventTypes": []}'), "ocel"),
    ("xes", of_manner(xes), "xes"),
    ("packed xes", lambda path: path.write_bytes(gzip.compress(b"<?xml?><log></log>")), "xes"),
    ("packed csv", lambda path: path.write_bytes(gzip.compress(b"a;b\n1;2\n")), ""),
    ("workbook", workbook, "xlsx"),
    ("parquet", lambda path: pq.write_table(pa.table({"a": [1]}), path), "parquet"),
    ("database", of_manner(database), "sqlite"),
    ("nested", of_manner(nested), "json"),
    ("ijw", text(care_messages.message(305)), "ijw"),
    ("iwmo", text(care_messages.message(305, standard="wmo")), "iwmo"),
    ("corv", text(CORV), "corv"),
    ("confirmation of corv", text(CONFIRMED), "corv"),
    ("web page", text("<!doctype html><p>a;b</p>"), ""),
    ("other xml", text('<?xml version="1.0"?><rows/>'), ""),
    ("letter", text("%PDF-1.7"), ""),
    ("old workbook", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)), ""),
    ("zip", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(60)), ""),
    ("no database", lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(600)), ""),
]


@pytest.mark.parametrize(("name", "write", "kind"), KINDS, ids=[each[0] for each in KINDS])
def test_a_file_is_of_the_kind_that_its_content_tells(tmp_path, name, write, kind):
    path = tmp_path / "export"
    write(path)
    assert kind_of_file(path) == kind


@pytest.mark.parametrize("form", FORMS)
def test_an_object_centric_log_of_any_form_is_one_with_its_types(tmp_path, form):
    events = [("e1", "Intake", "2024-01-01T09:00:00", {}, [("Z1", ""), ("k1", ""), ("w1", "")])]
    objects = [("Z1", "Zaak", {}), ("k1", "Cliënt", {}), ("w1", "Medewerker", {})]
    (tmp_path / "logs").mkdir()
    log = write_log(tmp_path / "logs", events, objects)[form]
    assert kind_of_file(log) == "ocel"
    (source,) = propose([str(log)], tmp_path).sources
    options = {setting.name: setting.value for setting in source.tables["options"]}
    assert options == {"case": "Zaak", "client": "Cliënt", "worker": "Medewerker"}


def test_messages_of_a_folder_are_one_source_and_tables_by_their_names(tmp_path):
    for n in (1, 2):
        (tmp_path / f"bericht{n}x.xml").write_text(care_messages.message(305, identity=str(n)))
        (tmp_path / f"zaken_2024-0{n}.csv").write_text("Zaak;Wat;Datum\n1;Intake;2-1-2024\n")
    (tmp_path / "contacten.csv").write_text("Zaak;Wat;Datum\n1;Intake;2-1-2024\n")
    found, left_out = extracts_of(sorted(tmp_path.iterdir()))
    assert left_out == []
    assert sorted((each.kind, [path.name for path in each.paths]) for each in found) == [
        ("csv", ["contacten.csv"]),
        ("csv", ["zaken_2024-01.csv", "zaken_2024-02.csv"]),
        ("ijw", ["bericht1x.xml", "bericht2x.xml"]),
    ]
    proposed = text_of(propose([str(tmp_path)], tmp_path), "Proef")
    assert 'path = "*.xml"' in proposed
    assert 'path = "zaken_*.csv"' in proposed


def test_json_that_is_cut_off_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "zaken.json"
    path.write_text('{"zaken": [{"zaaknummer": "Z1", "op')
    with pytest.raises(ConfigError) as caught:
        propose([str(path)], tmp_path)
    assert "zaken.json: cannot be read" in str(caught.value)
