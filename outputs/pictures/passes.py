"""What the handover matrix and the partner network share: their figures, their table, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.network import Network
from outputs.pictures.picture import NOT_TOLD, TableColumn
from outputs.texts import marked

if TYPE_CHECKING:
    from outputs.maps.network import Pass
    from outputs.pictures.picture import Row
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader

COLUMNS: Final = (
    TableColumn("from_partner", marked("Van")),
    TableColumn("to_partner", marked("Naar")),
    TableColumn("n", marked("Overdrachten"), "number"),
    TableColumn("n_journeys", marked("Klantreizen"), "number"),
    TableColumn("n_returns", marked("Terug naar een eerdere partner"), "number"),
    TableColumn("n_waits", marked("Waarvan met wachten"), "number"),
    TableColumn("n_wait_journeys", marked("Klantreizen waarin gewacht werd"), "number"),
    TableColumn("median_wait_s", marked("Mediaan van de wachttijd"), "days"),
    TableColumn("total_wait_s", marked("Wachttijd samen"), "days"),
)


def sifted_network(network: Network, sieve: Sieve) -> Network | None:
    """The network as far as the level may know it; None: it may know of no pass."""
    shown = sieve.rows(network.passes, lambda pair: pair.n_journeys)
    passes = (
        pair._replace(median_wait_s=sieve.summary(pair.median_wait_s, pair.n_wait_journeys))
        for pair in shown
    )
    return Network(network.partners, tuple(passes)) if shown else None


def table_rows(network: Network) -> list[Row]:
    """A row for each pass."""
    return [pair[: len(COLUMNS)] for pair in network.passes]


def wait_label(pair: Pass, reader: Reader) -> str:
    """What stands under a number of handovers: the median of their waits; – where none is told.

    >>> from outputs.maps.network import Pass
    >>> from outputs.reader import Reader
    >>> handed = Pass("A", "B", 9, 9)
    >>> [wait_label(each, Reader()) for each in (handed, handed._replace(n_waits=9, median_wait_s=86_400))]
    ['geen', '1 d']
    """
    if not pair.n_waits:
        return reader.days(0, short=True)
    median = pair.median_wait_s
    return NOT_TOLD if median is None else reader.days(median, short=True)


def waited(pair: Pass, reader: Reader) -> str:
    """In how many journeys was waited at these handovers, and how long; in words."""
    if not pair.n_waits:
        return reader.text("er is niet gewacht")
    n = reader.plural(
        "in {n} klantreis werd gewacht", "in {n} klantreizen werd gewacht", pair.n_wait_journeys
    )
    if pair.median_wait_s is None:
        return reader.text("{n}, samen {total}", n=n, total=reader.days(pair.total_wait_s))
    return reader.text(
        "{n}, mediaan van de wachttijd {wait}", n=n, wait=reader.days(pair.median_wait_s)
    )
