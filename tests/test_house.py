"""The words of the house: a name means one thing, and says what it holds."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("connectors", "journeys", "outputs", "pipelines")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def test_a_class_name_means_one_thing():
    places = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_called_told(path):
    names = {getattr(node, "name", getattr(node, "id", getattr(node, "arg", "")))
             for node in ast.walk(TREES[path])}  # fmt: skip
    assert not names & {"told", "_told"}


def test_one_file_alone_imports_the_engine_behind_the_seam():
    files = {
        str(path.relative_to(ROOT))
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(name.name == "duckdb" for name in node.names)
    }
    assert files == {"journeys/engine.py"}
