"""The command line: `klantreis init | check | run | demo | schedule | serve | …`.

Exit codes: 0 done; 1 failed; 2 the command or the config is wrong; 3 more rows were rejected than
`max_rejected_share`. What a person reads goes to standard error, `--json` to standard output.
"""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from journeys.errors import KlantreisError, said, speak
from outputs.texts import LANGUAGES, errors_in
from pipelines.cli import exports, nights, people, serving, starting
from pipelines.cli.showing import DONE, FAILED, WRONG, show_errors, text_of
from pipelines.errors import ConfigError
from pipelines.schedule.blocks import read_blocks

app = typer.Typer(
    name="klantreis",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(starting.init)
app.command()(starting.check)
app.command()(nights.run)
app.command()(starting.demo)
app.command()(serving.schedule)
app.command()(serving.serve)
app.command()(people.vocabulary)
app.command()(people.review)
app.command()(people.forget)
app.command("rotate-key")(people.rotate_key)
app.command()(exports.export)


@app.callback()
def choose_language(
    language: Annotated[
        str,
        typer.Option(
            help="De taal van fouten: nl of en.", envvar="KLANTREIS_LANGUAGE", metavar="nl|en"
        ),
    ] = LANGUAGES[0],
) -> None:
    """Ziet wat gezinnen meemaken tussen ketenpartners: van exports naar proceskaarten."""
    known = next((each for each in LANGUAGES if each == language), None)
    if known is None:
        raise ConfigError(
            said("no language {language!r}", language=language), expected=", ".join(LANGUAGES)
        )
    speak(known, lambda: errors_in(known))


def main() -> NoReturn:
    """The command line, with an error as a message and an exit code, never as a traceback."""
    read_blocks()
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        show_errors([str(error)])
        sys.exit(WRONG)
    except (KlantreisError, OSError) as error:
        show_errors([text_of(error)])
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(FAILED)
    sys.exit(DONE)


if __name__ == "__main__":
    main()
