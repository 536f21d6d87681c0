"""Which files a source's path matches."""

from __future__ import annotations

import unicodedata

import pytest

from connectors.errors import FileUnreadableError
from pipelines.config.settings import SourceSection
from pipelines.night.found_files import find_files


def section(path):
    columns = {"case_id": "Zaak", "activity": "Wat", "started_at": "Begin"}
    return SourceSection(name="s", kind="csv", path=path, columns=columns)


def names(folder, path):
    return [file.name for file in find_files(section(path), folder)]


def put(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x")


@pytest.mark.parametrize(
    ("path", "there", "matched"),
    [
        ("x/*.csv", ["x/EXPORT.CSV", "x/b.csv", "x/c.txt"], ["EXPORT.CSV", "b.csv"]),
        ("a.csv", ["A.CSV"], ["A.CSV"]),
        ("a.csv", ["A.CSV", "a.csv"], ["a.csv"]),
        ("x[1]/*.csv", ["x[1]/a.csv", "x1/b.csv"], ["a.csv"]),
        ("x/a[1].csv", ["x/a[1].csv", "x/a1.csv"], ["a[1].csv"]),
        ("x/a[12].csv", ["x/a1.csv", "x/a2.csv", "x/a3.csv"], ["a1.csv", "a2.csv"]),
        ("x/*.csv", ["x/a[1].csv"], ["a[1].csv"]),
        ("x/a [1]*.csv", ["x/a [1] mei.csv", "x/a [2] mei.csv"], ["a [1] mei.csv"]),
        ("x [é]*/*.csv", ["x [é] 1/a.csv", "x [e] 1/b.csv"], ["x [é] 1/a.csv"]),
        ("x/**/*.csv", ["x/a.csv", "x/2024/05/b.csv", "x/2024/c.txt"], ["2024/05/b.csv", "a.csv"]),
        ("*/a.csv", ["x/a.csv", "y/a.csv", "y/b.csv"], ["x/a.csv", "y/a.csv"]),
    ],
    ids=[
        "an extension in capitals",
        "a name in other capitals",
        "the very name goes before one in other capitals",
        "brackets in a folder that is there by that name",
        "brackets in a file that is there by that name",
        "brackets as a choice of characters",
        "brackets in a file's name",
        "brackets before a wildcard in a file's name",
        "brackets before a wildcard in a folder's name",
        "all folders below",
        "one folder below",
    ],
)
def test_files(tmp_path, path, there, matched):
    put(tmp_path, *there)
    assert names(tmp_path, path) == matched


def test_brackets_in_the_folder_of_the_config_are_its_name(tmp_path):
    folder = tmp_path / "gemeente [noord]"
    put(folder, "x/a.csv")
    assert names(folder, "x/*.csv") == ["a.csv"]


@pytest.mark.parametrize("path", ["x/café*.csv", "x/café1.csv", "café/*.csv"])
@pytest.mark.parametrize("here", ["NFC", "NFD"])
@pytest.mark.parametrize("there", ["NFC", "NFD"])
def test_an_accent_as_one_sign_or_as_two_is_one_name(tmp_path, path, here, there):
    put(tmp_path, *(unicodedata.normalize(there, each) for each in ("x/café1.csv", "café/a.csv")))
    matched = names(tmp_path, unicodedata.normalize(here, path))
    assert matched == ["a.csv" if path.startswith("café") else "café1.csv"]


def test_a_file_that_a_program_has_open_is_no_file(tmp_path):
    put(tmp_path, "~$a.csv", ".b.csv")
    with pytest.raises(FileUnreadableError, match="no file"):
        names(tmp_path, "*.csv")
