"""The process of a server: Prefect's own `prefect server start`, which ends when its parent does."""

from __future__ import annotations

import os
import runpy
import sys

from pipelines.schedule.lifeline import end_with_parent


def main() -> None:
    """Serve until told to stop; address and login stand in the environment."""
    end_with_parent(lambda: os._exit(1))
    sys.argv = ["prefect", "server", "start"]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
