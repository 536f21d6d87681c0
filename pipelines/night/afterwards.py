"""What comes after a night: it is looked after by itself, whether it came to its end or failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipelines.errors import text_of
from pipelines.upkeep.failures import forget_failure, note_failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.night.begin import Night


@contextmanager
def looking_after(night: Night) -> Iterator[None]:
    """Look after the store and its runs once the night is over, and note one that fails as a whole."""
    try:
        yield
    except Exception as error:
        with suppress(OSError):  # the disk may be what failed
            note_failure(night.config, night.run_id, text_of(error))
        raise
    forget_failure(night.config)
