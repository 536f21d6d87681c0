"""Secrets: a password or key that stands in no config, log or error.

A config names where a secret is, never the secret itself: an environment variable, or a Secret block of
Prefect. What is read is told to nobody.
"""

from __future__ import annotations

import os

from connectors.errors import ConnectorError


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
            f"{what} is not there",
            expected=f"the environment variable {env}",
            got="no such variable, or an empty one",
            hint="set it for the account that runs klantreis, not in the config",
        )
    if block:
        return _block(what, block)
    return ""


def _block(what: str, name: str) -> str:
    from prefect.blocks.system import Secret  # noqa: PLC0415 - Prefect takes seconds to import

    try:
        value = Secret.load(name, _sync=True).get()  # type: ignore[union-attr, call-arg]
    except Exception as error:  # noqa: BLE001 - whatever Prefect says of itself
        raise ConnectorError(
            f"{what} is not there",
            expected=f"a Secret block {name!r} in Prefect",
            got=type(error).__name__,
            hint="prefect block create secret, with the server that runs klantreis",
        ) from None
    return str(value)
