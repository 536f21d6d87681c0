"""What a Dutch reader gets of an error: every sentence of the code has its Dutch, and nothing else has."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

import connectors.sql.faults as database
import journeys
from connectors.ceilings import MEANINGS
from connectors.formats import text
from connectors.nested.paths import kind_of
from connectors.records.faults import faults_of
from connectors.source import Source
from journeys.errors import KlantreisError, listed, said, speak
from outputs.texts import sentences_in
from pipelines.cli import usage
from pipelines.cli.main import app
from pipelines.config.faults import FAULTS
from pipelines.rights import reviewing

ROOT = Path(journeys.__file__).parents[1]
PARTS = {"expected", "got", "hint"}
BASES = {"_DamagedError", "XmlRefusedError", "AnalysisError",
         "ConfigError", "ConnectorError", "FileUnreadableError", "OutputError",
         "PipelineError"}  # fmt: skip
PLACES = {"env", "block"}
SHOWING = {"print_line", "print_table", "progress", "show_errors", "wording"}
CONSTANTS = {"BACKUP", "EXPECTED", "LOCKED", "REPAIR", "WHAT"}
OF_NO_ERROR = {"a data file's name is letters, digits and hyphens", "start_array", "start_map"}
FIELD = re.compile(r"\{\w[^}]*\}")
LABELS = {"expected:", "got:", "hint:"}
AS_VALUES = {
    "a name or an alias",
    "a source",
    "from the config",
    "two calendars for all",
    "a nested type",
    "binary values",
    "the database does not answer",
    "knows no such token",
    "reading or writing failed",
    "refuses",
    "utf-8 or cp1252",
}
"""Sentences that stand in another one."""

DUTCH = sentences_in("nl")


def constants(node):
    """The texts that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.List):
        for value in node.elts:
            yield from constants(value)
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
    if name in {"said", "ValueError"} | SHOWING:
        return call.args[:1]
    if name in makers:
        return [*call.args, *(word.value for word in call.keywords if word.arg not in PLACES)]
    if name.endswith("Error") and call.args and (named or name in BASES):
        return [call.args[0], *named]
    return []


def assigned(node):
    """The names that an assignment gives, and what to."""
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    pairs = [(target, node.value)]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        pairs = zip(target.elts, node.value.elts, strict=True)
    return [(getattr(name, "id", "").strip("_"), value) for name, value in pairs]


def sentences(tree):
    """Every sentence that a module's errors say."""
    makers = makers_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for part in parts_of(node, makers):
                yield from constants(part)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            for name, value in assigned(node):
                if name in PARTS | CONSTANTS:
                    yield from constants(value)


def helps():
    """What `--help` says of every command and of each of its options."""
    commands = get_command(app)
    for command in (commands, *commands.commands.values()):
        yield from (part.help for part in (command, *command.params) if part.help)


def row_faults():
    """Why a row of any source is rejected once it is read."""
    columns = dict.fromkeys(("case_id", "activity", "started_at", "ended_at"), ("x",))
    for more in ({}, {"transition": ("x",)}):
        source = Source("a", "csv", columns | more, key=("x",))
        yield from faults_of(source, source.columns, {"key": "VARCHAR"})


def needed():
    """Every sentence of the code, and a place where it stands."""
    found = {}
    for room in ("connectors", "journeys", "outputs", "pipelines"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for sentence in sentences(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(sentence, str(path.relative_to(ROOT)))
    found |= dict.fromkeys([*text.MAGIC.values(), *text.MARKUP.values()], "formats/text")
    found |= dict.fromkeys([kind_of(value) for value in ({}, [], None)], "nested/paths")
    tables = (database.BY_CODE, database.BY_WORDS)
    found |= {sentence: "sql/faults" for table in tables for row in table for sentence in row[2:]}
    for faults in (FAULTS, usage.FAULTS):
        found |= dict.fromkeys(faults.values(), "faults")
    for words in (reviewing.WORDS, reviewing.CONFLICTS, reviewing.SUBJECTS):
        found |= dict.fromkeys(words.values(), "rights/reviewing")
    found |= dict.fromkeys(MEANINGS.values(), "ceilings")
    found |= dict.fromkeys(helps(), "cli")
    found |= {fault.reason: "records/faults" for fault in row_faults()}
    for sentence in OF_NO_ERROR:
        found.pop(sentence, None)
    found = {
        text: place for text, place in found.items() if re.search("[a-z]", FIELD.sub("", text))
    }
    return found | dict.fromkeys(LABELS | AS_VALUES, "here")


NEEDED = needed()


def joined(node):
    """The texts with values in them that an expression can be, past `said`."""
    if isinstance(node, ast.JoinedStr):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from joined(node.body)
        yield from joined(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from joined(value)


def test_no_sentence_with_values_goes_past_the_catalogue():
    found = []
    for room in ("connectors", "journeys", "pipelines"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            makers = makers_of(tree)
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                if name in SHOWING | {"ValueError"}:
                    continue
                for shown in (each for part in parts_of(call, makers) for each in joined(part)):
                    words = "".join(v.value for v in shown.values if isinstance(v, ast.Constant))
                    if re.search("[a-z]{3}", words):
                        found.append((str(path.relative_to(ROOT)), words))
    assert found == []


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
    speak("nl", lambda: DUTCH)
    yield
    speak("en", dict)


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


def test_what_is_kept_of_an_error_stays_english(dutch):
    error = KlantreisError(said("{name} is no run", name="run-7"), got=said("{n} keys", n=3))
    assert (error.what, error.got) == ("run-7 is no run", "3 keys")
    assert str(error) == "run-7 is geen run\n  gevonden: 3 sleutels"


def test_sentences_in_a_sentence_are_dutch_too(dutch):
    reads = listed([said("{name} reads {n} of {n_all}", name="nl", n=1, n_all=2)] * 2)
    error = KlantreisError("cannot be read", got=reads).within(
        said("source {source!r}", source="a")
    )
    assert (
        str(error)
        == "bron 'a': kan niet gelezen worden\n  gevonden: nl leest er 1 van 2, nl leest er 1 van 2"
    )
