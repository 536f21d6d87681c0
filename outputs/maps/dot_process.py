"""Graphviz in a process of its own: DOT on standard input, positions as JSON on standard output.

The library writes to standard error as it pleases, and on a graph that it cannot manage it ends its
process. That must not be the process of a nightly run.
"""

from __future__ import annotations

import sys
import warnings


def main() -> None:
    """Read, lay out, write."""
    warnings.simplefilter("ignore")
    import pygraphviz  # noqa: PLC0415 - after the filter, since it warns by way of warnings

    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode("utf-8"))
    sys.stdout.buffer.write(graph.draw(prog="dot", format="json0"))


if __name__ == "__main__":
    main()
