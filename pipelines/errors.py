"""What a run can be wrong about; see `journeys.errors` for the whole tree."""

from __future__ import annotations

from journeys.errors import KlantreisError


class PipelineError(KlantreisError):
    """A run cannot go on."""


class ConfigError(PipelineError):
    """The command or the config is wrong (exit code 2)."""
