"""What the terminal hears while a run goes on; nothing, until somebody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Let `listener` hear every line from now on."""
    _listeners.append(listener)


def progress(text: str) -> None:
    """Tell whoever listens."""
    for listener in _listeners:
        listener(text)
