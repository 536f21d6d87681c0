"""What can be wrong with a store and its runs, found before anything is written.

Each finding is a sentence that says what is wrong and what to do. A night stops at the first one; `klantreis
doctor` says all, and with `--repair` mends those that can be mended without loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from journeys.errors import reason_of, said
from pipelines.errors import PipelineError
from pipelines.store.durable import is_json_lines, move, write_whole
from pipelines.store.format import CURRENT, Form, FormError, new_form, read_form
from pipelines.store.format import FILE as FORM
from pipelines.store.latest import is_copy
from pipelines.store.ledger import COPY, Ledger, LedgerError
from pipelines.store.locks import owner_of
from pipelines.store.removal import PENDING, RECORD
from pipelines.store.run_ids import new_run_id
from pipelines.store.tables import GENERATION, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.store.ledger import Entry

BACKUP: Final = "put the store back from a backup (docs/operations.md); nothing was changed"
REPAIR: Final = "klantreis doctor --repair mends this without loss"


@dataclass(frozen=True)
class Damage:
    """Something that is wrong.

    Attributes:
        error: what, and what to do.
        mend: mends it without loss; None: nothing can.
    """

    error: PipelineError
    mend: Callable[[], None] | None = None


def first_damage(config: Config) -> None:
    """Stop a night where something is wrong with its store or its runs.

    Raises:
        PipelineError: the first thing that is.
    """
    for damage in damages(config):
        raise damage.error


def damages(config: Config) -> Iterator[Damage]:
    """All that is wrong with a config's store and its runs; reads alone."""
    try:
        form = read_form(config.store)
    except FormError as error:
        yield Damage(error, lambda: _write_form_anew(config))
        return
    except PipelineError as error:
        yield Damage(error)
        return
    ledger = Ledger(config.store)
    try:
        entries = ledger.entries()
    except LedgerError as error:
        yield _of_ledger(error, ledger)
        return
    if not entries and (form.is_filled if form else _has_tables(config.store)):
        yield _of_ledger(_empty(ledger), ledger)
        return
    if entries:
        yield from _of_tables(config.store, entries[-1])
    yield from _of_notes(config.store)
    yield from _of_latest(config, entries)


def _empty(ledger: Ledger) -> LedgerError:
    return LedgerError(
        said("the ledger {name} is empty or gone, and the store is filled", name=ledger.path.name),
        expected="a line for each run",
        hint=BACKUP,
    )


def _of_ledger(error: LedgerError, ledger: Ledger) -> Damage:
    """A ledger that cannot be read; its copy mends it where that lacks none of its lines."""
    copy, lines = Ledger(ledger.path.parent, COPY), ledger.lines()
    try:
        kept = copy.lines() if copy.entries() else []
    except LedgerError:
        kept = []
    is_whole = len(kept) >= max(1, len(lines)) and all(
        line == kept[n] or not ledger.is_entry(line) for n, line in enumerate(lines)
    )
    if not is_whole:
        return Damage(_hinted(error, BACKUP))

    def mend() -> None:
        if ledger.path.exists():
            move(ledger.path, aside(ledger.path))
        write_whole(ledger.path, "\n".join(kept) + "\n")

    return Damage(_hinted(error, REPAIR), mend)


def _write_form_anew(config: Config) -> None:
    """Say anew what form a store has: it keeps the name by which its folder of runs knows it."""
    path = config.store / FORM
    move(path, aside(path))
    name = owner_of(config.output)["store"] or new_form().store
    Form(CURRENT, name, is_filled=_has_tables(config.store)).write(config.store)


def _has_tables(folder: Path) -> bool:
    """Whether any table of a store lies in its folder, in use or not."""
    roots = [folder, *folder.glob(f"{GENERATION}*")]
    return any((root / table / "_delta_log").is_dir() for root in roots for table in TABLES)


def _of_tables(folder: Path, last: Entry) -> Iterator[Damage]:
    """Tables that lack what the ledger names; nothing here can mend them."""
    root = folder / last.generation if last.generation else folder
    for table, version in sorted(last.versions.items()):
        if fault := _table_fault(root / table, version):
            yield Damage(
                PipelineError(
                    said("table {table} of the store is damaged", table=table),
                    expected=said("version {version}, as the ledger says", version=version),
                    got=fault,
                    hint=BACKUP,
                )
            )


def _table_fault(path: Path, version: int) -> str:
    """What a table lacks at a version; nothing where it is whole."""
    if not path.is_dir():
        return said("no folder {name}", name=path.name)
    try:
        added = pa.table(DeltaTable(path, version=version).get_add_actions(flatten=True))
    except (DeltaError, OSError, ValueError) as error:
        return said("its log cannot be read: {kind}", kind=reason_of(error))
    for name, size in zip(added["path"].to_pylist(), added["size_bytes"].to_pylist(), strict=True):
        file = path / unquote(name)
        if not file.is_file():
            return said("file {name} is gone", name=file.name)
        if file.stat().st_size != size:
            return said(
                "file {name} has {n} bytes, not {size}",
                name=file.name,
                n=file.stat().st_size,
                size=size,
            )
    return ""


def _of_notes(folder: Path) -> Iterator[Damage]:
    """What is written beside the tables when somebody is forgotten."""
    for name, least in ((PENDING, 1), (RECORD, 0)):
        path = folder / name
        if path.exists() and (path.stat().st_size < least or not is_json_lines(path)):
            yield Damage(
                PipelineError(
                    said("{name} of the store is damaged", name=name),
                    expected="a JSON object on each line",
                    hint=BACKUP,
                )
            )


def _of_latest(config: Config, entries: Sequence[Entry]) -> Iterator[Damage]:
    """`latest` where it is neither a link nor a copy of a run."""
    latest = config.latest
    if latest.is_symlink() or not latest.exists():
        return
    if is_copy(latest, (config.output / entry.run_id for entry in entries)):
        return
    yield Damage(
        PipelineError(
            said("{name} is no run", name=f"{config.output.name}/{latest.name}"),
            expected="a link to the latest complete run, or a copy of it",
            got="a folder with something else" if latest.is_dir() else "a file",
            hint=REPAIR,
        ),
        lambda: move(latest, aside(latest)),
    )


def aside(path: Path) -> Path:
    """Another name beside a damaged file or folder, which is kept."""
    return path.with_name(f"{path.name}.damaged-{new_run_id()}")


def _hinted(error: LedgerError, hint: str) -> LedgerError:
    return LedgerError(error.what, expected=error.expected, got=error.got, hint=hint)
