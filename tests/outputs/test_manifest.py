"""The manifest: over literal folders, and over a whole night."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from literal import at
from nights import run_wholly, write_config, write_export

from outputs.errors import OutputError
from outputs.manifest import PACKAGES, Deviations, deviations, write_manifest

WHOLE = Deviations([], [], [])
FILES = {
    "tables/a.parquet": b"\x00\x01",
    "report/index.html": b"<p>",
    "tables/manifest.json": b"{}",
}


@pytest.fixture
def folder(tmp_path):
    """A run's folder of three files."""
    made = tmp_path / "run"
    for name, content in FILES.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return made


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """The folder of a config after one night."""
    made = tmp_path_factory.mktemp("night")
    config = write_config(made, ("a", "b"))
    write_export(made, "a", "1.csv", "1;k1;Intake;2024-01-01", "2;k2;Intake;2024-01-03")
    write_export(made, "b", "1.csv", "7;k1;Start;2024-02-01", "8;;;2024-02-02")
    assert run_wholly(config).status == "complete"
    return made


def write(folder, **given):
    told = {"config": {"b": 1, "a": "é"}, "inputs": [], "as_of": at("2024-01-05"), **given}
    return write_manifest(folder, **told)


def strings(value):
    """Every text in a JSON value, keys too."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *strings(each))]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def test_every_file_stands_in_it_with_its_bytes_and_its_sha256(folder):
    told = json.loads(write(folder).read_bytes())
    assert told["outputs"] == [
        {"file": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(FILES.items())
    ]
    assert told["as_of"] == "2024-01-05T00:00:00+00:00"
    assert told["config"] == {"a": "é", "b": 1}
    assert set(told["versions"]) == {*PACKAGES, "python"}


def test_a_run_without_data_has_no_moment(folder):
    assert json.loads(write(folder, as_of=None).read_bytes())["as_of"] is None


def test_inputs_are_told_as_given(folder):
    inputs = [{"source": "s", "file": "f.csv", "sha256": "00"}]
    assert json.loads(write(folder, inputs=inputs).read_bytes())["inputs"] == inputs


def test_written_twice_it_has_the_same_bytes(folder):
    first = write(folder).read_bytes()
    assert write(folder, config={"a": "é", "b": 1}).read_bytes() == first
    assert b"\r" not in first
    assert first.endswith(b"}\n")


def test_a_folder_that_is_as_it_was_written_is_verified(folder):
    write(folder)
    assert deviations(folder) == WHOLE


def test_a_changed_a_missing_and_an_extra_file_are_found_by_name(folder):
    write(folder)
    (folder / "report/index.html").write_bytes(b"<q>")  # as many bytes
    (folder / "tables/a.parquet").unlink()
    (folder / "tables/b.parquet").write_bytes(b"")
    assert deviations(folder) == Deviations(
        missing=["tables/a.parquet"], changed=["report/index.html"], extra=["tables/b.parquet"]
    )


def test_a_file_of_the_same_name_in_another_folder_is_a_file_like_any(folder):
    write(folder)
    (folder / "tables/manifest.json").write_bytes(b"[]")
    assert deviations(folder) == Deviations([], ["tables/manifest.json"], [])


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"outputs": 3}', '{"outputs": [{}]}'])
def test_a_folder_without_a_manifest_that_can_be_read_is_an_error(folder, text):
    if text is not None:
        (folder / "manifest.json").write_text(text)
    with pytest.raises(OutputError, match="run: no manifest that can be read"):
        deviations(folder)


def test_a_nights_folder_is_as_its_manifest_says(night):
    latest = night / "out" / "latest"
    assert deviations(latest) == WHOLE
    told = {each["file"] for each in json.loads((latest / "manifest.json").read_bytes())["outputs"]}
    assert {"report/index.html", "audit/LEESMIJ.txt", "tables/events.parquet"} <= told
    page = latest / "report" / "index.html"
    was = page.read_bytes()
    page.write_bytes(was.replace(b"Klantreizen", b"klantreizen", 1))
    try:
        assert deviations(latest) == Deviations([], ["report/index.html"], [])
    finally:
        page.write_bytes(was)


def test_a_nights_inputs_are_its_exports(night):
    told = json.loads((night / "out/latest/manifest.json").read_bytes())["inputs"]
    assert told == [
        {
            "source": source,
            "file": "1.csv",
            "sha256": hashlib.sha256((night / source / "1.csv").read_bytes()).hexdigest(),
        }
        for source in ("a", "b")
    ]


def test_no_path_of_the_machine_and_no_key_stands_in_a_nights_manifest(night):
    text = (night / "out/latest/manifest.json").read_text("utf-8")
    for hidden in (night, night.resolve(), Path.home()):
        assert str(hidden) not in text
    assert [
        each
        for each in strings(json.loads(text))
        if PurePosixPath(each).is_absolute() or PureWindowsPath(each).is_absolute()
    ] == []
    key = (night / "klantreis.key").read_text("utf-8").strip()
    assert len(key) >= 32
    assert key not in text
    runs = (night / "store" / "runs.jsonl").read_text("utf-8").splitlines()
    assert json.loads(runs[-1])["key"] not in text


def test_a_nights_manifest_names_neither_the_run_nor_the_day(night):
    text = (night / "out/latest/manifest.json").read_text("utf-8")
    assert (night / "out/latest").resolve().name not in text
