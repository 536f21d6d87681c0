"""What a name, a path or an error may hold does nothing to who reads it in a terminal, a log or a table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from journeys.errors import KlantreisError, said, wording
from journeys.spelling import printable
from pipelines.cli.showing import console, print_json, print_line, print_table, show_errors
from pipelines.night.progress import listening, progress_of

SIGNS = {
    "an escape": "\x1b[31m",
    "a carriage return": "\r",
    "a line end": "\n",
    "a bell": "\x07",
    "a NUL": "\0",
    "a delete": "\x7f",
    "a C1 control": "\x9b2J",
    "an override of direction": "\u202e",
    "an isolate": "\u2066",
    "a line separator": "\u2028",
    "a byte that is no UTF-8": "\udcff",
}


def by_line(sign):
    print_line(f"bestand {sign}x")


def by_sentence(sign):
    print_line(said("source {name!r}: no file", name=f"{sign}x"))


def by_path(sign):
    print_line(said("{path} is ready to be completed.", path=Path(f"a{sign}x")))


def by_table(sign):
    print_table("source | partner", [(f"{sign}x", "b")])


def by_errors(sign):
    show_errors([str(KlantreisError(said("{name}: cannot be read", name=f"{sign}x")))])


def by_json(sign):
    print_json({f"{sign}x": [{"a": f"{sign}x"}]})


def by_log(sign):
    with listening(print_line):
        progress_of(f"ingest {sign}x")(f"{sign}y")


WAYS = [by_line, by_sentence, by_path, by_table, by_errors, by_json, by_log]


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
@pytest.mark.parametrize("show", WAYS)
def test_no_sign_gets_through(capsys, monkeypatch, show, sign):
    monkeypatch.setattr(console, "_file", sys.stdout)  # `file`, put back, stays the closed one
    monkeypatch.setattr(console, "_force_terminal", False)
    show(sign)
    shown = capsys.readouterr().out
    assert "x" in shown
    assert [line for line in shown.split("\n") if line != printable(line)] == []
    if show is by_json:
        json.loads(shown)


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_sentence_in_another_language_holds_none_either(sign):
    sentence = said("no sheet {name}", name=f"{sign}x")
    dutch = wording(sentence, {"no sheet {name}": "geen blad {name}"})
    assert dutch == f"geen blad {printable(f'{sign}x')}"
    assert sentence == f"no sheet {printable(f'{sign}x')}"


def test_an_error_keeps_its_lines_and_gets_none_from_a_name():
    error = KlantreisError(said("{name}: no", name="a\nb"), expected="c").within("d")
    assert str(error).split("\n") == [r"d: a\x0ab: no", "  expected: c"]


NAMES = [b"\xff.csv", b"caf\xe9\x1b[2J.csv", b"a\nb.csv", "\u202evsc.csv".encode()]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "xes", "json", "ocel"])
def test_every_reader_opens_a_file_whose_name_is_no_utf_8(tmp_path, kind):
    from connectors.errors import FileUnreadableError
    from connectors.registry import kind_of
    from connectors.source import Source

    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff." + kind.encode()))
    path.write_bytes(b"")
    with pytest.raises(FileUnreadableError) as caught:
        kind_of(kind).reader(path, Source("bron", kind, {}))
    assert caught.value.got == "an empty file"


def test_a_night_reads_files_of_any_name_and_names_them_so_that_all_can_be_written(tmp_path):
    for n, name in enumerate(NAMES, start=1):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(
            f"zaak,wat,op\n{n},Intake,2024-05-0{n}\n{n},Intake,geen\n"
        )
    (tmp_path / "config.toml").write_text(
        """
[project]
name = "Proef"
max_rejected_share = 1
[[sources]]
name = "a"
kind = "csv"
path = "*.csv"
columns = {case_id = "zaak", client = "zaak", activity = "wat", started_at = "op"}
[sources.formats]
op = "%Y-%m-%d"
"""
    )
    environment = {**os.environ, "KLANTREIS_LANG": "nl"}
    command = [str(Path(sys.executable).with_name("klantreis"))]
    for _ in range(2):
        done = subprocess.run(
            [*command, "run", str(tmp_path / "config.toml"), "--json"],
            capture_output=True, env=environment, check=False,
        )  # fmt: skip
        assert done.returncode in {0, 3}, done.stderr.decode(errors="replace")
    names = {printable(os.fsdecode(name)) for name in NAMES}
    manifest = next((tmp_path / "out" / "latest").glob("manifest.json")).read_text(encoding="utf-8")
    listed = (tmp_path / "out" / "latest" / "audit" / "bestanden.csv").read_text(
        encoding="utf-8-sig"
    )
    assert all(name in listed for name in names)
    for text in (manifest, listed, done.stdout.decode(), done.stderr.decode()):
        assert [
            line for line in text.split("\n") if printable(line.rstrip("\r")) != line.rstrip("\r")
        ] == []
