"""What a source can be wrong about; see `journeys.errors` for the whole tree."""

from __future__ import annotations

from journeys.errors import KlantreisError


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
