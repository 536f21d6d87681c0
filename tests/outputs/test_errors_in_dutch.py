"""What a Dutch reader gets of an error: every sentence of the code has its Dutch, and nothing else has."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import connectors.sql.faults as database
import journeys
from journeys.errors import KlantreisError, said, speak
from outputs.texts import errors_in

ROOT = Path(journeys.__file__).parents[1]
PARTS = {"expected", "got", "hint"}
BASES = {"AnalysisError", "ConfigError", "ConnectorError", "FileUnreadableError", "OutputError",
         "PipelineError"}  # fmt: skip
PLACES = {"env", "block"}
LABELS = {"expected:", "got:", "hint:"}
AS_VALUES = {
    "the database does not answer",
    "knows no such token",
    "reading or writing failed",
    "refuses",
    "utf-8 or cp1252",
}
"""Sentences that stand in another one."""

DUTCH = errors_in("nl")


def constants(node):
    """The texts that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from constants(value)


def makers_of(tree):
    """The functions of a module that make an error out of sentences."""
    return {"read_secret", "unfinished", "unreadable", "wrong"} | {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns).endswith("Error")
    }


def parts_of(call, makers):
    """The arguments of a call that are sentences of an error."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    named = [word.value for word in call.keywords if word.arg in PARTS]
    if name == "said":
        return call.args[:1]
    if name in makers:
        return [*call.args, *(word.value for word in call.keywords if word.arg not in PLACES)]
    if name.endswith("Error") and call.args and (named or name in BASES):
        return [call.args[0], *named]
    return []


def sentences(tree):
    """Every sentence that a module's errors say."""
    makers = makers_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for part in parts_of(node, makers):
                yield from constants(part)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if getattr(target, "id", "").strip("_") in {"EXPECTED", "WHAT"}:
                yield from constants(node.value)


def needed():
    """Every sentence of the code, and a place where it stands."""
    found = {}
    for room in ("connectors", "journeys", "outputs", "pipelines"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for sentence in sentences(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(sentence, str(path.relative_to(ROOT)))
    tables = (database.BY_CODE, database.BY_WORDS)
    found |= {sentence: "sql/faults" for table in tables for row in table for sentence in row[2:]}
    return found | dict.fromkeys(LABELS | AS_VALUES, "here")


NEEDED = needed()


def test_every_sentence_has_its_dutch():
    assert {sentence: NEEDED[sentence] for sentence in NEEDED.keys() - DUTCH.keys()} == {}


def test_nothing_else_is_in_the_catalogue_of_errors():
    assert DUTCH.keys() - NEEDED.keys() == set()


@pytest.mark.parametrize("english", DUTCH)
def test_the_dutch_has_the_values_of_the_english(english):
    fields = re.compile(r"\{(\w+)")
    assert sorted(fields.findall(DUTCH[english])) == sorted(fields.findall(english))


@pytest.fixture
def dutch():
    speak(DUTCH)
    yield
    speak({})


def test_an_error_is_dutch_where_the_process_speaks_dutch(dutch):
    error = KlantreisError(
        said('the workbook has no sheet "{sheet}"', sheet="Blad2"),
        expected=said('a sheet "{sheet}"', sheet="Blad2"),
        got=said("{n} other sheets", n=3),
        hint='say which: sheet = "..."',
    ).within("bron")
    assert str(error) == (
        'bron: de werkmap heeft geen blad "Blad2"\n'
        '  verwacht: een blad "Blad2"\n'
        "  gevonden: 3 andere bladen\n"
        '  tip:      zeg welk: sheet = "..."'
    )


def test_a_value_of_a_reader_is_not_looked_up_as_a_sentence_of_its_own(dutch):
    assert said("{name} is no run", name="run-7") == "run-7 is geen run"
