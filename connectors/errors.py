"""What a source can be wrong about; see `journeys.errors` for the whole tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.errors import KlantreisError, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from journeys.errors import Sentence


class ConnectorError(KlantreisError):
    """A source cannot be read as configured."""


class FileUnreadableError(ConnectorError):
    """The file is no file of its kind at all: truncated, empty, another kind, too large."""


class ColumnMissingError(ConnectorError):
    """A configured column is not in the file."""


class ColumnAmbiguousError(ConnectorError):
    """A column's values read in more than one way, and nothing is guessed."""


class ColumnUnreadError(ColumnAmbiguousError):
    """No known format reads any of a column's values."""


class SourceUnavailableError(ConnectorError):
    """A database or service does not answer, or not whole: trying again later may help."""


class FileUnfinishedError(FileUnreadableError):
    """The file is still being written, or its copy broke off: another night reads it whole."""


class CeilingError(FileUnreadableError):
    """More comes out of the file than a ceiling lets through (`connectors.ceilings`)."""


class SeveralError(ConnectorError):
    """More than one thing of a source is wrong; each is said as an error of its own.

    >>> print(SeveralError([ConnectorError("no Datum"), ConnectorError("no Zaak")]).within("file 'a'"))
    file 'a': no Datum
    file 'a': no Zaak
    """

    def __init__(self, errors: Sequence[ConnectorError]) -> None:
        super().__init__(listed([error.what for error in errors], "; "))
        self.errors = tuple(errors)

    def within(self, place: str) -> Self:
        """The same errors, each told with the place that it happened in."""
        return type(self)([error.within(place) for error in self.errors])

    @property
    def whole(self) -> Sentence:
        """All of them, one after another."""
        return listed([error.whole for error in self.errors], "\n")


def raise_all(errors: Sequence[ConnectorError]) -> None:
    """Raise what is wrong: one error as itself, several as one; nothing where nothing is.

    Raises:
        ConnectorError: there is an error.
    """
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralError(errors)
