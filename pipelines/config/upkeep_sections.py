"""The sections of the config about what looks after itself: `[upkeep]`."""

from __future__ import annotations

from pydantic import Field

from pipelines.config.sections import Section


class Upkeep(Section):
    """`[upkeep]`: what is kept of earlier nights; without a number all of it is."""

    keep_runs: int | None = Field(default=None, ge=1)
    keep_days: float | None = Field(default=None, gt=0)
