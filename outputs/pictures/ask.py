"""What a picture asks: the named queries in `sql`, over a run's tables, for a reader at a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from outputs.pictures.sieve import Sieve
from outputs.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from journeys.engine import Engine
    from outputs.options import Level
    from outputs.reader import Reader

R = TypeVar("R")
PICTURES: Final = Queries("outputs.pictures", "picture")


@dataclass(frozen=True)
class Inquiry:
    """A run's tables, asked for a reader at a level."""

    connection: Engine
    reader: Reader
    level: Level

    def sieve(self) -> Sieve:
        """A new sieve of the level."""
        return Sieve(self.level.gate)

    def ask(self, name: str, **values: object) -> list[dict[str, Any]]:
        """The rows of a query."""
        return PICTURES.ask(self.connection, name, **values)

    def records(self, name: str, record: Callable[..., R]) -> list[R]:
        """The rows of a query, each as a record."""
        return PICTURES.records(self.connection, name, record)

    def value(self, name: str, **values: object) -> Any:
        """The only value of a query."""
        (value,) = PICTURES.row(self.connection, name, **values).values()
        return value

    def today(self) -> date | None:
        """The local date from which the run is judged (`outputs.past.lay_past`); None: there is no data."""
        today: date | None = self.value("today", zone=self.reader.timezone)
        return today
