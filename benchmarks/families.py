"""A synthetic population of families, registered by several partners, with the truth for each row.

Nobody in it exists: surnames and given names follow Dutch frequencies at the top and are made of syllables
in the long tail. Members of a family share surname and address, twins the date of birth too; families
move, people marry, and fields are wrong, empty or written otherwise. The same settings give the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING

from dutch_names import Names
from mistakes import typing_error, varied, wrong_date

from journeys.linking.bsn import WEIGHTS
from journeys.linking.features import Identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


TYPES = (("single", 30), ("couple", 22), ("family", 36), ("parent", 12))
FIRST = datetime(2021, 1, 1, tzinfo=UTC)
DAYS = 1_500


@dataclass(frozen=True)
class Population:
    """What is made.

    Attributes:
        n_records: about how many rows.
        wrong: share of values that are wrong, of each field.
        empty: share of values that are empty, of each field.
        no_bsn: share of rows without a BSN; 1: nobody has one.
        empty_birth: share of rows without a date of birth; None: as `empty`.
        other: of the wrong values, the share that is somebody else's altogether.
        twins: share of births that are of twins.
        moved: share of people who moved between two registrations.
        married: share of adult women whose surname changed between two registrations.
        initials: share of rows with initials for a given name.
        n_surnames, n_given: how many names the long tails have.
        surname_power: of the long tail (Zipf); larger: fewer names for more people.
        households_per_postcode: how many share a postcode.
        seed: another one, another population.
    """

    n_records: int = 20_000
    wrong: float = 0.02
    empty: float = 0.03
    no_bsn: float = 1.0
    empty_birth: float | None = None
    other: float = 0.15
    twins: float = 0.03
    moved: float = 0.04
    married: float = 0.03
    initials: float = 0.03
    n_surnames: int = 6_000
    n_given: int = 1_500
    surname_power: float = 1.0
    households_per_postcode: int = 15
    sources: Sequence[str] = ("politie", "veilig_thuis", "wijkteam", "ggz")
    seed: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a source, and the truth about it."""

    person: str
    truth: int
    family: int
    source: str
    first_at: datetime
    last_at: datetime
    identity: Identity


@dataclass
class _Member:
    surname: str
    given: str
    sex: str
    born: date
    bsn: str
    changed_to: str | None = None
    homes: list[tuple[str, str]] = field(default_factory=list)


def rows(population: Population) -> Iterator[Row]:
    """The rows, about `n_records` of them, family by family."""
    rng = Random(population.seed)
    world = _World(population, rng)
    truth = n_rows = family = 0
    while n_rows < population.n_records:
        family += 1
        for member in world.family():
            truth += 1
            for source, at, until, number in world.registrations(member):
                n_rows += 1
                yield Row(
                    f"p{blake2b(f'{population.seed}:{n_rows}'.encode(), digest_size=8).hexdigest()}",
                    truth,
                    family,
                    source,
                    at,
                    until,
                    world.written(member, at, number),
                )


class _World:
    def __init__(self, population: Population, rng: Random) -> None:
        self.population, self.rng = population, rng
        self.names = Names(rng, population.n_surnames, population.n_given, population.surname_power)
        n_families = max(20, population.n_records // 5)
        self.postcodes = [
            f"{rng.randrange(1000, 9990)}{''.join(rng.choices('ABCDEGHJKLNPRSTVWXZ', k=2))}"
            for _ in range(max(5, n_families // population.households_per_postcode))
        ]
        regions = max(3, len(self.postcodes) // 60)
        codes = [str(rng.randrange(1000, 9990)) for _ in range(regions)]
        self.postcodes = [rng.choice(codes) + code[4:] for code in self.postcodes]
        self.taken: set[tuple[str, str]] = set()

    def _address(self) -> tuple[str, str]:
        while (found := self._door()) in self.taken and self.rng.random() > 0.05:
            pass  # a house has one family at a time, and now and then another one after it
        self.taken.add(found)
        return found

    def _door(self) -> tuple[str, str]:
        number = str(min(int(self.rng.expovariate(1 / 45)) + 1, 400))
        return self.rng.choice(self.postcodes), number + (
            self.rng.choice("AB") if self.rng.random() < 0.08 else ""
        )

    def _born(self, first: int, last: int) -> date:
        year = self.rng.randint(first, last)
        if self.rng.random() < 0.008:
            return date(year, 1, 1)
        return date(year, 1, 1) + timedelta(self.rng.randrange(365))

    def _member(self, surname: str, sex: str, born: date) -> _Member:
        generation = 0 if born.year < 1960 else 1 if born.year < 1992 else 2
        return _Member(surname, self.names.given[sex][generation](self.rng), sex, born, self._bsn())

    def _bsn(self) -> str:
        while True:
            digits = [self.rng.randrange(10) for _ in range(8)]
            last = sum(w * d for w, d in zip(WEIGHTS, digits, strict=False)) % 11
            if last < 10 and len(set(digits)) > 1:
                return "".join(map(str, digits)) + str(last)

    def family(self) -> list[_Member]:
        rng = self.rng
        kind = rng.choices([k for k, _ in TYPES], [w for _, w in TYPES])[0]
        surname = self.names.surname(rng)
        members: list[_Member] = []
        if kind == "single":
            members.append(self._member(surname, rng.choice("mv"), self._born(1930, 2004)))
        else:
            first, last = (1955, 2000) if kind != "couple" else (1930, 2000)
            mother_born = self._born(first, last)
            if kind != "parent" or rng.random() < 0.15:
                years = max(1928, mother_born.year - 8), min(2003, mother_born.year + 3)
                members.append(self._member(surname, "m", self._born(*years)))
            if kind != "parent" or not members:
                own = self.names.surname(rng)
                style = rng.random()
                name = surname if style < 0.3 else f"{surname}-{own}" if style < 0.45 else own
                members.append(self._member(name, "v", mother_born))
            if kind in ("family", "parent"):
                members += self._children(surname, mother_born.year)
        home = [self._address()]
        family_moves = rng.random() < self.population.moved
        if family_moves:
            home.append(self._address())
        for member in members:
            member.homes = home
            is_adult = member.born.year < 2004
            if not family_moves and is_adult and rng.random() < self.population.moved / 4:
                member.homes = [*home, self._address()]
            if is_adult and member.sex == "v" and rng.random() < self.population.married:
                other = self.names.surname(rng)
                member.changed_to = other if rng.random() < 0.5 else f"{other}-{member.surname}"
                if rng.random() < 0.3 and len(member.homes) == 1:
                    member.homes = [*home, self._address()]
        return members

    def _children(self, surname: str, mother_born: int) -> list[_Member]:
        rng = self.rng
        children: list[_Member] = []
        born = self._born(mother_born + 20, mother_born + 32)
        for _ in range(rng.choices((1, 2, 3, 4), (35, 40, 18, 7))[0]):
            if born.year > 2024:
                break
            for _ in range(2 if rng.random() < self.population.twins else 1):
                child = self._member(surname, rng.choice("mv"), born)
                while any(child.given == other.given for other in children):
                    child = self._member(surname, rng.choice("mv"), born)
                children.append(child)
            born += timedelta(rng.randrange(400, 1600))
        return children

    def registrations(self, member: _Member) -> list[tuple[str, datetime, datetime, int]]:
        """Source, first and last event, and how many the row is of its source."""
        rng = self.rng
        chosen = [source for source in self.population.sources if rng.random() < 0.6]
        chosen = chosen or [rng.choice(list(self.population.sources))]
        found = []
        for source in chosen:
            at = FIRST + timedelta(days=rng.randrange(DAYS))
            found.append((source, at, at + timedelta(days=rng.randrange(200)), 0))
            if len(member.homes) > 1 and rng.random() < 0.3:
                later = FIRST + timedelta(days=rng.randrange(DAYS // 2, DAYS))
                found.append((source, later, later + timedelta(days=rng.randrange(200)), 1))
        return found

    def written(self, member: _Member, at: datetime, number: int) -> Identity:
        """The member as a source writes it down at a moment."""
        rng, population = self.rng, self.population
        is_later = number == 1 or at > FIRST + timedelta(days=DAYS // 2)
        postcode, house_number = member.homes[-1 if is_later else 0]
        surname = member.changed_to if member.changed_to and is_later else member.surname
        given = member.given
        if rng.random() < population.initials:
            given = given[0] + "."
        clean = Identity(
            bsn=member.bsn if rng.random() >= population.no_bsn else None,
            family_name=varied(surname, rng),
            given_name=given
            if rng.random() < 0.9
            else f"{given} {self.names.given[member.sex][0](rng)}",
            birth_date=member.born,
            sex=rng.choice(("m", "M", "man") if member.sex == "m" else ("v", "V", "vrouw")),
            postcode=postcode if rng.random() < 0.7 else f"{postcode[:4]} {postcode[4:].lower()}",
            house_number=house_number,
        )
        return self._marred(clean)

    def _marred(self, clean: Identity) -> Identity:
        rng, population = self.rng, self.population
        changes: dict[str, str | date | None] = {}
        for name in (
            "bsn",
            "family_name",
            "given_name",
            "birth_date",
            "sex",
            "postcode",
            "house_number",
        ):
            value = getattr(clean, name)
            if value is None:
                continue
            empty = population.empty
            if name == "birth_date" and population.empty_birth is not None:
                empty = population.empty_birth
            if name != "bsn" and rng.random() < empty:
                changes[name] = None
            elif rng.random() < population.wrong:
                changes[name] = self._wrong(name, value)
        return replace(clean, **changes)  # type: ignore[arg-type]

    def _wrong(self, name: str, value: str | date) -> str | date:
        rng = self.rng
        is_other = rng.random() < self.population.other
        if isinstance(value, date):
            return self._born(1930, 2023) if is_other else wrong_date(value, rng)
        if name == "sex":
            return "v" if value in ("m", "M", "man") else "m"
        if is_other:
            return {
                "bsn": self._bsn,
                "family_name": lambda: self.names.surname(rng),
                "given_name": lambda: self.names.given[rng.choice("mv")][rng.randrange(3)](rng),
                "postcode": lambda: rng.choice(self.postcodes),
                "house_number": lambda: str(rng.randrange(1, 200)),
            }[name]()
        return typing_error(value, rng)
