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
    from typing import Self


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
            f"{place}: {self.what}", expected=self.expected, got=self.got, hint=self.hint
        )

    def __str__(self) -> str:
        """All parts that are given, each on a line of its own."""
        parts = [("expected: ", self.expected), ("got:      ", self.got), ("hint:     ", self.hint)]
        return "\n".join([self.what, *(f"  {name}{text}" for name, text in parts if text)])


class AnalysisError(KlantreisError):
    """A model or its engine could not do its work."""
