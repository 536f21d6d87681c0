"""The norms: how often each term was met, exceeded, or still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outputs.pictures.bars import Bar, Style, draw_bars
from outputs.pictures.picture import NOT_TOLD, Subject, TableColumn, Words
from outputs.pictures.sieve import Sifted
from outputs.small_groups import Rest
from outputs.texts import marked, plural

if TYPE_CHECKING:
    from outputs.pictures.ask import Inquiry
    from outputs.pictures.canvas import Caption
    from outputs.reader import Reader

VERDICTS: Final = {
    "met": Style("solid", "accent-3", marked("Gehaald")),
    "exceeded": Style("cross", "alert", marked("Overschreden")),
    "running": Style("empty", "soft", marked("Loopt nog")),
    "running_over": Style("lines", "alert", marked("Loopt nog, al te laat")),
}
KEPT_BACK: Final = plural(
    "{n} cijfer over minder dan {smallest} klantreizen is weggelaten (–), ook uit het totaal.",
    "{n} cijfers over minder dan {smallest} klantreizen zijn weggelaten (–), ook uit het totaal.",
)


class NormChecks(NamedTuple):
    """The checks of a norm: those that are told, by verdict (None: kept back), and the part that is late."""

    norm: str
    n: int
    counts: tuple[int | None, ...]
    late: float | None


def figures(inquiry: Inquiry) -> Sifted[NormChecks] | None:
    """The norms, that with most checks first; no late part where it would tell what is kept back."""
    sieve = inquiry.sieve()
    rows = []
    for row in sieve.rows(inquiry.ask("norm_verdicts"), lambda row: row["n_journeys"], Rest.NONE):
        counts = tuple(sieve.figure(row[verdict], row[f"j_{verdict}"]) for verdict in VERDICTS)
        n = sum(count or 0 for count in counts)
        late = None if None in counts or not n else (row["exceeded"] + row["running_over"]) / n
        rows.append(NormChecks(row["norm"], n, counts, sieve.summary(late, row["n_journeys"])))
    return Sifted(rows, sieve) if rows else None


def words(norms: Sifted[NormChecks], reader: Reader) -> Words:
    """How many checks of how many norms, and the verdicts of each."""
    rows, sieve = norms.rows, norms.sieve
    return Words(
        reader.text(
            "{checks} van {norms}",
            checks=reader.plural("{n} toets", "{n} toetsen", sum(row.n for row in rows)),
            norms=reader.plural("{n} norm", "{n} normen", len(rows)),
        ),
        [(row.norm, row.n, *row.counts, row.late) for row in rows],
        [*sieve.left_out(reader), *sieve.few(reader), *sieve.kept_back(reader, KEPT_BACK)],
    )


def draw(norms: Sifted[NormChecks], caption: Caption) -> str:
    """A bar per norm, a part per verdict."""
    reader = caption.reader
    names = [reader.text(style.words) for style in VERDICTS.values()]
    bars = [
        Bar(
            row.norm,
            row.counts,
            NOT_TOLD
            if row.late is None
            else reader.text("{share} te laat", share=reader.percent(row.late)),
            [f"{name}: {reader.number(n or 0)}" for name, n in zip(names, row.counts, strict=True)],
        )
        for row in norms.rows
    ]
    summary = reader.text("Een balk per norm; de tabel heeft dezelfde cijfers.")
    return draw_bars(caption, summary, bars, list(VERDICTS.values()))


SUBJECT: Final = Subject(
    "normen",
    marked("Normen: gehaald, overschreden of nog lopend"),
    marked(
        "Een norm is een termijn uit de wet of uit uw afspraken tussen twee stappen van een"
        " klantreis; te laat is wat na de laatste dag klaar was of nog loopt."
    ),
    (
        TableColumn("norm", marked("Norm")),
        TableColumn("n", marked("Toetsen"), "number"),
        *(TableColumn(verdict, style.words, "number") for verdict, style in VERDICTS.items()),
        TableColumn("late", marked("Deel dat te laat is"), "percent"),
    ),
    figures,
    words,
    draw,
)
