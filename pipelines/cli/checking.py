"""The command that says what a run would do: `check`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from journeys.errors import KlantreisError
from pipelines.cli.showing import (
    DONE,
    FAILED,
    WRONG,
    AsJson,
    ConfigPath,
    print_json,
    print_line,
    show_as_of,
    show_errors,
    show_sources,
)
from pipelines.config.settings import faulty, sound_part
from pipelines.errors import ConfigError, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.night.checking import Forecast

EVERY_S: Final = 0.5
"""Seconds between two looks at whether the config was saved."""


def check(
    config: ConfigPath,
    as_json: AsJson = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Again each time that the config is saved; Ctrl+C ends it."),
    ] = False,
) -> None:
    """Read config and sources and say what a run would do, and all that is wrong; writes nothing."""
    if not watch:
        raise typer.Exit(_check(config, as_json=as_json))
    try:
        while True:
            files = _files(config)
            before = _stamps(files)
            _check(config, as_json=as_json)
            print_line("waits until the config is saved; Ctrl+C ends")
            _wait(files, before)
    except KeyboardInterrupt:
        raise typer.Exit(DONE) from None


def _check(path: Path, *, as_json: bool) -> int:
    """Check once, show what there is to see, and say the exit code."""
    from pipelines.cli.progress_bar import bar
    from pipelines.night.checking import check as look

    try:
        config, faults = sound_part(path)
        wrong = [str(faulty(path, faults))] if faults else []
    except ConfigError as error:
        config, wrong = None, [text_of(error)]
    forecast, errors = None, list(wrong)
    if config:
        try:
            with bar():
                forecast = look(config)
            errors += forecast.errors
        except (KlantreisError, OSError) as error:
            errors.append(text_of(error))
    if as_json:
        print_json({**(forecast.figures() if forecast else {"sources": []}), "errors": errors})
    elif config and forecast:
        _show(config, forecast)
    show_errors(errors)
    return WRONG if wrong else FAILED if errors else DONE


def _show(config: Config, forecast: Forecast) -> None:
    from pipelines.cli.looks import show_look

    timezone = config.project.timezone
    for source in forecast.sources:
        print_line("")
        show_look(source.name, forecast.looks.get(source.name), timezone)
    show_sources(forecast.sources)
    show_as_of(forecast.as_of, forecast.as_of_from, timezone)


def _files(path: Path) -> list[Path]:
    """The config, and the vocabulary that it names."""
    try:
        config = sound_part(path)[0]
    except ConfigError:
        return [path]
    named = config.vocabulary.file if config and config.vocabulary else None
    return [path, config.folder / named] if config and named else [path]


def _wait(files: Sequence[Path], before: Sequence[tuple[int, int] | None]) -> None:
    """Wait until a file was saved, and is no longer being written."""
    while (now := _stamps(files)) == before:
        time.sleep(EVERY_S)
    while True:
        time.sleep(EVERY_S)
        if now == (now := _stamps(files)):
            return


def _stamps(files: Sequence[Path]) -> list[tuple[int, int] | None]:
    """When each file was written last, and its size; None where it is not there."""
    return [_stamp(file) for file in files]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
