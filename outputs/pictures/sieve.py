"""A level's gate before the figures of a picture: what does not pass is None, and is counted and said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from outputs.small_groups import Rest
from outputs.texts import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from outputs.reader import Reader
    from outputs.small_groups import Gate

T = TypeVar("T")

LEFT_OUT: Final = plural(
    "{n} groep van minder dan {smallest} klantreizen is weggelaten.",
    "{n} groepen van minder dan {smallest} klantreizen zijn weggelaten.",
)
HIDING: Final = plural(
    "Ook {n} grotere groep is weggelaten: anders was een kleine uit te rekenen.",
    "Ook {n} grotere groepen zijn weggelaten: anders was een kleine uit te rekenen.",
)
KEPT_BACK: Final = plural(
    "{n} cijfer over minder dan {smallest} klantreizen, of over alle op zo weinig na, is"
    " weggelaten (–).",
    "{n} cijfers over minder dan {smallest} klantreizen, of over alle op zo weinig na, zijn"
    " weggelaten (–).",
)
FEW: Final = plural(
    "{n} mediaan, gemiddelde of aandeel van minder dan {least} klantreizen is niet genoemd (–).",
    "{n} medianen, gemiddelden of aandelen van minder dan {least} klantreizen zijn niet genoemd (–).",
)


class Sieve:
    """What passes the gate of a level.

    Attributes:
        gate: of the level.
        n_groups: rows that are about too few.
        n_hiding: rows and figures that are about enough, but would give such a one away.
        n_figures: figures within a row that did not.
        n_summaries: medians, means and shares of too few.

    >>> from outputs.reader import Reader
    >>> from outputs.small_groups import Gate
    >>> sieve = Sieve(Gate(5))
    >>> sieve.rows([9, 4, 3], int, Rest.TOGETHER), sieve.figure("x", 4), sieve.left_out(Reader())
    ([9], None, ('2 groepen van minder dan 5 klantreizen zijn weggelaten.',))
    """

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.n_groups = self.n_hiding = self.n_figures = self.n_summaries = 0

    def rows(
        self,
        rows: Sequence[T],
        size: Callable[[T], int],
        rest: Rest = Rest.LARGE,
        within: Callable[[T], Hashable] = lambda _: None,
    ) -> list[T]:
        """The rows that are about enough journeys, and that give no other one away.

        Args:
            rows: of a picture.
            size: how many journeys a row is about.
            rest: what has to be held back together.
            within: the whole that a row is a part of, of which a page says how large it is.

        >>> from outputs.small_groups import Gate
        >>> Sieve(Gate(5)).rows([30, 8, 6, 2], int)
        [30, 8]
        """
        wholes: dict[Hashable, dict[int, int]] = defaultdict(dict)
        for place, row in enumerate(rows):
            wholes[within(row)][place] = size(row)
        held = {place for part in wholes.values() for place in self.gate.held_back(part, rest)}
        self.n_groups += self._small(size(rows[place]) for place in held)
        return [row for place, row in enumerate(rows) if place not in held]

    def column(
        self, values: Sequence[T], sizes: Sequence[int], rest: Rest = Rest.LARGE
    ) -> list[T | None]:
        """A column of figures of which a page says what they are together; None for what does not pass.

        >>> from outputs.small_groups import Gate
        >>> Sieve(Gate(5)).column([30, 8, 6, 2], [30, 8, 6, 2])
        [30, 8, None, None]
        """
        held = self.gate.held_back(dict(enumerate(sizes)), rest)
        self.n_figures += self._small(sizes[place] for place in held)
        return [None if place in held else value for place, value in enumerate(values)]

    def _small(self, sizes: Iterable[int]) -> int:
        """How many are too small; the others are counted as hiding them."""
        are_large = [self.gate.shows(size) for size in sizes]
        self.n_hiding += sum(are_large)
        return len(are_large) - sum(are_large)

    def figure(self, value: T, *sizes: int) -> T | None:
        """A figure that tells of groups of these sizes."""
        if self.gate.shows(*sizes):
            return value
        self.n_figures += 1
        return None

    def summary(self, value: float | None, n: int) -> Any:
        """A median, mean or share of so many."""
        if value is None or n >= self.gate.least:
            return value
        self.n_summaries += 1
        return None

    def left_out(self, reader: Reader) -> tuple[str, ...]:
        """The sentences that say how many rows did not pass."""
        return (*self.sentence(reader, LEFT_OUT, self.n_groups), *self.hiding(reader))

    def hiding(self, reader: Reader) -> tuple[str, ...]:
        """The sentence that says how much did not pass lest it give something small away."""
        return self.sentence(reader, HIDING, self.n_hiding)

    def kept_back(self, reader: Reader, forms: tuple[str, str] = KEPT_BACK) -> tuple[str, ...]:
        """The sentences that say how many figures did not."""
        return (*self.sentence(reader, forms, self.n_figures), *self.hiding(reader))

    def few(self, reader: Reader, forms: tuple[str, str] = FEW) -> tuple[str, ...]:
        """The sentence that says how many summaries are of too few."""
        return self.sentence(reader, forms, self.n_summaries)

    def notes(self, reader: Reader) -> list[str]:
        """All three."""
        said = [*self.left_out(reader), *self.kept_back(reader), *self.few(reader)]
        return list(dict.fromkeys(said))

    def sentence(self, reader: Reader, forms: tuple[str, str], n: int) -> tuple[str, ...]:
        """A sentence with a number; none where that is 0."""
        if not n:
            return ()
        gate = self.gate
        smallest, least = reader.number(gate.smallest), reader.number(gate.least)
        return (reader.plural(*forms, n, smallest=smallest, least=least),)


@dataclass(frozen=True)
class Sifted(Generic[T]):
    """Rows of figures as far as they passed, and the sieve that knows what did not."""

    rows: Sequence[T]
    sieve: Sieve
