"""The live map's questions to a run's tables: one named query each, in `sql`."""

from __future__ import annotations

from typing import Final

from outputs.queries import Queries

QUERIES: Final = Queries("outputs.report.pages.kaart", "live map")
