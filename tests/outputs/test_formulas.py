"""What a spreadsheet would run stands in no CSV, whoever writes it; what is read back is as it was."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import outputs
from journeys.inputs import Term
from outputs.maps.centrality import write_centrality
from outputs.maps.network import Network, Pass
from outputs.spreadsheet import FORMULA, harmless, unguarded, write_csv
from pipelines.config.vocabulary import COLUMNS, read_vocabulary
from pipelines.rights.reviewing import read_answers, write_questions
from pipelines.vocabulary.accepting import write_terms
from pipelines.vocabulary.uses import Use

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEGINS = [*SIGNS, " =", "\xa0+", "\u2003＠", "'=", "'' -"]


def cells(path):
    text = path.read_bytes().decode("utf-8-sig")
    return [
        cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row
    ]


def in_any(path, begin):
    return write_csv(path, [f"{begin}kop"], [{f"{begin}kop": f"{begin}cel"}])


def in_vocabulary(path, begin):
    use = Use("bron", f"{begin}p", f"{begin}t", 1, is_mapped=False, activity="", kind="overig")
    known = {
        "source": "bron",
        "term": f"{begin}woord",
        "activity": f"{begin}stap",
        "kind": "intake",
    }
    write_terms(path, [known], [use])
    return path


def in_questions(path, begin):
    places = {f"{name}_{side}": f"{begin}x" for side in "ab" for name in ("source", "source_file")}
    rows = {"source_row_a": 1, "source_row_b": 2, "person_a": "a", "person_b": "b"}
    write_questions(path, [{**places, **rows, "probability": 0.5}])
    return path


def in_centrality(path, begin):
    network = Network({f"{begin}A": 1, "B": 1}, (Pass(f"{begin}A", "B", 1, 1),))
    return write_centrality(network, path.parent)


WRITERS = {
    "any table": in_any,
    "the vocabulary": in_vocabulary,
    "the questions of a review": in_questions,
    "the centrality of partners": in_centrality,
}


@pytest.mark.parametrize("begin", BEGINS)
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_no_cell_begins_as_a_formula(tmp_path, write, begin):
    written = cells(write(tmp_path / "tabel.csv", begin))
    assert any(begin.strip() in cell or begin in cell for cell in written)
    assert [cell for cell in written if cell.strip().startswith(tuple(SIGNS))] == []


def test_numbers_stay_numbers(tmp_path):
    path = write_csv(tmp_path / "tabel.csv", ["n"], [{"n": -1}, {"n": -0.5}])
    assert cells(path) == ["n", "-1", "-0,5"]


@given(st.text() | st.text("'=+ -@＝\t", max_size=4))
def test_what_was_guarded_is_read_back_as_it_was(text):
    assert unguarded(harmless(text)) == text


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝", "'="])
def test_the_vocabulary_is_read_back_as_it_was_written(tmp_path, begin):
    term = Term("bron", f"{begin}1 gesprek", f"{begin}Intake", "intake", 0, f"{begin}Wijk")
    row = {name: str(getattr(term, name)) for name in COLUMNS}
    write_terms(tmp_path / "begrippen.csv", [row], [])
    assert read_vocabulary(tmp_path / "begrippen.csv") == [term]


def test_an_answer_is_read_back_by_the_people_it_is_about(tmp_path):
    path = in_questions(tmp_path / "vragen.csv", "")
    path.write_text(path.read_text().removesuffix("\n") + "zelfde\n")
    assert read_answers(path) == {("a", "b"): True}


def test_the_page_guards_by_the_same_list():
    script = (Path(outputs.__file__).parent / "report/web/download.js").read_text()
    assert re.search(r"FORMULA = /(.*)/;", script)[1] == FORMULA


def test_nobody_else_writes_csv():
    root = Path(outputs.__file__).parents[1]
    writers = {
        str(path.relative_to(root))
        for room in ("connectors", "journeys", "outputs", "pipelines")
        for path in (root / room).rglob("*.py")
        if re.search(r"csv\.(Dict)?[wW]riter|to_csv|format csv|xlsxwriter", path.read_text())
    }
    assert {name for name in writers if not name.startswith("pipelines/demo/")} == {
        "outputs/spreadsheet.py"
    }
