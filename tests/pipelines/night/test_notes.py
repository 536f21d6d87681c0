"""What was noticed of a file stays with it: on nights that skip it, in an older store, in both languages."""

from __future__ import annotations

import json
import shutil

import pytest
from nights import run, table, write_config, write_export

from journeys.notes import Note, Summary, summed
from outputs.notes import WORDS, sentence
from pipelines.config.settings import read_config
from pipelines.night.checking import check
from pipelines.night.outcome import note_rows

HEADER = "Zaak;Klant;Wat;Begin;Geboren"
WITH_A_NOTE = (
    "1;k1;Intake;2024-01-01;2010-01-31",
    "2;k2;Intake;2024-01-02;onbekend",
    "3;k3;Intake;2024-01-03;2011-02-28",
)
WITHOUT = ("4;k4;Intake;2024-01-04;2010-01-31",)
SAID = "1 geboortedatum is niet als datum te lezen; wie dat is, wordt aan de rest herkend. (1.csv)"


def prepared(folder):
    """A source of one file with a note."""
    write_export(folder, "a", "1.csv", *WITH_A_NOTE, header=HEADER)
    return write_config(folder, columns='birth_date = "Geboren"')


def kept(folder):
    """The table of notes: file, column, kind and count of each."""
    names = ("source_file", "column", "kind", "n")
    return [tuple(row[name] for name in names) for row in table(folder, "reading_notes")]


STANDS = [("1.csv", None, "birth_dates_unread", 1)]


def test_a_file_that_is_skipped_still_has_its_note_the_next_night(tmp_path):
    config = prepared(tmp_path)
    first = run(config)
    second = run(config)
    assert [each.sources[0].notes for each in (first, second)] == [[SAID], [SAID]]
    assert second.sources[0].skipped == 1
    assert kept(tmp_path) == STANDS
    one, other = (
        (tmp_path / "out" / each.run_id / "tables/reading_notes.parquet").read_bytes()
        for each in (first, second)
    )
    assert one == other


def test_a_note_goes_when_the_file_is_mended_and_another_files_note_stays(tmp_path):
    config = prepared(tmp_path)
    write_export(tmp_path, "a", "2.csv", *WITH_A_NOTE, header=HEADER)
    run(config)
    assert [name for name, *_ in kept(tmp_path)] == ["1.csv", "2.csv"]
    write_export(tmp_path, "a", "2.csv", *WITHOUT, header=HEADER)
    assert run(config).sources[0].notes == [SAID]
    assert kept(tmp_path) == STANDS


def test_the_same_note_of_two_files_is_one_line_with_the_sum(tmp_path):
    config = prepared(tmp_path)
    write_export(tmp_path, "a", "2.csv", *WITH_A_NOTE, header=HEADER)
    outcome = run(config)
    (row,) = outcome.sources[0].note_rows
    assert (row.n, row.files) == (2, ["1.csv", "2.csv"])
    assert outcome.sources[0].notes == [
        "2 verschillende geboortedata zijn niet als datum te lezen; wie dat zijn, wordt aan de rest"
        " herkend. (2 bestanden)"
    ]


def test_a_file_that_is_read_anew_does_not_double_its_note(tmp_path):
    config = prepared(tmp_path)
    run(config)
    run(config, reread=["a"])
    assert kept(tmp_path) == STANDS


def test_a_check_says_what_a_run_says_before_and_after_it(tmp_path):
    config = prepared(tmp_path)
    before = check(read_config(config)).sources
    outcome = run(config)
    after = check(read_config(config)).sources
    for source in (*before, *after, *outcome.sources):
        assert source.notes == [SAID]
        assert [row.en for row in source.note_rows] == [
            "1 birth date does not read as a date; who that is, is known by the rest."
        ]


def test_a_store_of_before_there_were_notes_is_opened_and_gets_those_of_new_files(tmp_path):
    config = prepared(tmp_path)
    run(config)
    ledger = tmp_path / "store/runs.jsonl"
    entry = json.loads(ledger.read_text("utf-8"))
    del entry["versions"]["notes"]
    ledger.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "store/notes")
    write_export(tmp_path, "a", "2.csv", *WITH_A_NOTE, header=HEADER)
    assert run(config).status == "complete"
    assert kept(tmp_path) == [("2.csv", None, "birth_dates_unread", 1)]


def test_every_kind_of_note_is_a_sentence_in_both_languages_and_holds_what_it_is_about():
    for kind in WORDS:
        for n in (0, 1, 1234):
            for language in ("nl", "en"):
                said = sentence(Note(kind, n, "Kolom {x}", "Iets %s"), language)
                words = WORDS[kind]
                form = words if isinstance(words, str) else words[n != 1]
                assert ("Kolom {x}" in said, "Iets %s" in said) == (
                    "{column}" in form,
                    "{detail}" in form,
                )
                assert said.endswith((".", "Iets %s"))


@pytest.mark.parametrize(
    ("notes", "lines"),
    [
        ([], []),
        ([Note("cursor_lower")], [Summary(Note("cursor_lower"))]),
        (
            [Note("cost_unread", 1, "B", file="x"), Note("cost_unread", 2, "A", file="x")],
            [
                Summary(Note("cost_unread", 2, "A"), ("x",)),
                Summary(Note("cost_unread", 1, "B"), ("x",)),
            ],
        ),
    ],
    ids=["no notes", "a note of no file", "two columns are two lines"],
)
def test_notes_of_one_kind_and_column_are_one_line(notes, lines):
    assert summed(notes) == lines
    assert [row.nl for row in note_rows(notes)] == [sentence(each.note, "nl") for each in lines]
