"""The login of a Prefect server: in a file of mode 600 and the environment, never in a command or a log."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from journeys.errors import reason_of, said
from pipelines.errors import ConfigError
from pipelines.store.durable import IS_POSIX

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "login"
OTHERS: Final = 0o077
REFUSED: Final = (401, 403)

OPENER: Final = build_opener(ProxyHandler({}))
"""Asks a server without a proxy between."""


def new_login(home: Path) -> Path:
    """Make up a login; the file that it stands in, which no other account can read."""
    path = home / FILE
    path.unlink(missing_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(f"klantreis:{secrets.token_urlsafe(32)}\n")
    return path


def read_login(path: Path) -> str:
    """The login in a file, as name:password.

    Raises:
        ConfigError: it cannot be read, others can read it too, or it has another form.
    """
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            said("the login in {name} cannot be read", name=path.name), got=reason_of(error)
        ) from None
    if IS_POSIX and mode & OTHERS:
        raise ConfigError(
            said("others can read the login in {name}", name=path.name),
            expected="mode 600",
            got=f"{mode & 0o777:o}",
            hint="chmod 600, and choose another password",
        )
    name, _, password = text.partition(":")
    if not name or not password or len(text.splitlines()) > 1:
        raise ConfigError(
            said("{name} holds no login", name=path.name), expected="one line: name:password"
        )
    return text


def refuses_strangers(api: str) -> bool:
    """Whether a server refuses who asks without a login; False too where it does not answer."""
    try:
        OPENER.open(Request(f"{api}/version"), timeout=10).close()  # noqa: S310 - PREFECT_API_URL
    except HTTPError as error:
        return error.code in REFUSED
    except (URLError, OSError, ValueError):
        pass
    return False
