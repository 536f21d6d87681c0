"""Secret blocks of Prefect, for the secrets of a config that name one."""

from __future__ import annotations

from connectors.errors import ConnectorError
from connectors.identity.secret import read_blocks_with
from journeys.errors import said
from pipelines.schedule.login import refuses_strangers
from pipelines.schedule.quiet import quieten


def read_blocks() -> None:
    """Let a secret that a config names as a block be read from Prefect."""
    read_blocks_with(_block)


def _block(name: str) -> str:
    """The secret in a block; asked of a server with a login alone, since without one anybody reads it.

    Raises:
        ConnectorError: there is no such server.
    """
    quieten()
    from prefect.blocks.system import Secret
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_KEY, PREFECT_API_URL

    api = PREFECT_API_URL.value() or ""
    has_words = bool(PREFECT_API_AUTH_STRING.value() or PREFECT_API_KEY.value())
    if not has_words or not (api.startswith("https://") or refuses_strangers(api)):
        raise ConnectorError(
            said("no secret is asked of a Prefect without a login: block {name!r}", name=name),
            expected="PREFECT_API_URL of a server with a login, and PREFECT_API_AUTH_STRING",
            hint="an environment variable needs no server: key_env, password_env, secret_env",
        )
    return str(Secret.load(name, _sync=True).get())  # type: ignore[union-attr, call-arg]
