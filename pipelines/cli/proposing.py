"""A proposed config, written to a file: what `init` and `run` of an export share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.errors import said
from pipelines.cli.showing import print_line, print_table, show_errors
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipelines.proposal.propose import Proposal
    from pipelines.vocabulary.accepting import Acceptance


def write_proposal(exports: Sequence[str], to: Path, *, asks: bool) -> Path:
    """Propose a config for exports, ask what is in doubt, write it and say what it is.

    Args:
        exports: files, folders and urls.
        to: where the config comes.
        asks: whether somebody answers; else what is in doubt is marked.

    Raises:
        ConfigError: the config is there already, or nothing in the exports can be read as events.
    """
    from pipelines.proposal.asking import ask
    from pipelines.proposal.config_text import text_of
    from pipelines.proposal.propose import propose
    from pipelines.vocabulary.accepting import accept

    refuse_existing(to)
    proposal = propose(exports, to.parent)
    if asks:
        proposal = ask(proposal, print_line)
    write_new(to, text_of(proposal, to.resolve().parent.name, is_checked=asks))
    _show(proposal, accept(to, LEAST_LIKELY) if proposal.can_be_read else None, to)
    return to


LEAST_LIKELY = 0.9
"""How likely the meaning of a term must be to be proposed."""


def refuse_existing(path: Path) -> None:
    """Refuse to write over a config.

    Raises:
        ConfigError: it is there.
    """
    if path.exists():
        raise ConfigError(
            said("{name} is there already", name=path.name),
            hint="give another name with --to, or remove it first",
        )


def write_new(path: Path, text: str) -> None:
    """Write a config where none is.

    Raises:
        ConfigError: one is.
    """
    refuse_existing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _show(proposal: Proposal, meanings: Acceptance | None, path: Path) -> None:
    """Say what was proposed: the sources, what was left out, the meanings, and how many doubts there are."""
    print_table(
        "source | kind | rows | columns that are read | not read",
        [
            (
                source.name,
                str(next(setting.value for setting in source.settings if setting.name == "kind")),
                f"{source.n_rows:,}" if source.n_rows else "",
                ", ".join(setting.name for setting in source.columns),
                str(len(source.unused)),
            )
            for source in proposal.sources
        ],
    )
    for name, why in proposal.left_out:
        print_line(said("left out: {name}: {why}", name=name, why=why))
    if meanings:
        print_line(
            said(
                "{n} of {n_all} events have a kind, as a proposal: {file}",
                n=meanings.n_events,
                n_all=meanings.n_events + meanings.n_events_left,
                file=meanings.file.name,
            )
        )
        show_errors(meanings.errors)
    if proposal.n_doubts:
        words = said(
            "{path} is written; look at its {n} lines with # TODO", path=path, n=proposal.n_doubts
        )
        print_line(words, style="yellow")
    else:
        print_line(said("{path} is written", path=path), style="green")
