"""The commands that look after a store and its runs: `status`, `doctor`, `prune` and `verify`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journeys.errors import said, spoken, wording
from pipelines.cli.showing import (
    DONE,
    FAILED,
    AsJson,
    ConfigPath,
    print_json,
    print_line,
    print_table,
    show_errors,
)
from pipelines.config.settings import read_config
from pipelines.night.outcome import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outputs.reader import Reader
    from pipelines.upkeep.status import SourceStatus, Status


def status(config: ConfigPath = Path("klantreis.toml"), as_json: AsJson = False) -> None:
    """Say how the last night went, what came in and what did not; exit code 1 where it needs a person."""
    from outputs.reader import Reader
    from pipelines.upkeep.status import status_of

    settings = read_config(config)
    now = status_of(settings)
    if as_json:
        print_json({**asdict(now), "needs_someone": now.needs_someone})
    else:
        _show_status(now, Reader(spoken(), settings.project.timezone))
    raise typer.Exit(FAILED if now.needs_someone else DONE)


def _show_status(now: Status, reader: Reader) -> None:
    if now.is_running:
        print_line("a run goes on now; what follows is from before it")
    _show_nights(now, reader)
    if now.sources:
        print_table(
            "source | files | read | new | last delivery | last new",
            [_source_row(source, reader) for source in now.sources],
        )
    for source in now.sources:
        for sentence in _remarks(source, reader):
            style = "red" if source.needs_someone else None
            print_line(said("{source}: {what}", source=source.name, what=sentence), style=style)
    if now.n_questions:
        print_line(said("{n} open questions about who is who: klantreis review", n=now.n_questions))
    show_errors(now.damages)


def _show_nights(now: Status, reader: Reader) -> None:
    if now.failed:
        what = said("the night {run_id} failed; nothing of it counts", run_id=now.failed.run_id)
        show_errors([what, now.failed.error])
    if now.last:
        ago = reader.days(now.last.ago_s)
        print_line(
            said(
                "last night: {run_id}, {status}, {ago} ago",
                run_id=now.last.run_id,
                status=STATUSES.get(now.last.status, now.last.status),
                ago=ago,
            ),
            style="green" if now.last.status == "complete" else "red",
        )
    elif not now.damages:
        show_errors(["no night has come to its end yet"])
    if now.complete and now.complete != now.last:
        ago = reader.days(now.complete.ago_s)
        print_line(
            said("last complete one: {run_id}, {ago} ago", run_id=now.complete.run_id, ago=ago)
        )
    if now.pace == "late":
        show_errors(["longer ago than nights usually are: does the schedule still run?"])


def _source_row(source: SourceStatus, reader: Reader) -> list[str]:
    """A source in the table: its counts of the last night, and since when nothing came."""
    ago = [
        said("{ago} ago", ago=reader.days(seconds)) if seconds is not None else said("never")
        for seconds in (source.delivered_s, source.new_s)
    ]
    counts = (source.files, source.rows, source.new)
    return [source.name, *map(str, counts), *map(wording, ago)]


def _remarks(source: SourceStatus, reader: Reader) -> Iterator[str]:
    """What is to be said of a source beside its counts."""
    if source.outcome == "failed":
        yield said("could not be read")
    if source.outcome == "absent":
        yield said("was not asked yet")
    if source.delivery == "late":
        yield said("no delivery for {duration}", duration=reader.days(source.delivered_s))
    if source.delivery == "unknown":
        yield said("too few deliveries to say what is usual")
    if source.size == "dropped":
        n, usual = source.last_rows, source.usual_rows
        yield said("{n} rows in the last delivery, {usual:.0f} are usual", n=n, usual=usual)


def doctor(
    config: ConfigPath = Path("klantreis.toml"),
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended without loss.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with the store and its runs; exit code 1 where something is."""
    from pipelines.upkeep.doctor import examine

    findings = examine(read_config(config), repair=repair)
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            words = said("mended: {what}", what=finding.what) if finding.is_mended else finding.what
            print_line(words, style="green" if finding.is_mended else "red")
        if not findings:
            print_line("The store and its runs are whole.")
    raise typer.Exit(DONE if all(finding.is_mended for finding in findings) else FAILED)


def prune(
    config: ConfigPath = Path("klantreis.toml"),
    keep_runs: Annotated[
        int | None, typer.Option(min=1, help="Keep the folders of so many nights.")
    ] = None,
    keep_days: Annotated[
        float | None, typer.Option(min=0, help="Keep the folders of the nights of so many days.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove old run folders, and the files that only old versions of the store need."""
    from pipelines.config.upkeep_sections import Upkeep
    from pipelines.store.locks import locked
    from pipelines.upkeep.pruning import prune as remove_old

    settings = read_config(config)
    rules = settings.upkeep
    if keep_runs is not None or keep_days:
        rules = Upkeep(keep_runs=keep_runs, keep_days=keep_days or None)
    with locked(settings):
        pruning = remove_old(settings, rules, dry_run=dry_run)
    if as_json:
        print_json(asdict(pruning))
        return
    if rules.keep_runs is None and rules.keep_days is None:
        print_line("nothing goes: neither keep_runs nor keep_days is set")
    for run_id in pruning.runs:
        print_line(run_id)
    print_line(
        said(
            "{n} run folders and {n_files} files of the store, {mb:.1f} MB",
            n=len(pruning.runs),
            n_files=pruning.n_files,
            mb=pruning.n_bytes / 1e6,
        )
    )


def verify(
    run_dir: Annotated[Path, typer.Argument(help="A run's folder, such as out/latest.")],
    as_json: AsJson = False,
) -> None:
    """Compare each file of a run with the checksum in its manifest; exit code 1 where one differs."""
    from outputs.manifest import deviations

    found = deviations(run_dir)
    if as_json:
        print_json(asdict(found))
    else:
        lines = [
            *(said("{file} is missing", file=name) for name in found.missing),
            *(said("{file} has changed", file=name) for name in found.changed),
            *(said("{file} is not in the manifest", file=name) for name in found.extra),
        ]
        for line in lines:
            print_line(line, style="red")
        if not lines:
            print_line("Every file is as the manifest says.")
    raise typer.Exit(FAILED if found else DONE)
