"""Keys that cannot be: fillers, and numbers that a spreadsheet cut off, counted where they still can be read.

A key that is no key stays a value: nothing says for certain that `NULL` is nobody's number. But it ties
everybody who has it, so it is said by column, with how many rows have it and never what it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

KEYS: Final = ("case_id", "client", "bsn", "household", "worker", "regisseur")
"""The canonical columns that hold a key of somebody or of a case."""

WORDS: Final = (
    "-", "--", "---", ".", "?", "??", "???", "#n/a", "#n/b", "geen", "leeg", "n.a.", "n.b.", "n.n.b.",
    "n.v.t", "n.v.t.", "n/a", "n/b", "na", "nan", "niet bekend", "niet ingevuld", "niet van toepassing",
    "nil", "nnb", "none", "null", "(null)", "<null>", "nvt", "onb", "onb.", "onbekend", "test", "unknown",
    "x", "xx", "xxx",
)  # fmt: skip
"""What people and programs write where there is no key, in small letters."""

INITIALS: Final = ("na", "nan", "nil", "onb", "nnb")
"""Such words that are initials as well, where a key is a person's at work."""

AT_WORK: Final = ("worker", "regisseur")

FILLER: Final = (
    "^(?:0{2,}|"
    + "|".join(f"{digit}{{8,}}" for digit in range(1, 10))
    + "|0?12345678(?:9|90)?|9876543210?|9{7,}0|9{6,}[0-9]0?)$"
)
"""Numbers that nobody is given: one digit over and over, or all digits in order."""

CUT: Final = r"^[+-]?\d+(?:[.,]\d+)?[eE]\+\d{1,3}$|^[+-]?\d[.,]\d+[eE]\d{1,3}$"
"""How a spreadsheet writes a number that is too long for its cell."""

LONG: Final = r"^\d{16,}$"
ROUNDED: Final = r"^\d{15}0+$"
"""A spreadsheet keeps fifteen digits of a number and writes zeros for the others."""

FEW: Final = 2
"""One long number may end in a zero by itself."""

MANY: Final = 20
SHARE: Final = 0.05
FAR: Final = 100
TIMES_TYPICAL: Final = 25
"""Implausible is a key over more than `MANY` cases, that has more than this share of all of them, or more
than `FAR` and so many times what 99 of 100 keys have: someone who is helped often is neither."""


@dataclass
class KeyFaults:
    """What is wrong with the keys of one extract, gathered while it is read."""

    _rows: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _long: Counter[str] = field(default_factory=Counter)
    _rounded: dict[str, Counter[str]] = field(default_factory=dict)

    def see(
        self, column: str, names: Sequence[str], values: pa.Array, files: pa.Array | None = None
    ) -> None:
        """Take in the values of a key column.

        Args:
            column: canonical.
            names: of its source columns.
            values: as text, null where empty.
            files: the file of each row, where the rows say it themselves.
        """
        name = " / ".join(names)
        distinct = pc.unique(values).drop_null()
        if not len(distinct):
            return
        trimmed = pc.utf8_trim_whitespace(distinct)
        words = [word for word in WORDS if column not in AT_WORK or word not in INITIALS]
        filler = pc.or_(
            pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(words)),
            pc.match_substring_regex(trimmed, FILLER),
        )
        if column != "case_id":
            filler = pc.or_(filler, pc.equal(trimmed, "0"))
        self._count("key_filler", name, values, distinct.filter(filler), files)
        cut = pc.match_substring_regex(trimmed, CUT)
        self._count("key_cut", name, values, distinct.filter(cut), files)
        is_long = pc.match_substring_regex(trimmed, LONG)
        is_rounded = pc.match_substring_regex(trimmed, ROUNDED)
        only_long = pc.and_(is_long, pc.invert(is_rounded))
        self._long[name] += int(pc.sum(only_long).as_py() or 0)
        for value in distinct.filter(is_rounded).to_pylist():
            self._rounded.setdefault(name, Counter())[value] += int(
                pc.sum(pc.equal(values, value)).as_py() or 0
            )

    def notes(self) -> list[Note]:
        """What there is to say of them."""
        rounded = [
            Note("key_cut", sum(rows.values()), name)
            for name, rows in self._rounded.items()
            if not self._long[name] and len(rows) >= FEW
        ]
        return [
            *(Note(kind, n, name, file=file) for (kind, name, file), n in self._rows.items()),
            *rounded,
        ]

    def _count(
        self, kind: str, name: str, values: pa.Array, wrong: pa.Array, files: pa.Array | None
    ) -> None:
        if not len(wrong):
            return
        has = pc.is_in(values, value_set=wrong)
        if files is None:
            self._rows[kind, name, ""] += int(pc.sum(has).as_py() or 0)
            return
        for each in pc.value_counts(files.filter(has)).to_pylist():
            self._rows[kind, name, each["values"] or ""] += each["counts"]


def wide_keys(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str],
    known_by: str,
) -> list[Note]:
    """The keys over implausibly many cases, and the cases over implausibly many clients.

    Args:
        connection: with the table `judged`: the rows of one extract, keys as pseudonyms.
        columns: canonical column to its source columns.
        kinds: the columns of that table.
        known_by: the one that has who a row is about.
    """
    client = columns.get("client") or columns.get("bsn") or ()
    asked = [
        ("key_wide", known_by, "case_id", client),
        ("key_wide", "household", "case_id", columns.get("household", ())),
        ("case_wide", "case_id", known_by, columns.get("case_id", ())),
    ]
    notes = []
    for kind, key, other, names in asked:
        if not names or key not in kinds or other not in kinds:
            continue
        found = connection.execute(
            f"""
            with covered as (
                select "{key}" as key, count(distinct "{other}") as n from judged
                where fault = 0 and "{key}" is not null and "{other}" is not null group by all
            ),
            whole as (
                select quantile_disc(n, 0.99) as typical,
                    (select count(distinct "{other}") from judged where fault = 0) as total
                from covered
            )
            select sum(n) from covered cross join whole
            where n > {MANY}
                and (n > {SHARE} * total or n > greatest({FAR}, {TIMES_TYPICAL} * typical))"""
        ).fetchone()
        if found and found[0]:
            notes.append(Note(kind, int(found[0]), " / ".join(names)))
    return notes
