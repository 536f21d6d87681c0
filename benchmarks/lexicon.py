"""How much the lexicon knows of each list of terms in tests/data/terms, and how seldom it is wrong.

PYTHONPATH=tests/helpers python benchmarks/lexicon.py
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from term_lists import lists, score

if TYPE_CHECKING:
    from pathlib import Path


def line(name: str, *paths: Path) -> str:
    """The shares of events, as a row of a table."""
    total = score(*paths)
    shares = (total.known / total.n, total.wrong / total.known, total.harmful / total.known)
    return f"{name:32}{total.n:>9,}{shares[0]:>9.1%}{shares[1]:>9.2%}{shares[2]:>9.2%}"


def main() -> None:
    """Print a row for each list and for each group of them."""
    print(f"{'':32}{'events':>9}{'known':>9}{'wrong':>9}{'harmful':>9}")
    for group in ("seen", "held_out"):
        for path in lists(group):
            print(line(path.stem, path))
        print(line(f"= {group}", *lists(group)))


if __name__ == "__main__":
    main()
