"""A client's course, told event by event: what happened, before anybody exported it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Self

from pipelines.demo.clock import (
    LAST_DAY,
    OFFICE_OPENS,
    is_office_time,
    local,
    midnight,
    utc,
    workday,
)

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from pipelines.demo.households import Client
    from pipelines.demo.partners import DemoPartner

MEETINGS: Final = frozenset({"Gesprek", "Huisbezoek", "Overleg"})
"""What takes an hour or so; anything else without a length is a moment."""
ON_BEHALF: Final = frozenset({"Start regie", "Plan", "Evaluatie", "Einde regie"})
"""The rows on which a partner always writes who holds the regie; on others now and then."""
OF_ONE_CASE: Final = frozenset({"Start casusregie", "Casusgesprek", "Einde casusregie"})
"""What the casusregisseur does: another layer of the regie, beside whoever guards the whole."""
COST_PER_DAY: Final = {"Behandeling": 9_850, "Voorziening": 4_125}
"""Euro cents."""
TWIN_CHANCE: Final = 0.01
"""How often the wijkteam records a talk twice: two rows, so two events."""


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """One thing that one partner did for one client, as it truly was, at the export's precision.

    `ended_at` is None where it was still running on the last day. Times are UTC.
    """

    client: Client
    partner: DemoPartner
    case: str
    activity: str
    term: str
    started_at: datetime
    ended_at: datetime | None
    worker: str
    regisseur: str = ""
    regisseur_role: str = ""
    referred_to: str = ""
    cost_cents: int | None = None


class Story:
    """Tells one client's course on a clock of its own, which only goes forward.

    Attributes:
        client: whose course it is.
        rng: the source of every chance in it.
        events: what was told so far and fell within the period, in the order of telling.
        is_cut_off: something that was told fell after the period.
    """

    def __init__(
        self, client: Client, begin: date, rng: Random, case_counts: Counter[DemoPartner]
    ) -> None:
        """Begins on a day; `case_counts` are the region's, so that no case number comes twice."""
        self.client = client
        self.rng = rng
        self.events: list[Event] = []
        self.is_cut_off = False
        self._day = begin
        self._now = datetime.combine(begin, time())
        self._case_counts = case_counts
        self._cases: dict[DemoPartner, str] = {}
        self._regisseurs: dict[DemoPartner, str] = {}
        self._regie_turns: Counter[DemoPartner] = Counter()

    @property
    def is_over(self) -> bool:
        """Whether the clock has passed the last day."""
        return self._now.date() >= LAST_DAY

    def wait(self, least: int, most: int) -> Self:
        """Lets some days go by after what was told last; gives the story, to tell what comes then."""
        self._day = self._now.date() + timedelta(days=self.rng.randint(least, most))
        return self

    def skip_to(self, day: date) -> None:
        """Lets the time go by until a day."""
        self._day = day

    def tell(
        self,
        partner: DemoPartner,
        activity: str,
        *,
        to: DemoPartner | None = None,
        days: tuple[int, int] | None = None,
    ) -> None:
        """The next event. What lasts some days is over before the story goes on."""
        begin = self._moment(partner)
        self._now = self._end(partner, activity, begin, days)
        self._record(partner, activity, begin, self._now, to)

    def meanwhile(self, partner: DemoPartner, activity: str, days: tuple[int, int]) -> None:
        """An event that lasts some days, during which the story goes on."""
        self._now = self._moment(partner)
        end = self._end(partner, activity, self._now, days)
        self._record(partner, activity, self._now, end, None)

    def tell_at(self, partner: DemoPartner, activity: str, moment: datetime) -> None:
        """An event at an exact instant, in the night maybe."""
        self._now = local(moment)
        self._add(partner, activity, moment, moment, None)

    def share_case(self, partner: DemoPartner) -> None:
        """Lets the members of the household be in one case of a partner, until its afsluiting."""
        cases = self.client.household.cases
        if partner not in cases:
            cases[partner] = self._case(partner, self._day.year)
        self._cases[partner] = cases[partner]

    def holds_regie(self, partner: DemoPartner) -> bool:
        """Whether a regisseur of this partner holds the regie."""
        return partner in self._regisseurs

    def _moment(self, partner: DemoPartner) -> datetime:
        """A likely local time on the story's day, later than what was told last."""
        if partner.is_at_night:
            hour = self.rng.choice((0, 1, 2, 3, 11, 15, 18, 20, 21, 22, 23))
            moment = datetime.combine(self._day, time(hour, self.rng.randrange(60)))
        else:
            moment = self._opening(self._day)
        if moment <= self._now:
            moment = self._now + timedelta(minutes=self.rng.randint(10, 40))
            if not partner.is_at_night and not is_office_time(moment):
                moment = self._opening(self._now.date() + timedelta(days=1))
        return moment

    def _opening(self, day: date) -> datetime:
        """A local time on the first working day from a day on."""
        opening = datetime.combine(workday(day), OFFICE_OPENS)
        return opening + timedelta(minutes=self.rng.randrange(8 * 60))

    def _end(
        self, partner: DemoPartner, activity: str, begin: datetime, days: tuple[int, int] | None
    ) -> datetime:
        if days:
            return self._opening(begin.date() + timedelta(days=self.rng.randint(*days)))
        if partner.has_end and not partner.is_by_day and activity in MEETINGS:
            return begin + timedelta(minutes=5 * self.rng.randint(6, 18))
        return begin

    def _record(
        self,
        partner: DemoPartner,
        activity: str,
        begin: datetime,
        end: datetime,
        to: DemoPartner | None,
    ) -> None:
        """Adds an event if the exports of the last day can hold it."""
        if begin.date() > LAST_DAY or (end.date() > LAST_DAY and not partner.can_run):
            self.is_cut_off = True
            return
        started_at = midnight(begin.date()) if partner.is_by_day else utc(begin)
        ended_at = midnight(end.date()) if partner.is_by_day else utc(end)
        runs = end.date() > LAST_DAY
        self.is_cut_off |= runs
        self._add(partner, activity, started_at, None if runs else ended_at, to)

    def _add(
        self,
        partner: DemoPartner,
        activity: str,
        started_at: datetime,
        ended_at: datetime | None,
        to: DemoPartner | None,
    ) -> None:
        cost = None
        if activity in COST_PER_DAY and ended_at:
            cost = COST_PER_DAY[activity] * max(1, (ended_at - started_at).days)
        worker = self.rng.choice(partner.workers)
        regisseur, role = self._regie(partner, activity)
        event = Event(
            client=self.client,
            partner=partner,
            case=self._case(partner, started_at.year),
            activity=activity,
            term=partner.term(activity, started_at.year),
            started_at=started_at,
            ended_at=ended_at,
            worker=worker,
            regisseur=regisseur,
            regisseur_role=role,
            referred_to=to.name if to else "",
            cost_cents=cost,
        )
        self.events.append(event)
        if partner.source == "wijkteam" and activity == "Gesprek":
            self.events += [replace(event)] if self.rng.random() < TWIN_CHANCE else []
        if activity == "Afsluiting":
            self._cases.pop(partner)
            self._regisseurs.pop(partner, None)

    def _case(self, partner: DemoPartner, year: int) -> str:
        """The partner's case number; after its afsluiting it begins a new one."""
        if partner not in self._cases:
            self._case_counts[partner] += 1
            number = self._case_counts[partner]
            self._cases[partner] = partner.case_format.format(year=year, number=number)
        return self._cases[partner]

    def _regie(self, partner: DemoPartner, activity: str) -> tuple[str, str]:
        """The regisseur that the row names and in which role; neither if it names none."""
        if activity in OF_ONE_CASE:
            return self.client.household.case_regisseur(partner), partner.case_role
        regisseur = self._regisseur(partner, activity)
        return regisseur, partner.regisseur_role if regisseur else ""

    def _regisseur(self, partner: DemoPartner, activity: str) -> str:
        """The regisseur that the row names, if it names one."""
        if activity == "Start regie":
            turn = self._regie_turns[partner]
            self._regie_turns[partner] += 1
            self._regisseurs[partner] = self.client.household.regisseur(partner, turn)
        regisseur = self._regisseurs.get(partner, "")
        if activity == "Einde regie":
            del self._regisseurs[partner]
        is_named = activity in ON_BEHALF or self.rng.random() < 0.4
        return regisseur if is_named else ""
