"""Secret blocks of Prefect, for the secrets of a config that name one."""

from __future__ import annotations

from connectors.identity.secret import read_blocks_with
from pipelines.schedule.quiet import quieten


def read_blocks() -> None:
    """Let a secret that a config names as a block be read from Prefect."""
    read_blocks_with(_block)


def _block(name: str) -> str:
    quieten()
    from prefect.blocks.system import Secret

    return str(Secret.load(name, _sync=True).get())  # type: ignore[union-attr, call-arg]
