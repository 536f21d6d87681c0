"""What the terminal hears while a run goes on; nothing, until somebody listens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_listeners: list[Callable[[str], None]] = []


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Let `listener` hear every line meanwhile.

    >>> heard = []
    >>> with listening(heard.append):
    ...     progress("ingest wijkteam")
    >>> progress("too late")
    >>> heard
    ['ingest wijkteam']
    """
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def progress(text: str) -> None:
    """Tell whoever listens."""
    for listener in _listeners:
        listener(text)
