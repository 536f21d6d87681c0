"""The live map: laid out here, and brought to life in the page.

`prepare` works out once what the levels of a report share; `write` writes one level's page.
"""

from __future__ import annotations

from outputs.report.live.prepare import Live, prepare
from outputs.report.live.write import write

__all__ = ["Live", "prepare", "write"]
