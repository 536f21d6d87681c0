"""What the code says to a person, and what goes wrong, said so that a person can act on it.

Every package has one base class that derives from `KlantreisError`:

    KlantreisError
    ├── journeys.errors.AnalysisError
    ├── connectors.errors.ConnectorError
    │   ├── FileUnreadableError    no such file of that kind: truncated, empty, another kind
    │   │   └── CeilingError       more comes out of it than a ceiling lets through
    │   ├── ColumnMissingError     a configured column is not in the file
    │   ├── ColumnAmbiguousError   a column whose values read more than one way
    │   └── SourceUnavailableError a database or service that does not answer; later may help
    ├── outputs.errors.OutputError
    └── pipelines.errors.PipelineError
        └── ConfigError            the command or the config is wrong (exit code 2)

A message never holds a value out of a client's file: column names that a config names, counts,
formats and row numbers alone. What else stands in it (a name, a path) does nothing to a terminal.
"""

from __future__ import annotations

import difflib
import errno
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from journeys.spelling import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

Language = Literal["nl", "en"]

_catalogue: Callable[[], Mapping[str, str]] = dict
_language: Language = "en"


def speak(language: Language, catalogue: Callable[[], Mapping[str, str]]) -> None:
    """Say everything in another language from now on, in the whole process.

    Args:
        language: which.
        catalogue: gives its wording by the English one, when something is said.
    """
    global _catalogue, _language
    _catalogue, _language = catalogue, language


def spoken() -> Language:
    """The language in which the process says everything."""
    return _language


class Sentence(str):
    """A sentence: English as it stands, and its template and values, to say it in another language."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]


def said(template: str, **values: object) -> Sentence:
    """A sentence with values in it. It is English until it is shown (`wording`).

    >>> said("no sheet {name!r}", name="Blad1")
    "no sheet 'Blad1'"
    """
    sentence = Sentence(template.format(**{name: _shown(value) for name, value in values.items()}))
    sentence.template, sentence.values = template, values
    return sentence


def listed(sentences: Iterable[str], between: str = ", ") -> Sentence:
    """Several sentences as one.

    >>> listed(["a", "b"])
    'a, b'
    """
    values = {f"s{n}": sentence for n, sentence in enumerate(sentences)}
    return said(between.join(f"{{{name}}}" for name in values), **values)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one, as an addition to a sentence; else nothing.

    >>> nearest("melidng", ["melding", "besluit"])
    ' (did you mean melding?)'
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return said(" (did you mean {name}?)", name=near[0]) if near else ""


def unknown(place: str, name: str, known: Iterable[str]) -> Sentence:
    """What to say of a name that is not among the known ones.

    >>> unknown("kind", "melidng", ["melding", "besluit"])
    "kind: there is no 'melidng'; one of melding, besluit (did you mean melding?)"
    """
    names = list(known)
    return said(
        "{place}: there is no {name!r}; one of {known}{near}",
        place=place,
        name=name,
        known=", ".join(names),
        near=nearest(name, names),
    )


def wording(text: str, catalogue: Mapping[str, str] | None = None) -> str:
    """A sentence in the language of the process, or of a catalogue; what is none, as it is.

    >>> wording(said("no sheet {name}", name="a"), {"no sheet {name}": "geen blad {name}"})
    'geen blad a'
    """
    catalogue = _catalogue() if catalogue is None else catalogue
    if not isinstance(text, Sentence):
        return catalogue.get(text, text)
    values = {
        name: _shown(wording(value, catalogue) if isinstance(value, str) else value, value)
        for name, value in text.values.items()
    }
    return catalogue.get(text.template, text.template).format(**values)


def _shown(value: object, own: object = None) -> object:
    """A value as it may stand in a sentence: a name or path can hold what a terminal obeys."""
    if isinstance(own or value, Sentence) or not isinstance(value, str | PurePath):
        return value
    return printable(str(value))


REASONS: Final = {
    errno.ENOENT: said("there is no such file or folder"),
    errno.EACCES: said("this account has no right to it"),
    errno.EPERM: said("this account has no right to it"),
    errno.EISDIR: said("a folder, and no file"),
    errno.ENOTDIR: said("a file, and no folder"),
    errno.ENOSPC: said("the disk is full"),
    errno.EDQUOT: said("the disk is full"),
    errno.EROFS: said("the disk may not be written"),
}
"""What a person calls that which the system says of a file."""


def reason_of(error: Exception) -> str:
    """Why a file could not be read or written, without any of what stands in it.

    >>> reason_of(FileNotFoundError(2, "No such file or directory")), reason_of(KeyError("Jansen"))
    ('there is no such file or folder', 'KeyError')
    """
    if isinstance(error, UnicodeError):
        return said("bytes that are no UTF-8")
    if isinstance(error, OSError):
        return REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
    return type(error).__name__


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
            said("{place}: {what}", place=place, what=self.what),
            expected=self.expected,
            got=self.got,
            hint=self.hint,
        )

    @property
    def whole(self) -> Sentence:
        """All parts that are given, each on a line of its own."""
        parts = [("expected:", self.expected), ("got:", self.got), ("hint:", self.hint)]
        lines = [said("  {name:<10}{text}", name=name, text=text) for name, text in parts if text]
        return listed([self.what, *lines], "\n")

    def __str__(self) -> str:
        """The whole in the language of the process."""
        return wording(self.whole)


class AnalysisError(KlantreisError):
    """A model or its engine could not do its work."""
