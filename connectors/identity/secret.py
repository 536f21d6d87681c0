"""Secrets: a password or key that stands in no config, log or error.

A config names where a secret is, never the secret itself: an environment variable, or a Secret block of
Prefect. What is read is told to nobody.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Callable

_readers: Final[list[Callable[[str], str]]] = []
"""What reads a Secret block (`pipelines.schedule.blocks`); empty where nothing does."""


def read_secret(what: str, *, env: str = "", block: str = "") -> str:
    """The secret in an environment variable, else in a Secret block of Prefect; else empty.

    Args:
        what: what it is for, in an error.
        env: the variable's name.
        block: the block's name.

    Raises:
        ConnectorError: a name is given and nothing stands there.

    >>> read_secret("the password")
    ''
    """
    if env:
        if value := os.environ.get(env, ""):
            return value
        raise ConnectorError(
            said("{what} is not there", what=what),
            expected=said("the environment variable {env}", env=env),
            got="no such variable, or an empty one",
            hint="set it for the account that runs klantreis, not in the config",
        )
    if block:
        return _block(what, block)
    return ""


def read_blocks_with(reader: Callable[[str], str]) -> None:
    """Let `reader` read the Secret blocks: from a block's name to the secret."""
    _readers[:] = [reader]


def _block(what: str, name: str) -> str:
    try:
        (reader,) = _readers
        return reader(name)
    except Exception as error:  # noqa: BLE001 - whatever Prefect says of itself
        raise ConnectorError(
            said("{what} is not there", what=what),
            expected=said("a Secret block {name!r} in Prefect", name=name),
            got=type(error).__name__,
            hint="prefect block create secret, with the server that runs klantreis",
        ) from None
