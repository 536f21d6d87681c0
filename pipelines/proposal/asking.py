"""The questions of a proposal, asked in a terminal: what is in doubt, one choice at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from journeys.errors import said, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.proposal.propose import Proposal
    from pipelines.proposal.settings import Setting, SourceProposal


def ask(proposal: Proposal, show: Callable[[str], None]) -> Proposal:
    """The proposal with what a person answered; what was answered is in doubt no more.

    Args:
        proposal: with doubts.
        show: prints a line.
    """
    return replace(proposal, sources=[_ask_of(source, show) for source in proposal.sources])


def _ask_of(source: SourceProposal, show: Callable[[str], None]) -> SourceProposal:
    def asked(settings: Sequence[Setting]) -> list[Setting]:
        return [
            _ask_one(source.name, setting, show) if setting.is_doubtful else setting
            for setting in settings
        ]

    return replace(
        source,
        settings=asked(source.settings),
        columns=asked(source.columns),
        formats=asked(source.formats),
        tables={name: asked(settings) for name, settings in source.tables.items()},
    )


def _ask_one(source: str, setting: Setting, show: Callable[[str], None]) -> Setting:
    """What a person says of one setting: one of the choices by its number, none, or a text of their own."""
    choices = [setting.value, *setting.others]
    show(said("{source}: {name}? {why}", source=source, name=setting.name, why=setting.reason))
    for at, choice in enumerate(choices, start=1):
        show(f"  {at}. {', '.join(map(str, choice)) if isinstance(choice, list) else choice}")
    question = wording(said("a number, 0 for none of these, or another value"))
    answer = str(typer.prompt(question, default="1"))
    if answer == "0":
        return replace(setting, is_off=True, is_doubtful=False)
    if answer.isdigit() and int(answer) <= len(choices):
        return replace(setting, value=choices[int(answer) - 1], is_doubtful=False)
    value = (
        [part.strip() for part in answer.split(",")] if isinstance(setting.value, list) else answer
    )
    return replace(setting, value=value, is_doubtful=False)
