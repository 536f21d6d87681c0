"""The handover matrix: who hands over to whom, how often, and how long it then stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.maps.network import SHADES, Network, read_passes, shade
from outputs.maps.text import clean, cut, width_of
from outputs.palette import both, stroke
from outputs.pictures.canvas import SMALL, SOFT, WIDTH, Canvas, legend, legend_height
from outputs.pictures.passes import COLUMNS, sifted_network, table_rows, wait_label, waited
from outputs.pictures.picture import Subject, Words
from outputs.texts import marked

if TYPE_CHECKING:
    from outputs.maps.network import Pass
    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.pictures.sieve import Sieve
    from outputs.reader import Reader

SHOWN: Final = 20
"""Partners that are drawn; the table has them all."""

ROW: Final = 34.0
LONGEST_NAME: Final = 22


def figures(inquiry: Inquiry) -> tuple[Network, Sieve] | None:
    """The passes between partners."""
    sieve = inquiry.sieve()
    network = sifted_network(Network({}, read_passes(inquiry.connection)), sieve)
    return (network, sieve) if network else None


def words(sifted: tuple[Network, Sieve], reader: Reader) -> Words:
    """How many handovers there are between how many partners, and every pass."""
    network, sieve = sifted
    n_partners = len(network.busiest)
    notes = [*sieve.left_out(reader), *sieve.few(reader)]
    if n_partners > SHOWN:
        notes.append(
            reader.text(
                "Getekend zijn de {shown} partners met de meeste overdrachten, van de {all}; daartussen"
                " vallen {inside} van de {n} overdrachten. De tabel heeft ze alle.",
                shown=reader.number(SHOWN),
                all=reader.number(n_partners),
                inside=reader.number(
                    sum(pair.n for pair in network.between(network.busiest[:SHOWN]))
                ),
                n=reader.number(network.n),
            )
        )
    n_text = reader.text(
        "{handovers} tussen {partners}",
        handovers=reader.plural("{n} overdracht", "{n} overdrachten", network.n),
        partners=reader.plural("{n} partner", "{n} partners", n_partners),
    )
    return Words(n_text, table_rows(network), notes)


def draw(sifted: tuple[Network, Sieve], caption: Caption) -> str:
    """A cell per pair of partners, the darker the more handovers."""
    network, reader = sifted[0], caption.reader
    shown = network.busiest[:SHOWN]
    cells = {pair[:2]: pair for pair in network.between(shown)}
    most = max((pair.n for pair in cells.values()), default=1)
    names = [cut(clean(partner), LONGEST_NAME) for partner in shown]
    longest = max(width_of(name, SMALL) for name in names)
    left, top = longest + 10, longest + 34
    side = min(64.0, (WIDTH - left - 1) / len(shown))
    key = [(both("paper", "line"), reader.text("geen")), *_classes(most, reader)]
    bottom = top + ROW * len(shown)
    busy = network.passes[0]
    sheet = Canvas(
        caption,
        reader.text(
            "Rijen dragen over, kolommen nemen over. Het vaakst: van {start} naar {end}, {n} keer.",
            start=clean(busy.from_partner),
            end=clean(busy.to_partner),
            n=reader.number(busy.n),
        ),
        height=bottom + 14 + legend_height([name for _, name in key]),
    )
    heading = reader.text(
        "Van (rij) naar (kolom): aantal overdrachten, en mediaan van de wachttijd"
    )
    sheet.text(0, 14, heading, SOFT, size=SMALL)
    for at, (partner, name) in enumerate(zip(shown, names, strict=True)):
        x, y = left + side * (at + 0.5), top + ROW * (at + 0.5)
        sheet.upright(x + 4, top - 8, name, hint=partner)
        sheet.text(left - 8, y + 4, name, size=SMALL, anchor="end", hint=partner)
    for down, start in enumerate(shown):
        for across, end in enumerate(shown):
            x, y = left + side * across, top + ROW * down
            _cell(sheet, (x, y), side, cells.get((start, end)), most, reader)
            if start == end:
                sheet.line(x + 4, y + ROW - 4, x + side - 4, y + 4, stroke("line"))
    legend(sheet, bottom + 14, key)
    return sheet.markup()


def _cell(
    sheet: Canvas,
    place: tuple[float, float],
    side: float,
    handed: Pass | None,
    most: int,
    reader: Reader,
) -> None:
    """One cell: the number, and under it how long journeys stood still; nothing where none went."""
    x, y = place
    if handed is None:
        sheet.rect(x, y, side, ROW, both("paper", "line"))
        return
    hint = reader.text(
        "{start} naar {end}: {n}; {wait}",
        start=clean(handed.from_partner),
        end=clean(handed.to_partner),
        n=reader.plural("{n} overdracht", "{n} overdrachten", handed.n),
        wait=waited(handed, reader),
    )
    sheet.rect(x, y, side, ROW, both(f"shade-{shade(handed.n, most)}", "line"), hint=hint)
    size = 11.0 if side < 44 else SMALL  # noqa: PLR2004 - room for four digits
    n, wait = reader.number(handed.n), wait_label(handed, reader)
    sheet.text(x + side / 2, y + 14, n, anchor="middle", size=size, bold=True)
    sheet.text(x + side / 2, y + 28, wait, anchor="middle", size=11.0)


def _classes(most: int, reader: Reader) -> list[tuple[dict[str, str], str]]:
    """Each shade and the numbers that have it; a shade that no number can have is left out."""
    classes = []
    for at in range(1, SHADES + 1):
        low, high = most * (at - 1) ** 2 // SHADES**2 + 1, most * at**2 // SHADES**2
        if low <= high:
            ends = dict.fromkeys((reader.number(low), reader.number(high)))
            classes.append((both(f"shade-{at}", "line"), "–".join(ends)))
    return classes


SUBJECT: Final = Subject(
    "overdrachten",
    marked("Overdrachten tussen partners"),
    marked(
        "Een overdracht is een stap waarvan de volgende gebeurtenis bij een andere partner is dan"
        " de laatst bekende; de wachttijd is de tijd waarin daartussen niemand bezig was."
    ),
    COLUMNS,
    figures,
    words,
    draw,
    thing="handover",
    n_names=2,
)
