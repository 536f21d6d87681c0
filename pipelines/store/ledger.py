"""The ledger of runs: what says that a run is complete, and which state of the store it stands on.

Prefect's own state is no witness: a run that dies whole stays "Running" there. Each line of
`runs.jsonl` is one run that came to its end; a run without a line never was. Writing that line is the
moment at which a run's work in the store begins to count.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILE = "runs.jsonl"


@dataclass(frozen=True)
class Entry:
    """One run that came to its end.

    Attributes:
        run_id: names the run and its folder.
        status: `complete`; `partial` (a source failed); `rejected` (too many rows were); of what is
            no run: `decided` (`klantreis review`), `rotated` (`klantreis rotate-key`).
        finished_at: UTC, ISO 8601.
        key: the fingerprint of the pseudonyms' key.
        versions: of each table of the store, as this run left it.
        figures: what the run says of itself (docs/gebruik.md).
        generation: the folder of the store's tables within it; '' is the store's own.
    """

    run_id: str
    status: str
    finished_at: str
    key: str
    versions: dict[str, int]
    figures: dict[str, Any] = field(default_factory=dict)
    generation: str = ""


class Ledger:
    """The runs of one store, in the order in which they ended."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def entries(self) -> list[Entry]:
        """Every run that came to its end."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [Entry(**json.loads(line)) for line in lines if line]

    def last(self) -> Entry | None:
        """The latest run, of any status; its versions are the store's."""
        entries = self.entries()
        return entries[-1] if entries else None

    def find(self, run_id: str) -> Entry | None:
        """The run of that id, if it came to its end."""
        return next((entry for entry in self.entries() if entry.run_id == run_id), None)

    def complete(self) -> Entry | None:
        """The latest complete run: what `latest` points to."""
        return next(
            (entry for entry in reversed(self.entries()) if entry.status == "complete"), None
        )

    def append(self, entry: Entry) -> None:
        """Add a run: whole or not at all, and on the disk before this returns."""
        lines = [json.dumps(asdict(each), ensure_ascii=False) for each in [*self.entries(), entry]]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)
