"""A command on a terminal of 80 columns, as a person sees it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What a terminal obeys: colours, and where the cursor is."""


def on_a_terminal(*words):
    """What a command writes to a terminal, with a line for each time that its last line was drawn anew."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pipelines.cli.main", *map(str, words)]
    with subprocess.Popen(
        command,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", "TERM": "xterm", "KLANTREIS_LOG": "text"},
    ):
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 65_536):
                written += part
        except OSError:  # how a terminal says that nobody writes to it any more
            pass
    os.close(ours)
    return CODES.sub("", written.decode()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
