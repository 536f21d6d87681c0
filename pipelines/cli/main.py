"""The command line: `klantreis init | check | run | demo | schedule | serve | …`.

Exit codes: 0 done; 1 failed; 2 the command or the config is wrong; 3 more rows were rejected than
`max_rejected_share`. What a person reads goes to standard error, `--json` to standard output.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from journeys.errors import KlantreisError, said, wording
from pipelines.cli import backups, checking, exports, nights, people, serving, starting, upkeep
from pipelines.cli.showing import DONE, FAILED, WRONG, LogForm, show_errors, show_page
from pipelines.cli.usage import docs_folder, usage_error
from pipelines.errors import ConfigError, text_of
from pipelines.language import VARIABLE, choose_language
from pipelines.log_form import choose_form
from pipelines.night.stopping import stop_when_told, wait_for_end
from pipelines.schedule.blocks import read_blocks

UsageError: Any = typer.BadParameter.__base__  # typer exports no base


class Commands(TyperGroup):
    """The commands, in the language that is asked for before anything of them is shown, help too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Choose the language, then read the words as ever."""
        parser = self.make_parser(ctx)
        parser.ignore_unknown_options = True
        choose_language(parser.parse_args(list(args))[0].get("language", ""))
        self.epilog = wording(said("The docs stand in {folder}", folder=docs_folder()))
        for command in (self, *self.commands.values()):
            command.help = wording(command.help or "")
            for param in command.params:
                setattr(param, "help", wording(getattr(param, "help", None) or ""))  # noqa: B010
        if "--help" in args or not args:
            from pipelines.cli.help_words import word_help

            word_help(ctx, (self, *self.commands.values()))
        return super().parse_args(ctx, args)


SERVERS: Final = ("serve",)
"""Commands that end their own way when they are told to stop."""

app = typer.Typer(
    name="klantreis",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(starting.init)
app.command()(checking.check)
app.command()(nights.run)
app.command()(starting.demo)
app.command()(serving.schedule)
app.command()(serving.serve)
app.command()(people.vocabulary)
app.command()(people.review)
app.command()(people.forget)
app.command("rotate-key")(people.rotate_key)
app.command()(exports.export)
app.command()(upkeep.status)
app.command()(upkeep.doctor)
app.command()(upkeep.prune)
app.command()(upkeep.verify)
app.command()(backups.backup)
app.command()(backups.restore)


@app.callback()
def begin(
    context: typer.Context,
    language: Annotated[  # noqa: ARG001 - read by Commands
        str,
        typer.Option(
            help="The language of all that is said here; else English in an English locale, and Dutch.",
            envvar=VARIABLE,
            metavar="nl|en",
        ),
    ] = "",
    log: LogForm = "",  # noqa: ARG001 - its callback reads it
) -> None:
    """Sees what families go through between partners: from exports to process maps."""
    if context.invoked_subcommand not in SERVERS:
        stop_when_told()


def main() -> NoReturn:
    """The command line, with an error as a message and an exit code, never as a traceback."""
    read_blocks()
    os.umask(
        os.umask(0o022) | 0o022
    )  # nobody else may change what is written, whatever the account's umask
    try:
        choose_language()
        choose_form()
        code = app(standalone_mode=False)
    except ConfigError as error:
        show_errors([str(error)])
        show_page()
        sys.exit(WRONG)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error, nl=False)
        else:
            show_errors([str(usage_error(error))])
        sys.exit(WRONG)
    except typer.Abort:
        show_errors(["stopped, as you asked"])
        sys.exit(FAILED)
    except (KlantreisError, OSError) as error:
        wait_for_end()
        show_errors([text_of(error)])
        show_page()
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(FAILED)
    sys.exit(code or DONE)


if __name__ == "__main__":
    main()
