"""A run that is told to stop: it ends within seconds, and nothing of it stays.

A signal's own handler waits until the engine has answered the query that it is at, which may take minutes.
So a thread of its own hears of the signal, removes the work folders and ends the process: as good as a power
cut, after which the next run begins with what counts. While a run is being counted, that thread waits: then
all of it counts, and the process ends.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from journeys.errors import said, wording
from journeys.work_folder import remove_all
from pipelines.log_form import is_json, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT_S: Final = 8.0
"""How long a run may take to be counted, once it is told to stop."""

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)

SHOW_CURSOR: Final = "\r\x1b[K\x1b[?25h"
"""What a terminal is told whose last line is a bar: begin it anew, and show the cursor again."""

_counting = threading.Lock()
_stopping = threading.Event()


@contextmanager
def counting() -> Iterator[None]:
    """While what a run has made begins to count, it is not stopped halfway."""
    with _counting:
        yield


def wait_for_end() -> None:
    """Wait for the end of a process that is being ended; else go on at once."""
    if _stopping.is_set():
        threading.Event().wait()


def stop_when_told() -> None:
    """End the process when it is told to stop, with a message and exit code 128 + the signal's number."""
    if threading.current_thread() is not threading.main_thread():
        return
    ours, theirs = socket.socketpair()
    theirs.settimeout(0)
    for number in SIGNALS:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(theirs.detach(), warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(ours,), daemon=True).start()


def _listen(ours: socket.socket) -> None:
    """Hear of every signal; those that stop nothing are left to whoever handles them."""
    while heard := ours.recv(64):
        for number in heard:
            if number in SIGNALS:
                end(number)


def end(number: int) -> None:
    """End the process as if a signal told it to: what has begun to count counts, and nothing else stays."""
    _stopping.set()
    is_whole = _counting.acquire(timeout=WAIT_S)
    for child in _children():
        os.kill(child, signal.SIGTERM)
    if is_whole:
        remove_all()
    name = signal.Signals(number).name
    text = wording(said("stopped by {name}; the next run begins with what counts", name=name))
    line = json_line(text, level="error") if is_json() else text
    cursor = SHOW_CURSOR if sys.stderr.isatty() else ""
    os.write(sys.stderr.fileno(), f"{cursor}{line}\n".encode())
    os._exit(128 + number)


def _children() -> list[int]:
    """The processes that this one started and that still run, where the system tells."""
    try:
        tasks = Path("/proc/self/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []
