"""The removal of people: of what still holds them beside the store, and the proof that nothing does.

What stays is a line in `removed.jsonl` with counts.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.store.durable import append_line, sync_folder, write_whole
from pipelines.store.ledger import Ledger
from pipelines.store.search import look_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.identity.pseudonyms import Pseudonyms
    from pipelines.config.settings import Config

RECORD: Final = "removed.jsonl"
PENDING: Final = "removing.json"


@dataclass(frozen=True)
class Leavers:
    """Who leaves in a night, by all the pseudonyms that only they have. It lives in memory alone.

    Attributes:
        reason: `request` or `retention`.
        n_clients: how many clients (or, without a client, cases).
        n_events: how many of their events.
        names: their pseudonyms: people, clients, cases and events.
        marks: by which a later export is known; none for the rule, which holds by itself.
    """

    reason: str
    n_clients: int
    n_events: int
    names: frozenset[str]
    marks: tuple[str, ...] = ()

    def proof(self, run_id: str) -> dict[str, Any]:
        """What may be written of it: that somebody left with a run, and how much."""
        return {
            "run_id": run_id,
            "reason": self.reason,
            "n_clients": self.n_clients,
            "n_events": self.n_events,
        }


def note_removal(config: Config, leavers: Leavers, run_id: str, keys: Pseudonyms) -> None:
    """Note what `finish` has to do, so that the next run does it should this one die before it is done.

    The note tells of a pseudonym whether it is one of theirs, and of nobody who it is.
    """
    note = {
        **leavers.proof(run_id),
        "marks": sorted(keys.mark(name) for name in leavers.names),
    }
    write_whole(config.store / PENDING, json.dumps(note))


def finish_what_died(config: Config, ledger: Ledger, keys: Pseudonyms) -> None:
    """Do what a run that forgot somebody had still to do when it died; nothing where none did."""
    path = config.store / PENDING
    if not path.exists():
        return
    note = json.loads(path.read_text(encoding="utf-8"))
    marks = set(note.pop("marks"))
    if ledger.find(note["run_id"]) is None:
        path.unlink()  # it never came to count: nobody was forgotten
        return
    _finish(config, note, lambda name: keys.mark(name) in marks)


def finish(config: Config, leavers: Leavers, run_id: str) -> None:
    """Remove what still holds them, prove that nothing does, and write down that it was done.

    A line of `removed.jsonl` has run_id, reason, n_clients, n_events, at, n_run_folders (removed),
    n_files (looked through), n_found (0).

    Args:
        config: of the store and its runs.
        leavers: who left.
        run_id: of the run that left without them; its folder stays.

    Raises:
        PipelineError: something still holds one of their pseudonyms.
    """
    _finish(config, leavers.proof(run_id), lambda name: name in leavers.names)


def _finish(config: Config, proof: dict[str, Any], is_theirs: Callable[[str], bool]) -> None:
    removed, runs = 0, {entry.run_id for entry in Ledger(config.store).entries()}
    for folder in sorted(config.output.iterdir()):
        is_run = not folder.is_symlink() and (
            folder.name in runs or (folder / "manifest.json").exists()
        )
        if is_run and folder.name != proof["run_id"] and look_through(folder, is_theirs).holding:
            shutil.rmtree(folder)
            removed += 1
    for root in (config.store, config.output):
        sync_folder(root)  # before the note goes that would have it done again
    searches = [
        look_through(root, is_theirs, but=PENDING) for root in (config.store, config.output)
    ]
    holding = [path for search in searches for path in search.holding]
    proof = {
        **proof,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "n_run_folders": removed,
        "n_files": sum(search.n_files for search in searches),
        "n_found": len(holding),
    }
    append_line(config.store / RECORD, json.dumps(proof))
    if holding:
        raise PipelineError(
            "somebody who was forgotten still stands in a file",
            expected="no file with one of their pseudonyms",
            got=said(
                "{n_holding} files: {holding}",
                n_holding=len(holding),
                holding=", ".join(holding[:5]),
            ),
            hint="was it put there by hand? Remove it; the next run looks again",
        )
    (config.store / PENDING).unlink(missing_ok=True)
