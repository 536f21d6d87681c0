"""How the house stands: counts that a change to the plan, the words or the size of the code should move.

    python benchmarks/house.py [FOLDER]        a checkout; this one where left out

Counted is what git knows of the product: connectors, journeys, outputs, pipelines. Circles between modules
are `lint-imports`' to find, what is written twice is a reader's.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOMS = ("connectors", "journeys", "outputs", "pipelines")
LANGUAGES = (".py", ".sql", ".js", ".css", ".j2", ".po")
LONG = 250
FUNCTION_WORDS = {"told", "made", "given", "each", "found", "one", "gone", "wanted"}
"""Words that say nothing of what a name holds."""

SELECT = re.compile(r"\bselect\b.*\bfrom\b", re.IGNORECASE | re.DOTALL)


def files_of(root: Path) -> list[Path]:
    """The product's files that git knows, in the languages of the house."""
    command = ["git", "ls-files", *ROOMS]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listed.stdout.split() if name.endswith(LANGUAGES)]


def bindings(tree: ast.AST) -> list[str]:
    """Every name that the code gives to something."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
    return names


def queries_in(tree: ast.AST) -> int:
    """Texts of the code that are a query; a docstring is none."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return sum(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and bool(SELECT.search(node.value))
        for node in ast.walk(tree)
    )


def counts(root: Path) -> dict[str, object]:
    """Every count, by what it counts."""
    files = files_of(root)
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    trees = {path: ast.parse(text) for path, text in texts.items() if path.suffix == ".py"}
    lines: Counter[str] = Counter()
    for path, text in texts.items():
        lines[path.suffix] += sum(bool(line.strip()) for line in text.splitlines())
    names = [name for tree in trees.values() for name in bindings(tree)]
    classes = Counter(
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )
    outputs = [
        tree for path, tree in trees.items() if "outputs" in path.relative_to(root).parts[:1]
    ]
    return {
        "lines that are not blank": sum(lines.values()),
        **{f"  {suffix}": n for suffix, n in lines.most_common()},
        f"Python files of more than {LONG} lines": sum(
            text.count("\n") > LONG for path, text in texts.items() if path.suffix == ".py"
        ),
        "class names defined more than once": sum(n > 1 for n in classes.values()),
        "names that are a participle or function word": sum(n in FUNCTION_WORDS for n in names),
        "  of all names": len(names),
        "queries in Python strings of outputs": sum(map(queries_in, outputs)),
        "Python files that name duckdb's connection": sum(
            "DuckDBPyConnection" in text for text in texts.values()
        ),
        "files that name the column regisseur_role": sum(
            "regisseur_role" in text for text in texts.values()
        ),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for what, n in counts(folder.resolve()).items():
        print(f"{n:>7,}  {what}")
