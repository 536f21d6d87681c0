"""Prefect, kept to itself: set before it is imported, since it reads its settings then."""

from __future__ import annotations

import os
from typing import Final

SETTINGS: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LEVEL": "INFO",  # for the UI; the terminal has lines of our own
    "PREFECT_LOGGING_EXTRA_LOGGERS": "klantreis",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # a slow machine is no failure
}
"""No word to anybody outside, and no result on disk: a result could hold personal data."""


def quieten() -> None:
    """Set what the environment has not set already; tracking is off whatever it says."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ["PREFECT_RESULTS_PERSIST_BY_DEFAULT"] = "false"
