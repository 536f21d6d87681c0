"""A file that is still being written is no delivery: it is left for another night, by name."""

from __future__ import annotations

import json
import os
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from nights import HEADER, run, table, write_config, write_export

from connectors.errors import FileUnfinishedError
from connectors.files import last_row
from connectors.identity.pseudonyms import Pseudonyms
from connectors.source import InputFile
from pipelines.config.settings import read_config
from pipelines.night import ingest
from pipelines.night.extracts import read_files
from pipelines.night.file_stamps import sha256_of, stamp_of
from pipelines.night.ingest import read_source
from pipelines.night.mappings import mapping_of, mapping_parts
from pipelines.store.file_reads import FILES
from pipelines.store.tables import Store

KEYS = Pseudonyms(b"k" * 32)
ROWS = ("1;k1;Intake;2024-01-15 09:00:00", "1;k1;Gesprek;2024-01-16 10:30:00")
BEFORE = {"source": "a", "source_file": "old.csv", "sha256": "0", "run_id": "1", "cursor": None}


def _write(folder, name, text):
    path = folder / "a" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def read(tmp_path):
    """A function that reads source a as a night does, some of it known from before or nothing."""

    def reading(*, has_history=True, **options):
        config = read_config(write_config(tmp_path, **options))
        (section,) = config.sources
        mapping = mapping_of(section, mapping_parts(section, "Europe/Amsterdam"))
        store = Store(tmp_path / "store", {})
        if has_history:
            known = {"run_id": "before", **BEFORE, "mapping": mapping}
            store.add("files", pa.Table.from_pylist([known], schema=FILES))
        return read_source(config, section, KEYS, store, tmp_path / "work")

    return reading


def _left(read):
    return [(note.kind, note.file) for note in read.left]


def _starts(read):
    rows = [row for each in read.readings for row in pq.read_table(each.read.records).to_pylist()]
    return [f"{row['started_at']:%m-%d %H:%M}" for row in rows]


CUT = {
    "after the date": "\n2;k2;Intake;2024-01-17",
    "within the clock": "\n2;k2;Intake;2024-01-17 08:3",
    "within the date": "\n2;k2;Intake;2024-0",
    "before the last value": "\n2;k2;Intake;",
    "too few fields": "\n2;k2;Inta",
    "after the first field": "\n2",
    "within a quote": '\n2;k2;Intake;"2024-01-17 08',
}


@pytest.mark.parametrize("tail", CUT.values(), ids=CUT)
def test_a_row_that_breaks_off_leaves_its_file_for_another_night(tmp_path, read, tail):
    _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS]) + tail)
    _write(tmp_path, "whole.csv", "\n".join([HEADER, *ROWS]) + "\n")
    night = read()
    assert _left(night) == [("unfinished", "new.csv")]
    assert list(night.hashes) == ["whole.csv"]
    assert _starts(night) == ["01-15 08:00", "01-16 09:30"]


@pytest.mark.parametrize("tail", CUT.values(), ids=CUT)
def test_a_file_that_nobody_writes_any_more_costs_the_row_that_breaks_off(tmp_path, read, tail):
    _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS]) + tail)
    with patch.object(last_row, "FRESH_S", 0):
        night = read()
    assert _left(night) == []
    assert _starts(night) == ["01-15 08:00", "01-16 09:30"]
    (rejected,) = pq.read_table(night.readings[0].read.rejected).to_pylist()
    assert rejected["source_row"] == 3


WHOLE = {
    "a full last value": "\n2;k2;Intake;2024-01-17 08:15:00",
    "a value that stands there": "\n2;k2;Intake;2024-01-15 09:00:00",
    "a closed quote": '\n2;k2;Intake;"2024-01-17 08:15:00"',
    "a line end": "\n2;k2;Intake;2024-01-17 08:15:00\n",
}


@pytest.mark.parametrize("tail", WHOLE.values(), ids=WHOLE)
def test_a_whole_last_row_needs_no_line_end(tmp_path, read, tail):
    _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS]) + tail)
    night = read()
    assert _left(night) == []
    assert len(_starts(night)) == 3


@pytest.mark.parametrize(
    ("others", "value", "is_left"),
    [
        (["125,00", "1.300,50"], "12", True),
        (["125,00", "1.300,50"], "12,5", True),
        (["125,00", "1.300,50"], "99,95", True),
        (["125,00", "1.300,50"], "250,00", False),
        (["Wijkteam Noord", "GGD"], "Wijkteam", True),
        (["Wijkteam Noord", "GGD"], "GGD", False),
        (["Wijkteam Noord", "GGD"], "Veilig Thuis", False),
        (["1-3-2024", "12-3-2024"], "13-3-202", True),
        (["1-3-2024", "12-3-2024"], "2-3-2024", False),
    ],
)
def test_a_last_value_is_in_doubt_by_the_others_of_its_column(others, value, is_left):
    column = last_row.LastColumn()
    for other in others * 2:
        column.add(other)
    assert column.may_be_cut(value) is is_left


def test_a_footer_without_a_line_end_costs_one_row(tmp_path, read):
    _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS, "", "(2 rows affected)"]))
    night = read()
    assert _left(night) == []
    assert len(_starts(night)) == 2
    assert pq.read_table(night.readings[0].read.rejected).num_rows == 1


def test_a_total_that_a_rule_leaves_out_is_no_row_in_doubt(tmp_path, read):
    _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS, "Totaal;2;;"]))
    night = read(options='skip_rows_where = { Zaak = ["Totaal"] }')
    assert _left(night) == []
    assert len(_starts(night)) == 2
    assert pq.read_table(night.readings[0].read.rejected).num_rows == 0


def _growing(path, more):
    """A reader of extracts during whose work the file changes."""

    def read_extract(*args, **options):
        records = original(*args, **options)
        if more is None:
            path.unlink()
        elif callable(more):
            more(path)
        else:
            with path.open("a", encoding="utf-8") as file:
                file.write(more)
        return records

    original = ingest.read_extract
    return patch.object(ingest, "read_extract", read_extract)


def _same_size_and_times(path):
    """Other bytes of equal size, with the times that the file had."""
    stat = path.stat()
    path.write_text(path.read_text().replace("Intake", "Overig"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize(
    "more",
    ["2;k2;Intake;2024-02-01 10:00:00\n", None, _same_size_and_times],
    ids=["it grows", "it is taken away", "other bytes of one size and time"],
)
def test_a_file_that_changes_while_it_is_read_is_left_by_name(tmp_path, read, more):
    path = _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS]) + "\n")
    with _growing(path, more):
        night = read()
    assert _left(night) == [("unfinished", "new.csv")]
    assert (night.readings, dict(night.hashes)) == ((), {})


def test_what_was_read_has_the_hash_that_is_told(tmp_path, read):
    path = _write(tmp_path, "new.csv", "\n".join([HEADER, *ROWS]) + "\n")
    night = read()
    assert dict(night.hashes) == {"new.csv": sha256_of(path)}
    assert dict(night.readings[0].hashes) == dict(night.hashes)


def test_a_source_of_which_no_file_was_ever_whole_fails_by_name(tmp_path, read):
    _write(tmp_path, "new.csv", HEADER + "\n" + ROWS[0] + "\n2;k2;Inta")
    with pytest.raises(FileUnfinishedError, match="source 'a': no file of it is whole") as caught:
        read(has_history=False)
    assert caught.value.got == "new.csv"


def test_a_line_of_json_that_breaks_off_leaves_its_file(tmp_path):
    config = tmp_path / "klantreis.toml"
    config.write_text(
        '[project]\nname = "p"\n[[sources]]\nname = "a"\nkind = "json"\npath = "a/*.jsonl"\n'
        "[sources.options]\nlines = true\n[sources.columns]\n"
        'case_id = "z"\nactivity = "w"\nstarted_at = "t"\n'
    )
    line = json.dumps({"z": "1", "w": "Intake", "t": "2024-01-15 09:00:00"})
    _write(tmp_path, "whole.jsonl", line + "\n")
    _write(tmp_path, "new.jsonl", line + "\n" + line[:-12])
    read = read_config(config)
    night = read_source(
        read, read.sources[0], KEYS, Store(tmp_path / "store", {}), tmp_path / "work"
    )
    assert _left(night) == [("unfinished", "new.jsonl")]
    assert _starts(night) == ["01-15 08:00"]


def test_a_file_that_was_left_is_read_whole_once_it_is_complete(tmp_path):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", *ROWS)
    text = "\n".join([HEADER, *ROWS, "2;k2;Intake;2024-01-17 08:15:00", "3;k3;Intake;2024-01-17"])
    _write(tmp_path, "2.csv", text)
    first = run(config)
    assert (first.status, first.rows_read) == ("complete", 2)
    (source,) = first.sources
    assert [(row.kind, row.files) for row in source.note_rows] == [("unfinished", ["2.csv"])]
    assert {row["source_file"] for row in table(tmp_path, "events")} == {"1.csv"}
    _write(tmp_path, "2.csv", text + " 09:00:00\n")
    second = run(config)
    assert (second.status, second.rows_read, second.new, second.repeated) == ("complete", 4, 2, 2)
    assert second.sources[0].note_rows == []
    clocks = sorted(f"{row['started_at']:%d %H:%M}" for row in table(tmp_path, "events"))
    assert clocks == ["15 08:00", "16 09:30", "17 07:15", "17 08:00"]


def test_of_files_read_as_one_the_ones_that_changed_are_left_and_the_others_read_anew(tmp_path):
    files = [InputFile(name, _write(tmp_path, name, name)) for name in ("1.xml", "2.xml", "3.xml")]
    hashes = {file.name: sha256_of(file.path) for file in files}
    stamps = {file.name: stamp_of(file.path) for file in files}
    asked = []

    def read(_n, opened, _name):
        asked.append(opened)
        files[1].path.write_text("more than it was", encoding="utf-8")
        return opened

    def extracts(some):
        return iter([(some, tuple(file.name for file in some), "")] if some else [])

    readings, left = read_files(extracts, files, hashes, stamps, read)
    assert [note.file for note in left] == ["2.xml"]
    assert asked == [("1.xml", "2.xml", "3.xml"), ("1.xml", "3.xml")]
    assert [list(reading.hashes) for reading in readings] == [["1.xml", "3.xml"]]
