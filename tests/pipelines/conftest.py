"""The command line, and Prefect for a whole test session: a folder of its own, and one server."""

from __future__ import annotations

import atexit
import os
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from nights import write_config

from journeys.errors import speak
from pipelines import log_form
from pipelines.cli import main as cli
from pipelines.config.settings import read_config
from pipelines.language import VARIABLE
from pipelines.schedule.quiet import quieten

os.environ["PREFECT_HOME"] = mkdtemp(prefix="klantreis-prefect-")
atexit.register(rmtree, os.environ["PREFECT_HOME"], ignore_errors=True)
quieten()  # before any test imports Prefect


@pytest.fixture(scope="session")
def prefect(tmp_path_factory):
    """The server that a schedule starts, for the tests; started once, since that takes seconds."""
    from pipelines.schedule.server import server

    with server(read_config(write_config(tmp_path_factory.mktemp("server")))) as running:
        yield running


@pytest.fixture
def klantreis(monkeypatch, capsys):
    """The command line in this process: exit code, standard output, standard error.

    It says everything in English, unless a test sets another language.
    """
    monkeypatch.setenv(VARIABLE, "en")
    monkeypatch.setenv(log_form.VARIABLE, "text")

    def call(*words):
        monkeypatch.setattr("sys.argv", ["klantreis", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    yield call
    speak("en", dict)
