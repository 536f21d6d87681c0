"""`klantreis forget`: a night that reads nothing and leaves one client out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.night.night import analyse, begin, judge, publish, reconstruct
from pipelines.rights.forgetting import RECORD
from pipelines.store.run_ids import new_run_id

if TYPE_CHECKING:
    from pipelines.config.settings import Config


def forget_client(config: Config, client: str) -> dict[str, Any]:
    """Remove a client from the store and every run, and leave a run without them.

    Args:
        config: of the store.
        client: the pseudonym, as `client_id` in the tables.

    Returns:
        The line of `removed.jsonl` (`pipelines.rights.forgetting.finish`): the proof, without who it was.

    Raises:
        PipelineError: a run has the store, nobody has that pseudonym, or something still holds one of
            theirs.
    """
    with begin(config, new_run_id()) as night:
        merged = reconstruct(night, [], forget=[client])
        rows = analyse(night, merged)
        publish(night, [], merged, judge(night, [], merged, {}), rows)
    *_, line = (config.store / RECORD).read_text(encoding="utf-8").splitlines()
    told: dict[str, Any] = json.loads(line)
    return told
