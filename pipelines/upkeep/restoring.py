"""`klantreis restore`: a backup in an empty place, compared before anything of it comes to its own."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from connectors.identity.pseudonyms import keys_of, write_keys
from journeys.errors import said
from journeys.work_folder import work_folder
from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.store.damage import first_damage
from pipelines.store.durable import files_below, move, sync_folder, sync_new, write_whole
from pipelines.store.locks import LOCK, locked
from pipelines.store.removal import RECORD
from pipelines.upkeep.backup import CONFIG, KEY, STORE, read_backup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.upkeep.backup import Backup

WORK: Final = ".restoring"


@dataclass(frozen=True)
class Restoration:
    """What a restore did.

    Attributes:
        backup: what it came from.
        has_key: whether the key is in its place now.
        forgotten_since: runs that forgot somebody after the backup, who is in the store again.
    """

    backup: Backup
    has_key: bool
    forgotten_since: list[str]


def restore(file: Path, path: Path, *, old_store: Path | None = None) -> Restoration:
    """Put a backup in an empty place.

    A config that is there stays as it is, and says where the store comes.

    Args:
        file: the backup.
        path: of the config; written where it is not there.
        old_store: the store that it takes the place of, set aside; tells who was forgotten since.

    Raises:
        PipelineError: the place is filled, the backup is damaged, or another key is there.
    """
    backup = read_backup(file)
    with tarfile.open(file) as tar:
        _write_config(tar, path, backup)
        config = read_config(path)
        key = next((_read(tar, name) for name in backup.files if room_of(name) == KEY), None)
        with locked(config):
            _check_place(config, key)
            with work_folder(config.store / WORK) as work:
                stored = [member for member in tar if room_of(member.name) == STORE]
                tar.extractall(work, stored, filter="data")
                since = _record_forgotten(work / STORE, old_store or config.store)
                _place_store(work / STORE, config)
            if key and not config.key_file.exists():
                keys = keys_of(key.decode("ascii"), config.key_file.name)
                write_keys(config.key_file, [keys.key, *keys.later])
            first_damage(config)
    return Restoration(backup, config.key_file.is_file(), since)


def room_of(name: str) -> str:
    """Where in a backup a file is: `STORE`, `CONFIG` or `KEY`."""
    return name.partition("/")[0]


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    stream = tar.extractfile(name)
    return stream.read() if stream else b""


def _write_config(tar: tarfile.TarFile, path: Path, backup: Backup) -> None:
    """Write the config, and what lies beside it, where nothing is yet."""
    folder = path.resolve().parent
    for name in backup.files:
        beside = PurePosixPath(name.partition("/")[2])
        place = path if str(beside) == backup.config else folder / beside
        if room_of(name) == CONFIG and ".." not in beside.parts and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_read(tar, name))


def _check_place(config: Config, key: bytes | None) -> None:
    held = [file for file in files_below(config.store) if file.name not in (LOCK, RECORD)]
    if held:
        raise PipelineError(
            said("there is a store in {name} already", name=config.store.name),
            expected="an empty place",
            hint="set it aside under another name first, and name it with --old-store",
        )
    if key and config.key_file.exists() and key != config.key_file.read_bytes():
        raise PipelineError(
            said("the key file {name} holds another key", name=config.key_file.name),
            expected="the key of the backup, or no file",
            hint="set it aside first",
        )


def _record_forgotten(store: Path, old: Path) -> list[str]:
    """Keep the longer record of who was forgotten; the runs in it that the backup does not know."""
    known, later = _records(store / RECORD), _records(old / RECORD)
    since = [each["run_id"] for run_id, each in later.items() if run_id not in known]
    if since:
        lines = [json.dumps(each) + "\n" for each in {**known, **later}.values()]
        write_whole(store / RECORD, "".join(lines))
    return since


def _records(path: Path) -> dict[str, Mapping[str, Any]]:
    """The lines of a record of who was forgotten, by run; a line that is damaged is passed over."""
    records: dict[str, Mapping[str, Any]] = {}
    if not path.exists():
        return records
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            record = json.loads(line)
            records[str(record["run_id"])] = record
        except (ValueError, TypeError, KeyError):
            continue
    return records


def _place_store(restored: Path, config: Config) -> None:
    """Bring the store to its place, its ledger last: until then it is no store that counts."""
    sync_new(restored)
    (config.store / RECORD).unlink(missing_ok=True)
    names = sorted(restored.iterdir(), key=lambda each: each.suffix in (".jsonl", ".json"))
    for each in names:
        move(each, config.store / each.name)
    sync_folder(config.store)
