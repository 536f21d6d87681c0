"""The live map: laid out here, and brought to life in the page.

`prepare_map` works out once what the levels of a report share; `write_map` writes one level's page.
"""

from __future__ import annotations

from outputs.report.pages.kaart.prepare import Live, prepare_map
from outputs.report.pages.kaart.write import write_map

__all__ = ["Live", "prepare_map", "write_map"]
