"""A command that is written wrong, as an error of ours: typer finds it, and says it in English alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import journeys
from journeys.errors import nearest, said
from pipelines.errors import ConfigError

FAULTS: Final = {
    "BadOptionUsage": "{path}: {name} lacks its value",
    "BadParameter": "{path}: {name} cannot be that",
    "MissingParameter": "{path}: {name} is missing",
    "NoSuchOption": "{path}: {name} is no option{near}",
}
"""What to say of each kind of typer's UsageError that is about one word."""


def usage_error(error: Any) -> ConfigError:
    """What is wrong with the words of a command, and what it takes.

    Args:
        error: typer's UsageError.
    """
    path = error.ctx.command_path if error.ctx else "klantreis"
    command = getattr(error.ctx, "command", None)
    param, commands = getattr(error, "param", None), list(getattr(command, "commands", ()))
    if template := FAULTS.get(type(error).__name__):
        name = param.get_error_hint().strip("'") if param else error.option_name
        near = nearest(
            name, [option for each in getattr(command, "params", ()) for option in each.opts]
        )
        what = said(template, path=path, name=name, near=near)
    elif commands and (names := re.findall("'(.*?)'", error.message)):
        what = said(
            "{path}: there is no command {name!r}{near}",
            path=path,
            name=names[0],
            near=nearest(names[0], commands),
        )
    else:
        what = said("{path}: no command" if commands else "{path}: too many words", path=path)
    return ConfigError(
        what,
        expected=param.help if param else ", ".join(commands),
        hint=said("{path} --help says what it takes", path=path),
    )


def docs_folder() -> Path:
    """Where the docs stand: in a checkout beside the packages, else in one of them (pyproject.toml).

    >>> (docs_folder() / "index.md").is_file()
    True
    """
    package = Path(journeys.__file__).parent
    installed = package / "docs"
    return installed if installed.is_dir() else package.parent / "docs"
