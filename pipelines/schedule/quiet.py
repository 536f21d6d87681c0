"""Prefect, kept to itself: set before it is imported, since it reads its settings then."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

ALWAYS: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
"""No word to anybody outside, and no result on disk: a result could hold personal data."""

SETTINGS: Final = {
    "PREFECT_LOGGING_LEVEL": "INFO",  # for the UI; the terminal has lines of our own
    "PREFECT_LOGGING_EXTRA_LOGGERS": "klantreis",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
"""What the environment may say otherwise."""

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def require_prefect() -> None:
    """Look whether Prefect is there, without importing it.

    Raises:
        ConfigError: it is not.
    """
    if find_spec("prefect") is None:
        raise ConfigError(
            "Prefect is an extra, and is not installed",
            hint="pip install 'klantreis[schedule]'; without --prefect, klantreis run needs none",
        )


def quieten(home: Path | None = None) -> None:
    """Keep Prefect from the network, from a proxy for this machine itself, and from the folder `~/.prefect`.

    Args:
        home: Prefect's folder, unless the environment names one.

    Raises:
        ConfigError: Prefect is not installed.
    """
    require_prefect()
    os.environ |= ALWAYS
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    if home is not None:
        os.environ.setdefault("PREFECT_HOME", str(home))
    for name in ("NO_PROXY", "no_proxy"):  # which of both a library reads differs
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, *LOOPBACK]))
