"""Each figure is one named SQL file: an auditor finds them all, and none stands in a Python string."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

import outputs
from outputs.queries import FOLDERS

ROOT = Path(outputs.__file__).parent
FILES = sorted(ROOT.rglob("*.sql"))
STATEMENT = re.compile(
    r"^\s*select\b|\bselect\b.*\bfrom\b|[(]\s*select\b|\b(as|into\s.+)\s+select\b",
    re.IGNORECASE | re.DOTALL,
)


def statements(source):
    """The strings of a module that hold an SQL select, but for docstrings; an f-string is one."""
    tree = ast.parse(source)
    skipped = set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            text = "".join(
                part.value if isinstance(part, ast.Constant) else "x" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in skipped and STATEMENT.search(text):
            found.append(text)
    return found


@pytest.mark.parametrize(
    "source",
    [
        'x = "select 1"',
        'x = """\n  SELECT a\n  from b"""',
        'x = f"{y} (select {z})"',
        'x = f"create view {y} as select * from {z}"',
        'x = ask("with a as (select 1) " "select * from a")',
    ],
)
def test_a_select_in_a_string_is_seen(source):
    assert len(statements(source)) == 1


@pytest.mark.parametrize(
    "source", ['"""select 1"""', 'x = "one select"', 'x = f"create view {y} as {z}"']
)
def test_what_is_no_select_is_not(source):
    assert statements(source) == []


def test_no_python_string_of_outputs_holds_a_select():
    n = {
        path.relative_to(ROOT).as_posix(): len(statements(path.read_text(encoding="utf-8")))
        for path in ROOT.rglob("*.py")
    }
    assert [name for name in n if n[name]] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_query_begins_with_what_one_row_is_and_is_one_select(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- One row")
    (tree,) = sqlglot.parse(text, read="duckdb")
    assert isinstance(tree, exp.Query)


def test_an_auditor_is_given_the_queries_of_every_package():
    packages = {
        ".".join(["outputs", *path.parent.parent.relative_to(ROOT).parts]) for path in FILES
    }
    assert packages == set(FOLDERS)
    assert len(set(FOLDERS.values())) == len(FOLDERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_query_is_asked_by_its_name(path):
    sources = [each.read_text(encoding="utf-8") for each in ROOT.rglob("*.py")]
    name = path.stem
    prefix = name.split("_")[0] + "_{"
    assert any(f'"{name}"' in text or f"'{name}'" in text or prefix in text for text in sources)
