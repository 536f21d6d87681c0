"""The names of runs: each holds the moment at which its run began."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_run_id() -> str:
    """A name for a run that sorts by time and is like no other."""
    now = datetime.now(UTC)
    return f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{secrets.token_hex(2)}"


def moment_of(run_id: str) -> datetime | None:
    """When a run began, by its name; None where the name holds no moment.

    >>> moment_of("20240330T030000250Z-ab12").isoformat(), moment_of("check")
    ('2024-03-30T03:00:00.250000+00:00', None)
    """
    try:
        return datetime.strptime(run_id.partition("Z-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None
