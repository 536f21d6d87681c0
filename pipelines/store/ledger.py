"""The ledger of runs: what says that a run is complete, and which state of the store it stands on.

Prefect's own state is no witness: a run that dies whole stays "Running" there. Each line of
`runs.jsonl` is one run that came to its end; a run without a line never was. Writing that line is the
moment at which a run's work in the store begins to count. `runs.copy.jsonl` is written after it, so that a
damaged ledger can be mended (`klantreis doctor --repair`).
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.store.durable import write_whole
from pipelines.store.format import fill

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "runs.jsonl"
COPY: Final = "runs.copy.jsonl"


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
        figures: what the run says of itself (docs/opslag.md).
        generation: the folder of the store's tables within it; '' is the store's own.
    """

    run_id: str
    status: str
    finished_at: str
    key: str
    versions: dict[str, int]
    figures: dict[str, Any] = field(default_factory=dict)
    generation: str = ""


class LedgerError(PipelineError):
    """A line of the ledger is none that a run wrote."""


class Ledger:
    """The runs of one store, in the order in which they ended.

    Args:
        folder: of the store.
        file: its name there.
    """

    def __init__(self, folder: Path, file: str = FILE) -> None:
        self.path = folder / file

    def lines(self) -> list[str]:
        """Every line as it stands; what is no text in it is replaced."""
        if not self.path.exists():
            return []
        text = self.path.read_bytes().decode("utf-8", errors="replace")
        return [line for line in text.split("\n") if line]

    def entries(self) -> list[Entry]:
        """Every run that came to its end.

        Raises:
            LedgerError: a line is none that a run of this version wrote.
        """
        return [self._entry(line, n) for n, line in enumerate(self.lines(), start=1)]

    def _entry(self, line: str, n: int) -> Entry:
        try:
            values = json.loads(line)
            if not isinstance(values, dict):
                raise TypeError  # noqa: TRY301 - as what Entry itself says of such values
            return Entry(**values)
        except (ValueError, TypeError):
            raise LedgerError(
                said("line {n} of the ledger {name} is damaged", n=n, name=self.path.name),
                expected=said("the fields {names}", names=", ".join(REQUIRED)),
                got=_fault(line),
                hint="klantreis doctor says what can be mended; nothing was changed",
            ) from None

    def is_entry(self, line: str) -> bool:
        """Whether a run wrote this line, and it is whole."""
        try:
            return bool(self._entry(line, 0))
        except LedgerError:
            return False

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
        lines = [*self.lines(), json.dumps(asdict(entry), ensure_ascii=False)]
        text = "\n".join(lines) + "\n"
        for name in (FILE, COPY):
            write_whole(self.path.with_name(name), text)
        fill(self.path.parent)

    def renew_copy(self) -> None:
        """Let the copy be as the ledger, where a run died between the two."""
        copy = self.path.with_name(COPY)
        if self.path.exists() and not (
            copy.exists() and copy.read_bytes() == self.path.read_bytes()
        ):
            write_whole(copy, self.path.read_text(encoding="utf-8"))


REQUIRED: Final = tuple(
    each.name
    for each in fields(Entry)
    if each.default is MISSING and each.default_factory is MISSING
)
"""The fields that every line has."""


def _fault(line: str) -> str:
    """What is wrong with a line, without what stands in it."""
    if "\0" in line:
        return said("{n} bytes that are 0", n=line.count("\0"))
    try:
        values = json.loads(line)
    except ValueError:
        return said("a line that breaks off, or no JSON")
    if not isinstance(values, dict):
        return said("JSON that is no object")
    known = {each.name for each in fields(Entry)}
    if strange := sorted(values.keys() - known):
        return said("a field that this version does not know: {names}", names=", ".join(strange))
    return said("no field {names}", names=", ".join(sorted(set(REQUIRED) - values.keys())))
