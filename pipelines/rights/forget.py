"""`klantreis forget`: a night that reads nothing and leaves one client out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.night.run import run_night
from pipelines.store.removal import RECORD

if TYPE_CHECKING:
    from pipelines.config.settings import Config


def forget_client(config: Config, client: str) -> dict[str, Any]:
    """Remove a client from the store and every run, and leave a run without them.

    Args:
        config: of the store.
        client: the pseudonym, as `client_id` in the tables.

    Returns:
        The line of `removed.jsonl` (`pipelines.store.removal.finish`): the proof, without who it was.

    Raises:
        PipelineError: a run has the store, nobody has that pseudonym, or something still holds one of
            theirs.
    """
    run_night(config, forget=[client])
    *_, line = (config.store / RECORD).read_text(encoding="utf-8").splitlines()
    proof: dict[str, Any] = json.loads(line)
    return proof
