"""Which file a journey is in: the first bits of its pseudonym say so, and no index is needed."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

JOURNEYS: Final = 200
EVENTS: Final = 2_000
"""About so many, of either, are in one file."""

PART_EVENTS: Final = 100_000
"""About so many are read at a time; it bounds the memory."""

DIGITS: Final = 4
BITS: Final = 4 * DIGITS
"""A pseudonym begins with hexadecimal digits; so many say where it is."""


@dataclass(frozen=True)
class Part:
    """Files that are made together: of every pseudonym from `low` to just before `high`.

    Attributes:
        first: the number of its first file.
        n: how many files it is.
    """

    first: int
    n: int
    low: str
    high: str


@dataclass(frozen=True)
class Buckets:
    """How the journeys are dealt over 2 ** bits files.

    Attributes:
        bits: how many of a pseudonym's first bits are the number of its file; 0 to 16.
        part_bits: how many of them say in which part it is made.
    """

    bits: int
    part_bits: int

    @classmethod
    def of(cls, n_journeys: int, n_events: int) -> Buckets:
        """As many files as hold some 200 journeys or 2,000 events each, whichever is more files.

        >>> Buckets.of(606, 9_684), Buckets.of(100_000, 1_000_000).bits, Buckets.of(0, 0).bits
        (Buckets(bits=2, part_bits=0), 9, 0)
        """
        bits = _bits(max(n_journeys / JOURNEYS, n_events / EVENTS))
        return cls(bits, min(bits, _bits(n_events / PART_EVENTS)))

    def number(self, journey_id: str) -> int:
        """The number of the file that a journey is in.

        >>> Buckets(9, 4).number("ff80a0d27d772812b974"), Buckets(0, 0).number("ff80a0d27d772812b974")
        (511, 0)
        """
        return int(journey_id[:DIGITS], 16) >> (BITS - self.bits)

    def parts(self) -> Iterator[Part]:
        """The parts in the order of the pseudonyms.

        >>> list(Buckets(3, 1).parts())
        [Part(first=0, n=4, low='0000', high='8000'), Part(first=4, n=4, low='8000', high='g')]
        """
        n = 1 << (self.bits - self.part_bits)
        step = 1 << (BITS - self.part_bits)
        for k in range(1 << self.part_bits):
            last = k + 1 == 1 << self.part_bits
            high = "g" if last else f"{(k + 1) * step:0{DIGITS}x}"
            yield Part(k * n, n, f"{k * step:0{DIGITS}x}", high)


def _bits(n: float) -> int:
    return min(BITS, round(log2(n))) if n > 1 else 0
