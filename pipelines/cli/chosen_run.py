"""Which run an export is of: a run's folder, or the latest of a config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.errors import said, spoken
from outputs.errors import OutputError
from outputs.exports import export_run
from outputs.reader import Reader
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def export(
    of: Path,
    folder: Path,
    formats: Sequence[str],
    *,
    coverage: float,
    replace: bool,
    with_pseudonyms: bool,
) -> dict[str, str]:
    """Write the journeys of a run in these formats, and say what each file holds.

    Args:
        of: a run's folder, or a config: then its latest complete run.
        folder: where the files come; not in the run's own, which its manifest seals.
        formats: of `outputs.exports.FORMATS`.
        coverage: the share of the journeys that should fit in the BPMN model.
        replace: whether files of the same names may be replaced.
        with_pseudonyms: whether parquet and xlsx hold them too.

    Raises:
        ConfigError: there is no such run, or the files cannot come there.
    """
    run = of if of.is_dir() else read_config(of).latest
    if not (run / "tables").is_dir():
        raise ConfigError(
            said("{name} is no run", name=run.name),
            expected="a run's folder with tables/ in it, or a config",
            got="no folder tables",
            hint="run klantreis run first",
        )
    if folder.resolve().is_relative_to(run.resolve()):
        raise ConfigError(
            "an export cannot come in the run's own folder",
            expected="another folder",
            hint="manifest.json says what belongs in a run, and an export is not of it",
        )
    try:
        return export_run(
            run / "tables",
            folder,
            formats,
            coverage=coverage,
            replace=replace,
            with_pseudonyms=with_pseudonyms,
            reader=Reader(spoken()),
        )
    except OutputError as error:
        raise ConfigError(
            error.what, expected=error.expected, got=error.got, hint=error.hint
        ) from error
