"""How people write a day and a clock time: the one place that knows it.

`DATES` are the notations that a column is tried with where none is configured, by the strptime format that
names each. A clock may follow a day in any of them: `12:30`, `12.30 uur`, `12u30`, `3:15 PM`. Months and
weekdays are Dutch or English, long or short, with or without a dot, in any capitals.

All of it is SQL: `MACROS` makes the functions that the expressions here call, `with_parts` the columns
that they read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from connectors.values.reading import TimeReading
from journeys.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTHS: Final[Mapping[str, int]] = {
    "januari": 1,
    "january": 1,
    "jan": 1,
    "februari": 2,
    "february": 2,
    "feb": 2,
    "febr": 2,
    "maart": 3,
    "march": 3,
    "mrt": 3,
    "mar": 3,
    "april": 4,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "juni": 6,
    "june": 6,
    "jun": 6,
    "juli": 7,
    "july": 7,
    "jul": 7,
    "augustus": 8,
    "august": 8,
    "aug": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "october": 10,
    "okt": 10,
    "oct": 10,
    "november": 11,
    "nov": 11,
    "december": 12,
    "dec": 12,
}
WEEKDAYS: Final = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "maan", "dins", "woens", "donder", "vrij", "zat", "zon", "mon", "tues", "tue",
    "wed", "thurs", "thur", "thu", "fri", "sat", "sun", "ma", "di", "wo", "do", "vr", "za", "zo",
)  # fmt: skip

ISO: Final = "ISO 8601"
DATES: Final = {
    "%Y-%m-%d": r"\d{4}-\d{1,2}-\d{1,2}",
    "%d-%m-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%m-%d-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%d/%m/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%m/%d/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%d.%m.%Y": r"\d{1,2}\.\d{1,2}\.\d{4}",
    "%d %m %Y": r"\d{1,2} \d{1,2} \d{4}",
    "%Y/%m/%d": r"\d{4}/\d{1,2}/\d{1,2}",
    "%Y.%m.%d": r"\d{4}\.\d{1,2}\.\d{1,2}",
    "%Y%m%d": r"\d{8}",
    "%d-%m-%y": r"\d{1,2}-\d{1,2}-\d{2}",
    "%m-%d-%y": r"\d{1,2}-\d{1,2}-\d{2}",
    "%y-%m-%d": r"\d{2}-\d{1,2}-\d{1,2}",
    "%d/%m/%y": r"\d{1,2}/\d{1,2}/\d{2}",
    "%m/%d/%y": r"\d{1,2}/\d{1,2}/\d{2}",
}
"""Date formats that are known without being configured, with the shape of each."""

DAY_OF_MONTH: Final = "%d %B %Y"
MONTH_AND_DAY: Final = "%B %d %Y"
WORDED: Final = {
    DAY_OF_MONTH: (
        r"(\d{1,2})(?:ste|de|e|st|nd|rd|th|\.)?[ /-]*(?:of )?m(\d{2})[ ,/-]*(\d{4}|\d{2})",
        r"\1-\2-\3",
    ),
    MONTH_AND_DAY: (r"m(\d{2})[ -]*(\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(\d{4})", r"\2-\1-\3"),
}
"""Known formats with a month in letters: of the text with its month as m01 to m12, the shape, and how day,
month and year are taken from it."""

_ISO_NAIVE: Final = r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?"
_ISO_ZONED: Final = (
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)? ?(Z|z|[+-]\d{2}(:?\d{2})?)"
)
_BARE_ISO: Final = r"\d{4}-\d{2}-\d{2}"
_BEFORE_CLOCK: Final = r"(?:,? (?:om |at )?|t)"
_DAY: Final = r"\d{8}|\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"


def _words(words: Mapping[str, int] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


MACROS: Final = f"""
create or replace temp macro spaced(t) as
    trim(regexp_replace(t, '[\\s\\x{{00a0}}\\x{{2007}}\\x{{2009}}\\x{{200a}}\\x{{202f}}]+', ' ', 'g'));
create or replace temp macro date_text(t) as
    -- in small letters, without the weekday
    regexp_replace(lower(spaced(t)), '\\b(?:{_words(WEEKDAYS)})\\b[.,]* ?', '');
create or replace temp macro month_word(t) as regexp_extract(t, '\\b({_words(MONTHS)})\\b', 1);
create or replace temp macro month_number(word) as
    case word {" ".join(f"when '{word}' then 'm{n:02}'" for word, n in MONTHS.items())} end;
create or replace temp macro half_day_clock(c) as
    printf('%d%s', cast(regexp_extract(c, '^(\\d{{1,2}})', 1) as integer) % 12
        + case when regexp_matches(c, 'p\\.?m\\.?$') then 12 else 0 end,
        case when contains(c, ':') then regexp_extract(c, '(:[\\d:]+)', 1) else ':00' end);
create or replace temp macro clock_of(c, digits) as
    -- what a text says that stands where a clock time is expected; digits: without the word behind it
    try_cast(case
        when regexp_full_match(digits, '\\d{{1,2}}:\\d{{2}}(:\\d{{2}}([.,]\\d{{1,9}})?)?')
            then replace(digits, ',', '.')
        when regexp_full_match(digits, '\\d{{1,2}} ?[.uh] ?\\d{{2}}')
            then regexp_replace(digits, ' ?[.uh] ?', ':')
        when regexp_full_match(digits, '\\d{{1,2}}\\.\\d{{2}}\\.\\d{{2}}') then replace(digits, '.', ':')
        when regexp_full_match(digits, '\\d{{4}}') then digits[1:2] || ':' || digits[3:4] || ':00'
        when regexp_full_match(digits, '\\d{{6}}')
            then digits[1:2] || ':' || digits[3:4] || ':' || digits[5:6]
        when digits <> c and regexp_full_match(digits, '\\d{{1,2}}') then digits || ':00'
        when regexp_full_match(c, '(0?[1-9]|1[0-2])(:\\d{{2}}(:\\d{{2}})?)? ?[ap]\\.?m\\.?')
            then half_day_clock(c)
    end as time);
"""
"""The SQL functions that readings of date texts call; `connection.execute(MACROS)` makes them."""


def with_parts(rows: str, columns: Sequence[str]) -> str:
    """The SQL of rows with the parts of their date texts beside them, which the readings here read.

    Of a text column C these are: C plain, C month, C worded, C day, C %d %B %Y, C %B %d %Y (the day as the
    notation has it, empty where it is written otherwise), C rest (what stands behind the day, all of the
    text where there is none), C digits and C clock (the time that the rest says).

    Args:
        rows: SQL that can stand behind `from`.
        columns: of text.
    """
    for layer in _LAYERS:
        parts = ", ".join(
            f'{sql.replace("@", name)} as "{name} {part}"'
            for name in columns
            for part, sql in layer.items()
        )
        rows = f"(select *, {parts} from {rows})" if parts else rows
    return rows


def _shape(fmt: str) -> str:
    return WORDED[fmt][0]


_LAYERS: Final[Sequence[Mapping[str, str]]] = (
    {"plain": 'date_text("@")'},
    {"month": 'month_word("@ plain")'},
    {
        "worded": """case when "@ month" <> '' then replace(replace("@ plain", "@ month" || '.',"""
        """ month_number("@ month")), "@ month", month_number("@ month")) end"""
    },
    {
        "day": f"""regexp_extract("@ plain", '^({_DAY})(?:{_BEFORE_CLOCK}\\S.*)?$', 1)""",
        **{
            fmt: f"""regexp_replace(regexp_extract("@ worded", '^({shape})(?:{_BEFORE_CLOCK}\\S.*)?$', 1),"""
            f""" '^{shape}$', '{parts}')"""
            for fmt, (shape, parts) in WORDED.items()
        },
        "rest": f"""regexp_replace(coalesce("@ worded", "@ plain"),"""
        f""" '^(?:{_DAY}|{_shape(DAY_OF_MONTH)}|{_shape(MONTH_AND_DAY)})(?:{_BEFORE_CLOCK}|$)', '')""",
    },
    {"digits": """regexp_replace("@ rest", ' ?(?:uur|u|h)\\.?$', '')"""},
    {"clock": 'clock_of("@ rest", "@ digits")'},
)


def dated(column: str, fmt: str) -> TimeReading:
    """The reading of a text column by a format of `DATES`: a day, and a clock where one follows it."""
    day = f'"{column} day"'
    return _day_and_clock(
        column, f"regexp_full_match({day}, '{DATES[fmt]}')", f"try_strptime({day}, {quoted(fmt)})"
    )


def worded(column: str, fmt: str) -> TimeReading:
    """The reading of a text column by a format of `WORDED`, such as `vr 15 mrt 2024 om 12.30 uur`."""
    day = f'"{column} {fmt}"'
    parsed = (
        f"case when regexp_full_match({day}, '.*-\\d{{4}}') then try_strptime({day}, '%d-%m-%Y')"
        f" else try_strptime({day}, '%d-%m-%y') end"
    )
    return _day_and_clock(column, f"{day} <> ''", parsed)


def _day_and_clock(column: str, is_read: str, day: str) -> TimeReading:
    """A day, where it reads so, and the clock that follows it."""
    return TimeReading(
        f"case when not {is_read} then null when \"{column} rest\" = '' then cast({day} as timestamp)"
        f' else cast({day} as date) + "{column} clock" end',
        is_day=f"\"{column} rest\" = ''",
    )


def clock(column: str) -> TimeReading:
    """The reading of a text column that holds clock times and no day."""
    return clock_reading(f'case when "{column} day" = \'\' then "{column} clock" end')


def clock_reading(time: str) -> TimeReading:
    """The reading of a TIME: it is a clock time, and waits for a day."""
    return TimeReading(
        f"date '1970-01-01' + {time}", is_clock="true", has_clock=True, has_day=False
    )


def iso(column: str) -> TimeReading:
    """The reading of a text column by ISO 8601, with or without a zone."""
    text = f"replace(spaced(\"{column}\"), ',', '.')"
    zoned = f"regexp_full_match({text}, '{_ISO_ZONED}')"
    full = text
    for shape, form in (  # the cast wants seconds, no space, and an offset as +HH:MM
        (r" ?[Zz]$", "+00:00"),
        (r" ?([+-]\d{2})$", r"\1:00"),
        (r" ?([+-]\d{2}):?(\d{2})$", r"\1:\2"),
        (r"([ T]\d{2}:\d{2})([+-])", r"\1:00\2"),
    ):
        full = f"regexp_replace({full}, '{shape}', '{form}')"
    return TimeReading(
        f"case when {zoned} then cast(try_cast({full} as timestamp with time zone) as timestamp)"
        f" when regexp_full_match({text}, '{_ISO_NAIVE}') then try_cast({text} as timestamp) end",
        is_local=f"not {zoned}",
        is_day=f"regexp_full_match({text}, '{_BARE_ISO}')",
    )


def strptime(column: str, fmt: str) -> TimeReading:
    r"""The reading of a text column by any strptime format; month and weekday in Dutch or English.

    >>> strptime("t", "%d-%m-%Y %H:%M").value
    'cast(try_strptime(spaced("t"), \'%d-%m-%Y %H:%M\') as timestamp)'
    """
    text, form = f'spaced("{column}")', fmt
    if re.search("%[AaBbh]", fmt):
        form = re.sub("%[Aa][.,]* ?", "", fmt)
        text, months = f'"{column} plain"', re.sub("%[Bbh][.]?", "m%m", form)
        if form != months:
            text, form = f'"{column} worded"', months
        form = re.sub(
            "%.|[A-Z]", lambda part: part[0].lower() if len(part[0]) == 1 else part[0], form
        )
    elif fmt in _DIGITS:  # a spreadsheet takes the first zero off
        text = f"case when regexp_full_match({text}, '\\d+') then lpad({text}, {_DIGITS[fmt]}, '0') end"
    if "%z" in fmt:
        text = f"regexp_replace({text}, '[Zz]$', '+00:00')"
    has_clock = any(code in fmt for code in _CLOCK_CODES)
    has_day = any(code in fmt for code in _DAY_CODES)
    is_clock = has_clock and not has_day
    return TimeReading(
        f"cast(try_strptime({text}, {quoted(form.strip())}) as timestamp)",
        is_local="false" if "%z" in fmt or "%Z" in fmt else "true",
        is_day="false" if has_clock else "true",
        is_clock=str(is_clock).lower(),
        has_clock=is_clock,
        has_day=not is_clock,
    )


_DIGITS: Final = {"%H%M": 4, "%H%M%S": 6}
_CLOCK_CODES: Final = ("%H", "%I", "%-H", "%-I", "%T", "%X", "%c", "%R", "%r")
_DAY_CODES: Final = (
    "%d",
    "%m",
    "%y",
    "%Y",
    "%j",
    "%e",
    "%-",
    "%D",
    "%F",
    "%c",
    "%x",
    "%B",
    "%b",
    "%h",
    "%s",
)
