"""What the values of a column say that it is: dates, numbers of people, words of the field, how many differ.

The values are looked at in memory alone; what comes out of here is counts and names of formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.values import amounts
from connectors.values.columns import known_formats, reading_by_format
from connectors.values.date_texts import clock, with_parts
from journeys.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.engine import Engine

MISSING: Final = (
    "onbekend", "n.v.t.", "nvt", "n.v.t", "n.b.", "nb", "nnb", "n.n.b.", "niet bekend",
    "niet van toepassing", "niet ingevuld", "geen", "leeg", "(leeg)", "-", "--", "?", "??", ".", "null",
    "none", "nan", "n/a", "na", "unknown", "empty", "(blank)", "(empty)", "<leeg>", "<null>", "[null]",
    r"\n", "9999-12-31", "99991231", "29991231", "00000000", "31-12-9999", "31-12-2999", "2999-12-31",
    "1900-01-01", "01-01-1900", "1-1-1900", "99-99-9999", "0000-00-00", "00-00-0000",
)  # fmt: skip
"""What people and programs write where nothing is filled in, in small letters; nobody's name."""

PLAINLY_MISSING: Final = frozenset(MISSING) - {"geen", "nb", "na", "none", ".", "nan", "nnb"}
"""Those that are no word or name besides."""

FEW: Final = 400
"""Of a column with at most so many different values, these are looked at one by one."""

TEXT_YEARS: Final = (1900, 2100)
_CLOCK: Final = "clock"
NUMBER_YEARS: Final = {
    "excel": (1915, 2060),
    "unix_s": (1975, 2060),
    "unix_ms": (1975, 2060),
    "%Y%m%d%H%M%S": (1915, 2060),
    "%Y%m%d%H%M": (1915, 2060),
}
"""In which years a text, or a number by its format, is taken for a time."""

_NUMBERS: Final = tuple(NUMBER_YEARS)

_DATE_LIKE: Final = (
    r".*\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}.*|.*\d{1,2}[ -]?[a-z]{3,}\.?[ -]?\d{2,4}.*"
    r"|.*[a-z]{3,}\.? \d{1,2},? \d{4}.*"
    r"|(19|20)\d{6}(\d{4}|\d{6})?|([01]\d|2[0-3])[0-5]\d|\d{1,2}[:.u]\d{2}([:.]\d{2})?.*|\d{5}([.,]\d+)?|\d{10}|\d{13}"
)
_SEX: Final = (
    "m", "v", "f", "x", "o", "man", "vrouw", "male", "female", "mannelijk", "vrouwelijk", "onbekend",
    "unknown", "jongen", "meisje", "1", "2", "0", "9", "",
)  # fmt: skip
_BSN: Final = (
    "try_cast(lpad({c}, 9, '0') as bigint) > 0 and (" + " + ".join(
        f"{weight} * try_cast(lpad({{c}}, 9, '0')[{at}] as integer)"
        for at, weight in enumerate((9, 8, 7, 6, 5, 4, 3, 2, -1), start=1)
    ) + ") % 11 = 0"
)  # fmt: skip
"""The elfproef, over a column of eight or nine digits."""


@dataclass(frozen=True)
class TimeFit:
    """How the texts of a column read as times.

    Attributes:
        formats: that together read the most, the first of them most; as `[sources.formats]` takes them.
        share: of the texts that they read.
        also: other formats that read as many, to other days; empty where the column reads one way.
        is_clock: they are clock times, without a day.
        has_clock: some have a clock time.
    """

    formats: tuple[str, ...]
    share: float
    also: tuple[str, ...] = ()
    is_clock: bool = False
    has_clock: bool = False

    @property
    def is_of_digits(self) -> bool:
        """Whether numbers read so, which may be something else."""
        return self.formats[:1] == ("%Y%m%d",) or bool({*self.formats} & {*_NUMBERS})


@dataclass(frozen=True)
class Facts:
    """What the values of a column say.

    Attributes:
        n: rows that were looked at.
        n_filled: with a value, other than one of `missing`.
        n_distinct: different values among those.
        n_missing: how many rows have each text of `MISSING`, as it is written.
        shares: of the filled ones that are `digits`, `bsn`, `postcode`, `sex`, `text` (letters), `long`
            (of sentences), `named` (words with a capital, as a person's name is), `dated` (like a date).
        time: how they read as times; None where they are none.
        typed: the share that the source itself types as times.
        amount: the notation in which all read as amounts; '' where they do not.
        few: the values and how many rows have each, where few differ.
        is_key: every row has a value, and rows with the same one are the same row again.
    """

    n: int
    n_filled: int
    n_distinct: int
    n_missing: Mapping[str, int] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    time: TimeFit | None = None
    typed: float = 0.0
    amount: str = ""
    few: Mapping[str, int] = field(default_factory=dict)
    is_key: bool = False

    @property
    def filled(self) -> float:
        """The share of the rows with a value."""
        return self.n_filled / self.n if self.n else 0.0

    @property
    def distinct(self) -> float:
        """The share of the values that differ."""
        return self.n_distinct / self.n_filled if self.n_filled else 0.0

    @property
    def is_long(self) -> bool:
        """Whether some value is a text of sentences."""
        return self.shares.get("long", 0.0) > 0

    @property
    def is_clock(self) -> bool:
        """Whether the values are clock times, without a day."""
        return self.time is not None and self.time.is_clock

    @property
    def may_be_number(self) -> bool:
        """Whether its times are numbers, which may be something else: a name decides."""
        return bool(self.time and self.time.is_of_digits) and not self.typed

    @property
    def is_time(self) -> bool:
        """Whether nearly all values are times with a day."""
        return self.typed > _MOST or bool(
            self.time and not self.time.is_clock and self.time.share > _MOST
        )


_MOST: Final = 0.9


def facts_of(
    connection: Engine, columns: Sequence[str], typed: Sequence[str] = ()
) -> dict[str, Facts]:
    """The facts of some columns of the table `seen`.

    Args:
        connection: with the table `seen`: its columns are text, in its one spelling; and with the macros of
            `connectors.values`.
        columns: their names.
        typed: those of them that the source itself types as times, which `NAME.typed` says of each row.
    """
    rows = ", ".join(f'"{name}"' for name in columns)
    (n_rows,) = _row(connection, f"select count(*) from (select distinct {rows} from seen)")
    return {name: _facts_of_one(connection, name, n_rows, name in typed) for name in columns}


def _facts_of_one(connection: Engine, name: str, n_rows: int, is_typed: bool) -> Facts:
    """The facts of one column; n_rows: how many different rows there are."""
    column, missing = f'"{name}"', ", ".join(map(quoted, MISSING))
    is_filled = f"{column} <> '' and lower({column}) not in ({missing})"
    tests = {part: test.format(c=column) for part, test in _PARTS.items()}
    tests |= {
        notation: f"{amounts.written_amount(name, notation)} is not null"
        for notation in amounts.AMOUNTS
    }
    if is_typed:
        tests["typed"] = f'"{name}.typed"'
    counted = ", ".join(f"count(*) filter ({is_filled} and {test})" for test in tests.values())
    n, n_filled, n_distinct, *counts = _row(
        connection,
        f"select count(*), count(*) filter ({is_filled}), count(distinct {column}) filter ({is_filled}),"
        f" {counted} from seen",
    )
    parts = dict(zip(tests, counts, strict=True))
    n_typed = parts.get("typed", 0)
    is_dated = n_typed < n_filled and parts["dated"] > n_filled / 2
    return Facts(
        n,
        n_filled,
        n_distinct,
        _values(connection, column, f"lower({column}) in ({missing})"),
        {part: parts[part] / n_filled for part in _PARTS} if n_filled else {},
        _time_fit(connection, name, is_filled) if is_dated else None,
        n_typed / n_filled if n_filled else 0.0,
        next((each for each in amounts.AMOUNTS if n_filled and parts[each] == n_filled), ""),
        _values(connection, column, is_filled) if n_distinct <= FEW else {},
        is_key=n_filled == n and n_distinct == n_rows,
    )


_PARTS: Final[Mapping[str, str]] = {
    "digits": "regexp_full_match({c}, '\\d+')",
    "bsn": "regexp_full_match({c}, '\\d{{8,9}}') and " + _BSN,
    "postcode": "regexp_full_match({c}, '[1-9]\\d{{3}} ?[A-Za-z]{{2}}')",
    "sex": f"lower({{c}}) in ({', '.join(map(quoted, _SEX))})",
    "text": "regexp_matches({c}, '[A-Za-z]')",
    "long": "length({c}) > 60",
    "numbered": "regexp_matches({c}, '^\\d')",
    "named": "regexp_full_match({c}, '[A-Z][A-Za-z\u00c0-\u024f.'' -]*[ ,]+[A-Za-z\u00c0-\u024f.'', -]*')",
    "dated": f"regexp_full_match(lower({{c}}), '{_DATE_LIKE.replace('{', '{{').replace('}', '}}')}')",
}
"""What a value may be, as SQL over the column {c}."""


def _values(connection: Engine, column: str, where: str) -> dict[str, int]:
    """The values of a column under a condition, the commonest first, and how many rows have each."""
    rows = connection.execute(
        f"select {column}, count(*) from seen where {where} group by 1 order by 2 desc, 1"
    ).fetchall()
    return dict(rows)


def _time_fit(connection: Engine, name: str, is_filled: str) -> TimeFit | None:
    """How the texts of a column read as times; None where no known format reads most of them."""
    connection.execute(
        f'create or replace temp table texts as select "{name}" as t, count(*) as n from seen'
        f" where {is_filled} group by 1"
    )
    values = {fmt: _likely(fmt, TEXT_YEARS) for fmt in known_formats()}
    values |= {fmt: _likely(fmt, NUMBER_YEARS[fmt]) for fmt in _NUMBERS}
    values[_CLOCK] = clock("t").value
    names = list(values)
    columns = ", ".join(f"{sql} as v{at}" for at, sql in enumerate(values.values()))
    connection.execute(
        f"create or replace temp table read as select n, {columns} from {with_parts('texts', ['t'])}"
    )

    def count(where: str) -> int:
        (n,) = _row(connection, f"select coalesce(sum(n), 0) from read where {where}")
        return int(n)

    total = count("true")
    counts = [count(f"v{at} is not null") for at in range(len(names))]
    best = max(range(len(names)), key=lambda at: (counts[at], -at))
    if counts[best] * 2 <= total:
        return None
    if names[best] == _CLOCK:
        return TimeFit((), counts[best] / total, is_clock=True, has_clock=True)
    others = [at for at in range(len(names) - 1) if at != best and counts[at]]
    apart = [at for at in others if counts[at] == counts[best] and count(f"v{best} <> v{at}")]
    more = {at: count(f"v{best} is null and v{at} is not null") for at in others}
    second = max(more, key=lambda at: more[at], default=None)
    is_mixed = second is not None and not apart and more[second] * 2 > total - counts[best]
    chosen = [best, second] if is_mixed and second is not None else [best]
    return TimeFit(
        tuple(names[at] for at in chosen),
        (counts[best] + (more[second] if is_mixed and second is not None else 0)) / total,
        tuple(names[at] for at in apart),
        has_clock=count(f"cast(v{best} as time) <> time '00:00'") > 0,
    )


def _likely(fmt: str, years: tuple[int, int]) -> str:
    """The SQL of what a format reads in likely years."""
    value = reading_by_format("t", fmt).value
    return f"case when year({value}) between {years[0]} and {years[1]} then {value} end"


def _row(connection: Engine, sql: str) -> tuple[int, ...]:
    return connection.execute(sql).fetchone() or ()
