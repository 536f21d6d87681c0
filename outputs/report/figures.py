"""The report's figures: one named query each, in `sql`. Times are in seconds, shares from 0 to 1."""

from __future__ import annotations

from typing import Final

from outputs.queries import Queries

FIGURES: Final = Queries("outputs.report", "report")
