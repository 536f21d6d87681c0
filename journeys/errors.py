"""What goes wrong, said so that a person can act on it.

Every package has one base class that derives from `KlantreisError`:

    KlantreisError
    ├── journeys.errors.AnalysisError
    ├── connectors.errors.ConnectorError
    │   ├── FileUnreadableError    no such file of that kind: truncated, empty, another kind
    │   ├── ColumnMissingError     a configured column is not in the file
    │   ├── ColumnAmbiguousError   a column whose values read more than one way
    │   └── SourceUnavailableError a database or service that does not answer; later may help
    ├── outputs.errors.OutputError
    └── pipelines.errors.PipelineError
        └── ConfigError            the command or the config is wrong (exit code 2)

A message never holds a value out of a client's file: column names that a config names, counts,
formats and row numbers alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

_catalogue: Mapping[str, str] = {}


def speak(catalogue: Mapping[str, str]) -> None:
    """Say errors in another language from now on, in the whole process: its wording by the English one."""
    global _catalogue  # noqa: PLW0603 - a process speaks one language
    _catalogue = catalogue


def said(template: str, **values: object) -> str:
    """A sentence with values in it, in the language of the process (`speak`).

    A value that is a sentence itself is looked up too.

    >>> said("no sheet {name!r}", name="Blad1")
    "no sheet 'Blad1'"
    """
    known = {
        name: _said(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return _catalogue.get(template, template).format(**known)


def _said(text: str) -> str:
    return _catalogue.get(text, text)


class KlantreisError(Exception):
    """What was expected, what was got, and what to do.

    Args:
        what: one sentence that names the place (source, file, column).
        expected: what would have been right.
        got: what was there; never a client's data.
        hint: what the reader can do about it.

    >>> print(KlantreisError("config: no [project]", expected="a name", got="nothing"))
    config: no [project]
      expected: a name
      got:      nothing
    """

    def __init__(self, what: str, *, expected: str = "", got: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.got = got
        self.hint = hint

    def within(self, place: str) -> Self:
        """The same error, told with the place that it happened in.

        >>> print(KlantreisError("no table", hint="look").within("source 'a'"))
        source 'a': no table
          hint:     look
        """
        return type(self)(
            f"{place}: {_said(self.what)}", expected=self.expected, got=self.got, hint=self.hint
        )

    def __str__(self) -> str:
        """All parts that are given, each on a line of its own."""
        parts = [("expected:", self.expected), ("got:", self.got), ("hint:", self.hint)]
        lines = [f"  {_said(name):<10}{_said(text)}" for name, text in parts if text]
        return "\n".join([_said(self.what), *lines])


class AnalysisError(KlantreisError):
    """A model or its engine could not do its work."""
