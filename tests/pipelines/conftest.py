"""The command line, and Prefect for a whole test session: a database of its own, and one server."""

from __future__ import annotations

import pytest

from journeys.errors import speak
from pipelines import log_form
from pipelines.cli import main as cli
from pipelines.language import VARIABLE
from pipelines.schedule.quiet import quieten

quieten()  # before any test imports Prefect


@pytest.fixture(scope="session")
def prefect():
    """A Prefect of the tests' own; started once, since that takes seconds."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


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
