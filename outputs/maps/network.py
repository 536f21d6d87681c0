"""The network of partners: who hands journeys over to whom, how often, and what was waited.

The maps, the pictures and the page of figures draw it and lay it out; they ask it here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.maps.choice import in_turns
from outputs.queries import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.engine import Engine


SHADES: Final = 4
"""A cell of the matrix is shaded 1 to 4: how its number compares with the largest shown."""


class Pass(NamedTuple):
    """All handovers from one partner to another; `n_returns` to one that had the journey before.

    `n_waits` of them, in `n_wait_journeys`, waited: `wait_us` together, the middle one `median_wait_s`.
    """

    from_partner: str
    to_partner: str
    n: int
    n_journeys: int
    n_returns: int = 0
    n_waits: int = 0
    n_wait_journeys: int = 0
    median_wait_s: float | None = None
    total_wait_s: float = 0.0
    wait_us: int = 0


@dataclass(frozen=True)
class Network:
    """Partners and the passes between them.

    Attributes:
        partners: every partner with its number of journeys.
        passes: those with most handovers first.

    >>> network = Network({"A": 3, "B": 4, "C": 9}, (Pass("A", "B", 3, 3), Pass("C", "B", 1, 1)))
    >>> network.busiest, network.n_in["B"], network.n_out["B"], network.n
    (['B', 'A', 'C'], 4, 0, 4)
    """

    partners: dict[str, int]
    passes: tuple[Pass, ...]

    @cached_property
    def n_out(self) -> Counter[str]:
        """How often each partner handed over."""
        return self._sums("n", into=False)

    @cached_property
    def n_in(self) -> Counter[str]:
        """How often each partner took over."""
        return self._sums("n", out=False)

    @cached_property
    def n_handovers(self) -> Counter[str]:
        """Both together."""
        return self._sums("n")

    @cached_property
    def busiest(self) -> list[str]:
        """The partners with a handover, those with most first."""
        return sorted(self.n_handovers, key=lambda partner: (-self.n_handovers[partner], partner))

    @cached_property
    def directions(self) -> set[tuple[str, str]]:
        """The pairs between which there are handovers."""
        return {pair[:2] for pair in self.passes}

    @property
    def n(self) -> int:
        """All handovers."""
        return sum(pair.n for pair in self.passes)

    def between(self, partners: Iterable[str]) -> list[Pass]:
        """The passes from one of these partners to another."""
        among = {*partners}
        return [pair for pair in self.passes if {*pair[:2]} <= among]

    def choice(
        self, max_partners: int, max_passes: int, *, by_journeys: bool
    ) -> tuple[list[str], list[Pass]]:
        """The partners and passes to draw: the busiest and those with most waiting, in turns.

        Args:
            max_partners: how many partners.
            max_passes: how many passes between them.
            by_journeys: whether partners with many journeys have their turn too.
        """
        measures = [self.n_handovers.__getitem__, self._sums("wait_us").__getitem__]
        if by_journeys:
            measures.append(lambda partner: self.partners.get(partner, 0))
        partners = in_turns(sorted(self.n_handovers), measures, max_partners)
        return partners, in_turns(
            self.between(partners),
            [lambda pair: pair.n, lambda pair: pair.wait_us, lambda pair: pair.n_returns],
            max_passes,
        )

    def _sums(self, column: str, *, out: bool = True, into: bool = True) -> Counter[str]:
        sums: Counter[str] = Counter()
        for pair in self.passes:
            sums[pair.from_partner] += getattr(pair, column) if out else 0
            sums[pair.to_partner] += getattr(pair, column) if into else 0
        return sums


def read_network(connection: Engine) -> Network:
    """Ask a run's tables for the partners and who hands over to whom (`outputs.run_tables.lay_waits`).

    Raises:
        OutputError: the tables are not those of docs/definitions.md.
    """
    partners = SHARED.ask(connection, "partners")
    return Network({row["partner"]: row["n_journeys"] for row in partners}, read_passes(connection))


def read_passes(connection: Engine) -> tuple[Pass, ...]:
    """Who hands over to whom, those with most handovers first."""
    return tuple(SHARED.records(connection, "partner_pairs", Pass))


def shade(n: int, most: int) -> int:
    """1 for little to 4 for the most; on the root, since a few pairs have nearly all.

    >>> [shade(n, 100) for n in (1, 10, 50, 100)]
    [1, 2, 3, 4]
    """
    return next(at for at in range(1, SHADES + 1) if n * SHADES**2 <= most * at**2)
