"""How `check` shows what it would read of a source."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from journeys.errors import listed, said, spoken, wording
from outputs.reader import Reader
from pipelines.cli.showing import print_line, print_table

if TYPE_CHECKING:
    from pipelines.night.look import ColumnLook, SourceLook

WIDTH: Final = 16
"""How many signs of a masked cell are shown; --json has more."""

N_NAMES: Final = 40
"""How many names of columns that are not read are shown."""

READ_AS: Final = {
    "identity": said("identity"),
    "pseudonym": said("pseudonym"),
    "text": said("text"),
    "time": said("times of the file itself"),
    "amount": said("numbers of the file itself"),
}
"""What a column becomes, where no format says it."""


def show_look(name: str, look: SourceLook | None, timezone: str) -> None:
    """Print what a source would be read as.

    Args:
        name: of the source.
        look: at it; None where nothing of it was opened.
        timezone: of the dates that are shown.
    """
    if look is None:
        print_line(said("{name}: nothing new to read", name=name), style="bold")
        return
    reader = Reader(spoken(), timezone)
    print_line(f"{name}: {wording(_form(look))}", style="bold")
    if look.first and look.last:
        first, last = (reader.date(datetime.fromisoformat(at)) for at in (look.first, look.last))
        counts = {
            name: reader.number(getattr(look, name))
            for name in ("n_events", "n_cases", "n_clients")
        }
        print_line(
            said(
                "{n_events} events, {n_cases} cases, {n_clients} clients; {first} to {last}",
                first=first,
                last=last,
                **counts,
            )
        )
    print_table(
        "column | from | read as | row 1 | row 2 | row 3", map(_row, look.columns), breaks=True
    )
    for column, value in look.fixed.items():
        print_line(said("{column}: {value}, for every row", column=column, value=value))
    if look.unused:
        names = ", ".join(look.unused[:N_NAMES]) + " …" * (len(look.unused) > N_NAMES)
        print_line(said("not read ({n}): {names}", n=len(look.unused), names=names))
    if look.n_other_headers:
        print_line(said("files with another header: {n}", n=look.n_other_headers))
    if look.n_unknown:
        print_line(
            said(
                "{n} new events have a term without a meaning yet: klantreis vocabulary",
                n=reader.number(look.n_unknown),
            )
        )


def _form(look: SourceLook) -> str:
    """The file that is shown and how it is written."""
    form = look.form
    parts: list[str] = [look.file] if look.file else []
    if form.sheet:
        parts.append(said("sheet {name!r}", name=form.sheet))
    if form.header_row:
        parts.append(said("header on line {n}", n=form.header_row))
    if form.encoding:
        parts.append(form.encoding)
    if form.delimiter:
        parts.append(said("between fields {sign!r}", sign=form.delimiter))
    return listed(parts)


def _row(look: ColumnLook) -> list[str]:
    formats = [name for name in dict.fromkeys(look.formats) if name]
    is_unread = look.becomes in {"time", "amount"} and not look.formats
    read_as = ", ".join(formats) or wording(said("unknown") if is_unread else READ_AS[look.becomes])
    rows = [value if len(value) <= WIDTH else value[: WIDTH - 1] + "…" for value in look.rows]
    return [look.column, " / ".join(look.names), read_as, *rows, *[""] * (3 - len(rows))]
