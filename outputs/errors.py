"""What goes wrong while a product is written."""

from __future__ import annotations

from journeys.errors import KlantreisError


class OutputError(KlantreisError):
    """A map, a report or an export could not be made from the tables."""
