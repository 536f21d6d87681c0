"""A level's gate before the figures of a picture: what does not pass is None, and is counted and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from outputs.texts import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outputs.reader import Reader
    from outputs.small_groups import Gate

T = TypeVar("T")

LEFT_OUT: Final = plural(
    "{n} groep van minder dan {smallest} klantreizen is weggelaten.",
    "{n} groepen van minder dan {smallest} klantreizen zijn weggelaten.",
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
        n_groups: rows that did not pass.
        n_figures: figures within a row that did not.
        n_summaries: medians, means and shares of too few.

    >>> from outputs.reader import Reader
    >>> from outputs.small_groups import Gate
    >>> sieve = Sieve(Gate(5))
    >>> sieve.rows([9, 4, 5], lambda n: n), sieve.figure("x", 4), sieve.left_out(Reader())
    ([9, 5], None, ('1 groep van minder dan 5 klantreizen is weggelaten.',))
    """

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.n_groups = self.n_figures = self.n_summaries = 0

    def rows(self, rows: Sequence[T], size: Callable[[T], int]) -> list[T]:
        """The rows that are about enough journeys."""
        shown = [row for row in rows if self.gate.shows(size(row))]
        self.n_groups += len(rows) - len(shown)
        return shown

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
        """The sentence that says how many rows did not pass."""
        return self.sentence(reader, LEFT_OUT, self.n_groups)

    def kept_back(self, reader: Reader, forms: tuple[str, str] = KEPT_BACK) -> tuple[str, ...]:
        """The sentence that says how many figures did not."""
        return self.sentence(reader, forms, self.n_figures)

    def few(self, reader: Reader, forms: tuple[str, str] = FEW) -> tuple[str, ...]:
        """The sentence that says how many summaries are of too few."""
        return self.sentence(reader, forms, self.n_summaries)

    def notes(self, reader: Reader) -> list[str]:
        """All three."""
        return [*self.left_out(reader), *self.kept_back(reader), *self.few(reader)]

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
