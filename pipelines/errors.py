"""What a run can be wrong about; see `journeys.errors` for the whole tree."""

from __future__ import annotations

from journeys.errors import KlantreisError, reason_of, said, wording


class PipelineError(KlantreisError):
    """A run cannot go on."""


class ConfigError(PipelineError):
    """The command or the config is wrong (exit code 2)."""


def text_of(error: Exception) -> str:
    """An error's text without anything of a client: of one that is none of ours, the kind.

    >>> text_of(OSError(28, "No space left on device")), text_of(ValueError("Jansen"))
    ('reading or writing failed: the disk is full', 'the run failed: ValueError')
    """
    if isinstance(error, KlantreisError):
        return str(error)
    if isinstance(error, OSError):
        what = reason_of(error)
        return wording(said("reading or writing failed: {what}", what=what))
    return wording(said("the run failed: {kind}", kind=type(error).__name__))
