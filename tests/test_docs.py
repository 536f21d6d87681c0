"""The docs say what the program does: every column, every link, and no address of a registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from literal import record, run_models

ROOT = Path(__file__).parents[1]
TABLE = re.compile(r"^## (\w+)$", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-all.lock", "requirements-dev.lock")
COLUMN = re.compile(r"^\| `?(\w+)`? \| `?([\w ()\[\]]+?)`? \|", re.MULTILINE)


def glossary():
    """Table to its columns, as docs/glossary.md has them."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    _, *parts = TABLE.split(text)
    return {
        name: [
            column for column, kind in COLUMN.findall(part) if (column, kind) != ("column", "type")
        ]
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }


def test_the_glossary_has_every_table_and_every_column(tmp_path):
    run_models([record(1)], tmp_path)
    columns = {
        path.stem: pq.read_schema(path).names for path in (tmp_path / "tables").glob("*.parquet")
    }
    told = glossary()
    assert {name: sorted(told.get(name, [])) for name in columns} == {
        name: sorted(names) for name, names in columns.items()
    }


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_link_in_the_docs_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_the_lock_files_name_packages_and_hashes_alone():
    for name, least in (*((lock, 51) for lock in LOCKS), ("requirements-docs.lock", 10)):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        packages = re.findall(r"^[a-z0-9].*?==.*$", text, re.MULTILINE)
        assert len(packages) >= least
        assert text.count("--hash=sha256:") >= len(packages)


def test_each_lock_is_part_of_the_next_one():
    run, everything, dev = (
        set(
            re.findall(
                r"^([a-z0-9][\w.-]*)(?:\[.*\])?(==[\w.]+)", (ROOT / name).read_text(), re.MULTILINE
            )
        )
        for name in LOCKS
    )
    assert run < everything < dev


def test_the_version_is_the_same_everywhere():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = pyproject["project"]["version"]
    publiccode = (ROOT / "publiccode.yml").read_text(encoding="utf-8").replace('"', "")
    assert f"softwareVersion: {version}" in publiccode
    assert version in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
