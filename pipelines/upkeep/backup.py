"""`klantreis backup`: the store with its ledger, and the config, in one file of tar.

The key is left out, unless it is asked for: who has both can work out who people are. Run folders are no part
of it: the next night makes new ones. A backup is read back and compared before it gets its name.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, cast

from journeys.errors import reason_of, said
from pipelines.config.settings import read_config
from pipelines.errors import PipelineError
from pipelines.store.damage import first_damage
from pipelines.store.durable import files_below, move
from pipelines.store.ledger import Ledger
from pipelines.store.locks import LOCK, locked
from pipelines.store.run_ids import new_run_id

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from pipelines.config.settings import Config

INDEX: Final = "backup.json"
STORE: Final = "store"
CONFIG: Final = "config"
KEY: Final = "key"
RESTORING: Final = ".restoring"


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself.

    Attributes:
        version: of klantreis.
        created_at: UTC, ISO 8601.
        run_id: the last run in it.
        config: the config's name.
        has_key: whether the key of the pseudonyms is in it.
        files: the SHA-256 of each file, by its name.
    """

    version: str
    created_at: str
    run_id: str
    config: str
    has_key: bool
    files: dict[str, str] = field(default_factory=dict)


def back_up(path: Path, to: Path, *, with_key: bool = False) -> tuple[Path, Backup]:
    """Write a backup of a config's store; the file and what it says of itself.

    Args:
        path: of the config.
        to: the file, or a folder that is there: then a name with the moment is made up.
        with_key: whether the key file is in it too.

    Raises:
        PipelineError: a run has the store, it is damaged or empty, or the file is there already.
    """
    config = read_config(path)
    to = to / f"klantreis-{new_run_id()}.tar" if to.is_dir() else to
    if to.exists():
        raise PipelineError(said("{name} is there already", name=to.name), hint="give another name")
    with locked(config):
        first_damage(config)
        last = Ledger(config.store).last()
        if last is None:
            raise PipelineError("there is nothing to back up", expected="a run in the ledger")
        files = _files(path, config, with_key=with_key)
        backup = Backup(
            version("klantreis"),
            datetime.now(UTC).isoformat(timespec="seconds"),
            last.run_id,
            path.name,
            with_key,
            {name: _sha256(file) for name, file in files.items()},
        )
        unfinished = to.with_name(f"{to.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                _add(tar, INDEX, json.dumps(asdict(backup), indent=2).encode())
                for name, file in files.items():
                    tar.add(file, name, recursive=False)
            stream.flush()
            os.fsync(stream.fileno())
    with tarfile.open(unfinished) as tar:
        _compare(tar, backup)
    move(unfinished, to)
    return to, backup


def _files(path: Path, config: Config, *, with_key: bool) -> dict[str, Path]:
    """Every file of a backup, by its name in it."""
    files = {
        f"{STORE}/{file.relative_to(config.store).as_posix()}": file
        for file in sorted(files_below(config.store))
        if file.name != LOCK
    }
    files[f"{CONFIG}/{path.name}"] = path
    beside = [config.vocabulary.file if config.vocabulary else None, config.report.theme]
    for file in filter(None, beside):
        if (config.folder / file).resolve().is_relative_to(config.folder):
            files[f"{CONFIG}/{file.as_posix()}"] = config.folder / file
    if with_key:
        if not config.key_file.is_file():
            raise PipelineError(
                "there is no key file to put in the backup",
                expected=config.key_file.name,
                hint="a key in an environment variable or Secret block is backed up where it is kept",
            )
        files[f"{KEY}/{config.key_file.name}"] = config.key_file
    return files


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _digest(stream: BufferedReader) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _compare(tar: tarfile.TarFile, backup: Backup) -> None:
    """Compare every file of a backup with what it says of itself.

    Raises:
        PipelineError: one differs, is missing, or is one too many.
    """
    found = {}
    for member in tar:
        if member.name != INDEX:
            stream = tar.extractfile(member) if member.isfile() else None
            found[member.name] = _digest(cast("BufferedReader", stream)) if stream else ""
    wrong = sorted(
        name
        for name in found.keys() | backup.files.keys()
        if found.get(name) != backup.files.get(name)
    )
    if wrong:
        raise PipelineError(
            said("the backup is damaged: {n} files", n=len(wrong)),
            expected="each file as its checksum says",
            got=", ".join(wrong[:5]),
            hint="use another backup; nothing was changed",
        )


def read_backup(file: Path) -> Backup:
    """What a backup says of itself, when each of its files is as it says.

    Raises:
        PipelineError: it is no backup, or it is damaged.
    """
    try:
        with tarfile.open(file) as tar:
            index = tar.extractfile(INDEX)
            backup = Backup(**json.loads(index.read() if index else b""))
            _compare(tar, backup)
    except (tarfile.TarError, OSError, KeyError, ValueError, TypeError) as error:
        raise PipelineError(
            said("{name} is no backup that can be read", name=file.name),
            expected="a file that klantreis backup wrote",
            got=reason_of(error),
            hint="use another backup; nothing was changed",
        ) from None
    return backup
