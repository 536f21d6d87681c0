"""What `klantreis schedule` starts ends with it, however it ends: also when it is killed.

A process that is killed can tell nobody. So each process that it starts looks whether it still has its
parent, which the system replaces when that dies. Windows does not: there a killed schedule leaves them.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PARENT: Final = "KLANTREIS_PARENT"
"""The variable with the number of the process with which another one ends."""

LOOK_EVERY_S: Final = 0.5


def end_with_parent(end: Callable[[], None]) -> None:
    """Call `end` when the process that `PARENT` names is no longer this one's parent; without it never."""
    parent = os.environ.get(PARENT, "")

    def look() -> None:
        while os.getppid() == int(parent):
            threading.Event().wait(LOOK_EVERY_S)
        end()

    if parent:
        threading.Thread(target=look, daemon=True).start()
