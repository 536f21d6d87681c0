"""Every command in the docs is one, and does what it says: those of a block run in a folder of their own.

A block of `sh` that a reader cannot run here as it stands says why, in a comment below it: `<!-- niet
uitgevoerd: reden -->`, or `<!-- niet uitgevoerd (serve): reden -->` for one command of it.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from pipelines.cli import main as cli
from pipelines.demo import write_region

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"^```sh\n(?P<lines>.*?)^```\n"
    r"(?:\n?<!-- niet uitgevoerd(?: \((?P<left>[\w, -]+)\))?: (?P<why>[^>]+) -->)?",
    re.MULTILINE | re.DOTALL,
)
TAKEN = "out/20260301T020000Z"
"""The run that the docs name as an example."""


def blocks(page):
    """The lines of each block that are run, and the lines that nobody runs."""
    for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
        text = match["lines"].replace("\\\n", " ")
        lines = [shlex.split(line, comments=True) for line in text.splitlines()]
        left = re.split(", ", match["left"] or "")
        whole = bool(match["why"]) and not match["left"]
        yield (
            [words for words in lines if words and not whole and words[1] not in left],
            [words for words in lines if words and (whole or words[1] in left)],
        )


RUN = [
    pytest.param(page, run, id=f"{page.name}-{n}")
    for page in PAGES
    for n, (run, _) in enumerate(blocks(page), 1)
    if run
]


def begins_anew(words):
    """Whether a command is for who has exports and no config yet."""
    return words[1] in {"init", "demo"} or (words[1] == "run" and not words[2].endswith(".toml"))


@pytest.mark.parametrize(("page", "run"), RUN)
def test_every_command_in_the_docs_is_one_or_its_page_says_why_it_is_not_run(page, run):
    group = get_command(cli.app)
    for program, name, *words in run:
        assert program == "klantreis"
        context = group.commands[name].make_context(name, list(words), resilient_parsing=True)
        assert context.args == []


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """What a reader has who begins: exports, and the one that a page shows."""
    folder = tmp_path_factory.mktemp("begin")
    region = tmp_path_factory.mktemp("region")
    write_region(region, households=20, seed=2026)
    text = (ROOT / "docs" / "tien-minuten.md").read_text(encoding="utf-8")
    shown = re.search(r'^```csv title="wijkteam.csv"\n(.*?)^```', text, re.MULTILINE | re.DOTALL)[1]
    (folder / "exports").mkdir()
    for name in ("wijkteam.csv", "export.csv", "exports/wijkteam.csv"):
        (folder / name).write_text(shown, encoding="utf-8")
    (workbook,) = region.rglob("meldingen.xlsx")
    shutil.copyfile(workbook, folder / "veiligthuis.xlsx")
    return folder


@pytest.fixture(scope="module")
def nights(exports, tmp_path_factory):
    """What a reader has whose nights go well: a config, a store and a run."""
    folder = tmp_path_factory.mktemp("nights") / "map"
    shutil.copytree(exports, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(cli.app, ["run", "wijkteam.csv"])
        assert done.exit_code == 0, done.output
    return folder


@pytest.mark.thorough
@pytest.mark.parametrize(("page", "run"), RUN)
def test_every_command_in_the_docs_does_what_it_says(
    page, run, exports, nights, tmp_path, monkeypatch
):
    folder = tmp_path / "map"
    shutil.copytree(exports if begins_anew(run[0]) else nights, folder, symlinks=True)
    monkeypatch.chdir(folder)
    for _, *words in run:
        done = CliRunner().invoke(cli.app, [here(word, folder) for word in words])
        assert done.exit_code == 0, f"{words}: {done.output}"


def here(word, folder):
    """A word of a command with what stands for a reader's own: a run, a client, a place for a backup."""
    if word == TAKEN:
        return str((folder / "out" / "latest").resolve())
    if word == "CLIENT_ID":
        events = (folder / "out" / "latest" / "tables" / "events.parquet").as_posix()
        return duckdb.sql(f"select min(client_id) from '{events}'").fetchone()[0]
    return word.replace("/mnt/backup", (folder / "backup").as_posix())


@pytest.mark.thorough
def test_the_auditors_query_gives_the_waits_of_the_run(nights, monkeypatch):
    monkeypatch.chdir(nights)
    text = (ROOT / "docs" / "auditor.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    told = duckdb.sql(
        "select count(*), sum(idle_s) from 'out/latest/tables/waits.parquet'"
    ).fetchone()
    assert duckdb.sql(query).fetchone() == told
    assert told[0] > 0
