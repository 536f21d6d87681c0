"""The command that runs a night: `run`."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Final

import typer

from journeys.errors import said
from pipelines.cli.proposing import write_proposal
from pipelines.cli.showing import (
    DONE,
    FAILED,
    REJECTED,
    AsJson,
    LogForm,
    print_json,
    print_line,
    print_raw,
    show_as_of,
    show_errors,
    show_page,
    show_sources,
)
from pipelines.config.settings import Config, read_config
from pipelines.errors import ConfigError, text_of
from pipelines.log_form import is_json, json_line, name_run
from pipelines.night.progress import listening, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.night.outcome import Outcome

EXIT_CODES: Final = {"complete": DONE, "partial": FAILED, "failed": FAILED, "rejected": REJECTED}

COUNTS: Final = ("events", "journeys", "rows_read", "new", "rejected", "repeated")
"""What a night says of itself in one line."""

SOURCE_COUNTS: Final = ("files", "skipped", "rows_read", "new", "rejected", "repeated", "updated")

WithPrefect = Annotated[
    bool,
    typer.Option(
        "--prefect", help="Run as a flow of Prefect; by itself where PREFECT_API_URL is set."
    ),
]


def run(
    exports: Annotated[
        list[str],
        typer.Argument(
            help="The config file (TOML); or exports, of which a config is proposed first.",
            metavar="CONFIG|EXPORT...",
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="Where a proposed config comes.")] = Path(
        "klantreis.toml"
    ),
    as_json: AsJson = False,
    reread: Annotated[
        list[str] | None,
        typer.Option(help="Read this source wholly anew and replace what is kept of it."),
    ] = None,
    prefect: WithPrefect = False,
    log: LogForm = "",  # noqa: ARG001 - its callback reads it
) -> None:
    """Run one night: read, reconstruct, analyse and publish."""
    is_config = len(exports) == 1 and exports[0].lower().endswith(".toml")
    config = Path(exports[0]) if is_config else write_proposal(exports, to, asks=False)
    settings = read_config(config)
    known = {section.name for section in settings.sources}
    for name in reread or ():
        if name not in known:
            raise ConfigError(
                said("--reread {name}: no such source", name=name),
                expected=", ".join(sorted(known)),
            )
    raise typer.Exit(
        run_and_show(config, settings, as_json=as_json, reread=reread or (), prefect=prefect)
    )


def run_and_show(
    path: Path,
    config: Config,
    *,
    as_json: bool,
    reread: Sequence[str] = (),
    prefect: bool = False,
) -> int:
    """Run one night, show what came of it, and say the exit code.

    Raises:
        ConfigError: the vocabulary cannot be read.
    """
    from pipelines.config.vocabulary import vocabulary_of
    from pipelines.night.stopping import wait_for_end

    vocabulary_of(config)
    began = perf_counter()
    with listening(print_raw, as_json=True) if is_json() else listening(print_line):
        outcome = _outcome(path.resolve(), config, reread=reread, prefect=prefect)
    wait_for_end()
    if as_json:
        print_json(outcome.figures())
    if is_json():
        _log(outcome, perf_counter() - began)
    elif not as_json:
        show_sources(outcome.sources)
        show_as_of(outcome.as_of, outcome.as_of_from, config.project.timezone)
        print_line(
            said(
                "{events} events in {journeys} journeys; read {rows_read} = {new} new +"
                " {rejected} rejected + {repeated} repeated",
                **{name: getattr(outcome, name) for name in COUNTS},
            )
        )
        print_line(_where_the_time_went(outcome.seconds, perf_counter() - began))
        if outcome.run_dir:
            print_line(f"{outcome.run_dir}/report/index.html")
    show_errors(outcome.errors)
    if outcome.errors:
        show_page()
    return EXIT_CODES[outcome.status]


def _outcome(path: Path, config: Config, *, reread: Sequence[str], prefect: bool) -> Outcome:
    """The outcome of one night, run here or by Prefect; of one that failed as a whole, why."""
    from pipelines.night.outcome import Outcome
    from pipelines.store.run_ids import new_run_id

    run_id = new_run_id()
    name_run(run_id)
    try:
        if prefect or os.environ.get("PREFECT_API_URL"):
            from pipelines.schedule.running import run_flow

            return run_flow(path, config, run_id=run_id, reread=reread)
        from pipelines.cli.progress_bar import bar
        from pipelines.night.run import run_night

        with bar():
            return run_night(config, run_id=run_id, reread=reread)
    except Exception as error:  # noqa: BLE001 - what the text of others says stays in
        return Outcome(run_id, errors=[text_of(error)])


def _log(outcome: Outcome, seconds: float) -> None:
    """Log what became of each source, and of the night."""
    for source in outcome.sources:
        counts = {name: getattr(source, name) for name in SOURCE_COUNTS}
        level, message = ("error", source.error) if source.error else ("info", "read")
        print_raw(json_line(message, level=level, part="source", source=source.name, counts=counts))
    counts = {name: getattr(outcome, name) for name in (*COUNTS, "signals")}
    level = "info" if outcome.status == "complete" else "error"
    print_raw(json_line(outcome.status, level=level, part="night", seconds=seconds, counts=counts))


def _where_the_time_went(seconds: Mapping[str, float], whole: float) -> str:
    """The parts of a run, and the rest: what it takes to begin.

    >>> _where_the_time_went({"ingest": 1.0, "publish": 2.0}, 9.0)
    'time: to begin 6.0 s, ingest 1.0 s, publish 2.0 s; together 9.0 s'
    """
    return said(
        "time: to begin {begin:.1f} s, {parts}; together {whole:.1f} s",
        begin=whole - sum(seconds.values()),
        parts=", ".join(f"{named(name)} {s:.1f} s" for name, s in seconds.items()),
        whole=whole,
    )
