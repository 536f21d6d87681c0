"""The wheel has every file that the program opens, and what is installed from it works without a checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from chromium import NotHereError, Pages, chromium

ROOT = Path(__file__).parents[1]
PACKAGES = ("connectors", "journeys", "outputs", "pipelines")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The project's wheel, built from what stands here."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("klantreis-*.whl")
    return path


@pytest.fixture(scope="session")
def names(wheel):
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_every_file_of_the_packages_is_in_the_wheel(names):
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in files} >= {
        ".py",
        ".sql",
        ".j2",
        ".js",
        ".css",
        ".po",
        ".toml",
    }
    assert files - names == set()
    assert {f"{package}/py.typed" for package in PACKAGES} <= names


def test_the_wheel_has_the_packages_as_they_are_called_and_nothing_else_on_top(names):
    assert {name.partition("/")[0] for name in names} == {*PACKAGES, "klantreis-0.1.0.dist-info"}


def test_every_page_that_a_message_points_to_is_in_the_wheel(names):
    told = {
        name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in re.findall(r"docs/([\w/.-]+\.md)", path.read_text(encoding="utf-8"))
    }
    assert "configuratie.md" in told
    assert {f"journeys/docs/{name}" for name in told} - names == set()
    assert "pipelines/schedule/prefect.yaml" in names


def python_of(version):
    """The path of a Python of this version on this machine; None: there is none."""
    named = shutil.which(f"python{version}")
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for path in [*([named] if named else []), *kept]:
        asked = "import sys; print('{}.{}'.format(*sys.version_info))"
        done = subprocess.run([path, "-c", asked], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return path
    return None


def installed_with_pip(python, wheel, folder):
    """The commands that fill an environment with its own pip, from the lock and the wheel."""
    install = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-compile",
    ]
    yield [python, "-m", "venv", folder]
    yield [*install, "--require-hashes", "-r", ROOT / "requirements.lock"]
    yield [*install, wheel]


def installed_with_uv(python, wheel, folder):
    """The same with uv."""
    uv = [shutil.which("uv", path=Path(sys.executable).parent), "--quiet"]
    into = [*uv, "pip", "install", "--python", folder / "bin" / "python", "--no-deps"]
    yield [*uv, "venv", "--python", python, folder]
    yield [*into, "--require-hashes", "-r", ROOT / "requirements.lock"]
    yield [*into, wheel]


def installed_as_tool(python, wheel, _):
    """The same as a program of uv, with the versions of the lock."""
    uv = [shutil.which("uv", path=Path(sys.executable).parent), "--quiet", "tool", "install"]
    yield [*uv, "--python", python, "--constraints", ROOT / "requirements.lock", wheel]


INSTALLERS = {"3.11": installed_with_uv, "3.12": installed_with_pip, "3.13": installed_as_tool}


def faults_of(page):
    """What goes wrong when a page is opened; where there is no browser, that it is not there."""
    try:
        with chromium() as browser:
            pages = Pages(browser)
            return pages.of(pages(page)).wrong()
    except NotHereError:
        return [] if page.is_file() else [f"no {page.name}"]


@pytest.mark.thorough
@pytest.mark.parametrize("version", INSTALLERS)
def test_the_program_installed_in_a_clean_environment_does_its_work(wheel, tmp_path, version):
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    environment |= {
        "UV_TOOL_DIR": str(tmp_path / "env" / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "env" / "bin"),
    }

    def run(*words):
        done = subprocess.run(
            [*map(str, words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    for words in INSTALLERS[version](python, wheel, tmp_path / "env"):
        run(*words)
    klantreis = tmp_path / "env" / "bin" / "klantreis"
    told = run(klantreis, "--language", "en", "--help")
    (docs,) = re.findall(r"(/\S+/journeys/docs)", "".join(told.replace("│", " ").split()))
    assert (Path(docs) / "index.md").is_file()
    run(klantreis, "demo", "streek", "--households", "20")
    run(klantreis, "check", "streek/klantreis.toml")
    run(klantreis, "run", "streek/klantreis.toml")
    run(klantreis, "init", "streek/exports/wijkteam", "--to", "eigen/klantreis.toml", "--yes")
    run(klantreis, "run", "eigen/klantreis.toml")
    run(klantreis, "export", "streek/klantreis.toml", "--to", "uit")
    report = tmp_path / "streek" / "out" / "latest" / "report"
    assert faults_of(report / "index.html") == []
    assert sorted(path.suffix for path in (tmp_path / "uit").iterdir() if path.is_file()) == [
        ".bpmn", ".gz", ".jsonocel", ".sqlite", ".xlsx",
    ]  # fmt: skip
    packages = list((tmp_path / "env").rglob("*.dist-info"))
    assert len(packages) < 70
    weight = sum(path.stat().st_size for path in (tmp_path / "env").rglob("*") if path.is_file())
    assert weight < 700_000_000
