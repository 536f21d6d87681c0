"""What is said on standard error: sentences for a person, or a JSON object on each line for a program.

Each object has time (UTC), level (`info`, `error`), message, run_id, part, source, seconds and counts; null
where a line is about none. Nothing of a client stands in any.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import Sentence, said, wording
from journeys.spelling import UNPRINTABLE
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "KLANTREIS_LOG"
FORMS: Final = ("text", "json")

_run: dict[str, str] = {}
"""The id of the run that goes on in this process."""


def choose_form(name: str = "") -> None:
    """Say everything in a form from now on, in this process and in those that it starts.

    Args:
        name: `text` or `json`; '' takes the variable's, and without one text.

    Raises:
        ConfigError: there is no such form.
    """
    name = name or os.environ.get(VARIABLE, FORMS[0])
    if name not in FORMS:
        os.environ[VARIABLE] = FORMS[0]
        raise ConfigError(said("no form of log {name!r}", name=name), expected=", ".join(FORMS))
    os.environ[VARIABLE] = name


def is_json() -> bool:
    """Whether each line is a JSON object."""
    return os.environ.get(VARIABLE) == "json"


def name_run(run_id: str) -> None:
    """Let the lines from now on be of this run."""
    _run["id"] = run_id


def json_line(
    message: str,
    *,
    level: str = "info",
    part: str | None = None,
    source: str | None = None,
    seconds: float | None = None,
    counts: Mapping[str, float] | None = None,
) -> str:
    """A line of the log as a JSON object.

    >>> json.loads(json_line("3 rows", part="ingest", source="wijkteam"))["source"]
    'wijkteam'
    """
    fields = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "message": wording(message),
        "run_id": _run.get("id"),
        "part": part,
        "source": source,
        "seconds": None if seconds is None else round(seconds, 3),
        "counts": counts or None,
    }
    return as_json(fields)


def as_json(value: Any, *, indent: int | None = None) -> str:
    r"""A value as JSON that does nothing to a terminal; what reads it gets the value as it is.

    >>> as_json("\u202ea\x1b")
    '"\\u202ea\\u001b"'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return UNPRINTABLE.sub(lambda sign: _spelled_out(sign[0]), text)


def _spelled_out(sign: str) -> str:
    return sign if sign == "\n" else f"\\u{ord(sign):04x}"  # the ends of lines are JSON's own


def counts_in(text: str) -> dict[str, float]:
    """The numbers in a sentence, by their names.

    >>> counts_in(said("{n} rows of {name}", n=3, name="a"))
    {'n': 3}
    """
    if not isinstance(text, Sentence):
        return {}
    numbers = {name: value for name, value in text.values.items() if not isinstance(value, bool)}
    return {name: value for name, value in numbers.items() if isinstance(value, int | float)}
