"""Who runs the parts of a night: this process, or Prefect (`pipelines.schedule.flow`)."""

from __future__ import annotations

import errno
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from connectors.errors import SourceUnavailableError
from journeys.errors import KlantreisError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from pipelines.config.source_section import SourceSection
    from pipelines.store.source_reads import SourceRead

T = TypeVar("T")

SOURCES_AT_ONCE: Final = 2
RETRY_AFTER_S: Final = (10, 60)
DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
"""Of a disk that is full or may not be written: a minute later it is so too."""


@dataclass(frozen=True)
class Conductor:
    """Runs the parts of a night in this process, without a server.

    Attributes:
        retry_after_s: seconds before a source that was away is read again, each time.
    """

    retry_after_s: Sequence[float] = RETRY_AFTER_S

    def read(
        self, ingest: Callable[[SourceSection], SourceRead], sections: Sequence[SourceSection]
    ) -> Sequence[SourceRead | BaseException]:
        """Read each source, some at once; of one that could not be read its error."""
        pool = ThreadPoolExecutor(SOURCES_AT_ONCE)
        try:
            futures = [pool.submit(self._persist, ingest, section) for section in sections]
            return [_result(future) for future in futures]
        finally:
            pool.shutdown(cancel_futures=True)

    def run(self, _: str, part: Callable[[], T]) -> T:
        """Run one part here and now."""
        return part()

    def _persist(
        self, ingest: Callable[[SourceSection], SourceRead], section: SourceSection
    ) -> SourceRead:
        for wait_s in self.retry_after_s:
            try:
                return ingest(section)
            except Exception as error:
                if not may_pass(error):
                    raise
                time.sleep(wait_s)
        return ingest(section)


def may_pass(error: object) -> bool:
    """Whether trying again may help: a share or service that is away for a moment, not a wrong export."""
    if isinstance(error, SourceUnavailableError):
        return True
    return (
        isinstance(error, OSError)
        and not isinstance(error, KlantreisError)
        and error.errno not in DISK_FULL
    )


def _result(future: Future[SourceRead]) -> SourceRead | Exception:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - a source that fails stops none of the others
        return error
