"""How a reader reads: texts, numbers, durations and dates in Dutch or in English.

Rounding never lies about the ends: a share is only called 0 % or 100 % where it is, and a duration
is only called nothing where nobody waited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from journeys.errors import wording
from outputs.small_groups import Cases, HeldBack
from outputs.texts import catalogue, marked, sentences_in

if TYPE_CHECKING:
    from datetime import date

    from journeys.errors import Language

MINUTE_S: Final = 60
HOUR_S: Final = 3_600
DAY_S: Final = 86_400
HOURS_OF_DAY: Final = 24
MINUTES_OF_HOUR: Final = 60
FINE_BELOW_DAYS: Final = 10
"""Below so many days a tenth of a day still tells something."""

_SIGNS: Final = {"nl": str.maketrans(",.", ".,"), "en": {}}
_MONTHS: Final = (
    marked("januari"), marked("februari"), marked("maart"), marked("april"), marked("mei"), marked("juni"),
    marked("juli"), marked("augustus"), marked("september"), marked("oktober"), marked("november"),
    marked("december"),
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A language, and the time zone in which moments are told.

    Attributes:
        language: `nl` or `en`.
        timezone: an IANA zone.
    """

    language: Language = "nl"
    timezone: str = "Europe/Amsterdam"

    def text(self, dutch: str, /, **values: object) -> str:
        """A text in the reader's language, with values put in for its {names}.

        >>> Reader("en").text("Begrippen"), Reader("nl").text("{n} van {m}", n=2, m=3)
        ('Terms', '2 van 3')
        """
        found = catalogue(self.language).get(dutch, dutch)
        assert isinstance(found, str)  # noqa: S101 - a test holds the catalogue to the code
        return found.format(**values) if values else found

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A text with a number, {n}, in the right form.

        >>> Reader().plural("{n} klantreis", "{n} klantreizen", 1200)
        '1.200 klantreizen'
        """
        found = catalogue(self.language).get(one, (one, many))
        return found[0 if n == 1 else 1].format(n=self.number(n), **values)

    def sentence(self, text: str) -> str:
        """What the code says in English (`journeys.errors.said`), in the reader's language.

        >>> Reader().sentence("no such folder"), Reader("en").sentence("no such folder")
        ('zo’n map is er niet', 'no such folder')
        """
        return wording(text, sentences_in(self.language))

    def held_back(self, figure: HeldBack) -> str:
        """What is read in place of a figure about too few journeys.

        >>> [Reader().held_back(HeldBack(5, why)) for why in ("group", "rest", "summary")]
        ['minder dan 5', 'bijna 100 %', '–']
        """
        if figure.why == "summary":
            return "–"
        if figure.why == "rest":
            return self.text("bijna 100 %")
        return self.text("minder dan {n}", n=self.number(figure.least))

    def number(self, value: float | HeldBack, decimals: int | None = None) -> str:
        """A number in the reader's notation.

        Args:
            value: what to write; halves round away from zero.
            decimals: how many to write; None: none for a whole number, else one.

        >>> [Reader().number(value) for value in (1234.5, 9400, -1500.0)], Reader().number(0.125, 2)
        (['1.234,5', '9.400', '-1.500'], '0,13')
        >>> Reader("en").number(1234.5)
        '1,234.5'
        """
        if isinstance(value, HeldBack):
            return self.held_back(value)
        exact = Decimal(str(value))
        if decimals is None:
            decimals = 0 if exact == exact.to_integral_value() else 1
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return f"{rounded + 0:,.{decimals}f}".translate(_SIGNS[self.language])

    def percent(self, share: float | Cases | HeldBack) -> str:
        """A share from 0 to 1 as a percentage, in whole percents.

        >>> Reader().percent(Cases(1, 4)), Reader().percent(HeldBack(5))
        ('1 van 4', 'minder dan 5')
        >>> [Reader().percent(share) for share in (0.123, 0, 0.001, 0.9999, 1)]
        ['12 %', '0 %', 'minder dan 1 %', 'meer dan 99 %', '100 %']
        """
        if isinstance(share, HeldBack):
            return self.held_back(share)
        if isinstance(share, Cases):
            return self.text("{n} van {m}", n=self.number(share.n), m=self.number(share.of))
        if 0 < share < 0.005:  # noqa: PLR2004 - what would round to 0 %
            return self.text("minder dan 1 %")
        if 0.995 <= share < 1:  # noqa: PLR2004 - what would round to 100 %
            return self.text("meer dan 99 %")
        return self.text("{n} %", n=self.number(float(Decimal(str(share)) * 100), 0))

    def share(self, part: float, whole: float) -> str:
        """A part of a whole as a percentage; of nothing it is 0 %.

        >>> Reader().share(1, 8), Reader().share(23, 40), Reader().share(0, 0)
        ('13 %', '58 %', '0 %')
        """
        return self.percent(part / whole if whole else 0)

    def days(  # noqa: PLR0911 - a unit each
        self, seconds: float | HeldBack | None, *, short: bool = False
    ) -> str:
        """A duration in the unit that fits it: days, hours or minutes.

        Half a second, minute, hour or tenth of a day is rounded up, each from whole seconds: so that a
        duration reads the same from a table, a page's data and a script (web/klantreis.js rounds alike).

        Args:
            seconds: how long; None: not known.
            short: with the unit's letter alone, as on a map.

        >>> [Reader().days(seconds) for seconds in (38 * 86_400, 86_400, 1.5 * 86_400, 5 * 3_600)]
        ['38 dagen', '1 dag', '1,5 dagen', '5 uur']
        >>> [Reader().days(seconds) for seconds in (90, 3, 0, None)]
        ['2 minuten', 'minder dan 1 minuut', 'geen', 'onbekend']
        >>> [Reader().days(days * 86_400) for days in (115.5, 115.49999999999, 9.95, 1.25)]
        ['116 dagen', '116 dagen', '10 dagen', '1,3 dagen']
        >>> [Reader().days(seconds, short=True) for seconds in (9_400 * 86_400, 7_200, 3)]
        ['9.400 d', '2 u', '< 1 min']
        """
        if seconds is None:
            return self.text("onbekend")
        if isinstance(seconds, HeldBack):
            return self.held_back(seconds)
        if seconds == 0:
            return self.text("geen")
        whole = whole_seconds(seconds)
        minutes, hours = _nearest(whole, MINUTE_S), _nearest(whole, HOUR_S)
        if minutes < 1:
            return self.text("< 1 min") if short else self.text("minder dan 1 minuut")
        if minutes < MINUTES_OF_HOUR:
            if short:
                return self.text("{n} min", n=minutes)
            return self.plural("{n} minuut", "{n} minuten", minutes)
        if hours < HOURS_OF_DAY:
            return (
                self.text("{n} u", n=hours) if short else self.plural("{n} uur", "{n} uur", hours)
            )
        is_fine = whole < FINE_BELOW_DAYS * DAY_S
        days = _nearest(10 * whole, DAY_S) / 10 if is_fine else _nearest(whole, DAY_S)
        words = self.number(days)
        if short:
            return self.text("{n} d", n=words)
        return self.text("1 dag") if days == 1 else self.text("{n} dagen", n=words)

    def whole_days(self, days: int) -> str:
        """A number of calendar days; none at all is less than one.

        >>> [Reader().whole_days(days) for days in (0, 1, 104)]
        ['minder dan 1 dag', '1 dag', '104 dagen']
        """
        return self.days(days * DAY_S) if days else self.text("minder dan 1 dag")

    def longer(self, seconds: float) -> str:
        """What took longer than a duration, as the end of a sentence: "de helft wachtte …".

        Of less than a minute no more is said than that: nothing is "longer than less than a minute".

        >>> [Reader().longer(seconds) for seconds in (12 * 86_400, 3, 0)]
        ['langer dan 12 dagen', 'minder dan 1 minuut', 'minder dan 1 minuut']
        """
        if not _nearest(whole_seconds(seconds), MINUTE_S):
            return self.text("minder dan 1 minuut")
        return self.text("langer dan {duur}", duur=self.days(seconds))

    def at_most(self, seconds: float) -> str:
        """What took no longer than a duration, likewise: "de helft duurt …".

        >>> [Reader().at_most(seconds) for seconds in (12 * 86_400, 3)]
        ['ten hoogste 12 dagen', 'minder dan 1 minuut']
        """
        if not _nearest(whole_seconds(seconds), MINUTE_S):
            return self.text("minder dan 1 minuut")
        return self.text("ten hoogste {duur}", duur=self.days(seconds))

    def date(self, moment: datetime | date) -> str:
        """A date, or the local date of a moment.

        >>> from datetime import UTC, datetime
        >>> moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
        >>> Reader().date(moment), Reader("en").date(moment)
        ('1 april 2026', '1 April 2026')
        """
        if isinstance(moment, datetime):
            moment = moment.astimezone(ZoneInfo(self.timezone))
        return f"{moment.day} {self.text(_MONTHS[moment.month - 1])} {moment.year}"

    def moment(self, moment: datetime) -> str:
        """The local date and time of a moment, to the minute.

        >>> from datetime import UTC, datetime
        >>> Reader().moment(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
        '1 april 2026, 00:30 uur'
        """
        clock = moment.astimezone(ZoneInfo(self.timezone)).strftime("%H:%M")
        return self.text("{date}, {clock} uur", date=self.date(moment), clock=clock)


def whole_seconds(seconds: float) -> int:
    """A duration in whole seconds, halves up; what took any time takes a second at least.

    >>> [whole_seconds(seconds) for seconds in (0, 0.2, 0.5, 2.5, 9_979_199.9999)]
    [0, 1, 1, 3, 9979200]
    """
    nearest = int(Decimal(str(seconds)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return nearest or int(seconds > 0)


def _nearest(value: int, unit: int) -> int:
    """How many of a unit, halves up."""
    return (2 * value + unit) // (2 * unit)
