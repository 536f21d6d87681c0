"""The words that typer itself puts on a help page, in the language of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import rich_utils

from journeys.errors import wording

if TYPE_CHECKING:
    from collections.abc import Iterable


def word_help(context: Any, commands: Iterable[Any]) -> None:
    """Let the help of these commands be in one language, headings and all.

    Args:
        context: typer's, of the program.
        commands: typer's, the program itself among them.
    """
    rich_utils.ARGUMENTS_PANEL_TITLE = wording("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = wording("Options")
    rich_utils.COMMANDS_PANEL_TITLE = wording("Commands")
    rich_utils.DEFAULT_STRING = wording("[default: {}]")
    rich_utils.ENVVAR_STRING = wording("[env var: {}]")
    rich_utils.REQUIRED_LONG_STRING = wording("[required]")
    for command in commands:
        command.get_usage = _usage_of(command)
        command.get_help_option(context).help = wording("Show this message and exit.")


def _usage_of(command: Any) -> Any:
    """What gives the first line of a command's help."""
    usage_in = command.get_usage
    return lambda context: usage_in(context).replace("Usage:", wording("Usage:"), 1)
