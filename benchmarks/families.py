"""A synthetic population of families, registered by several partners, with the truth for each row.

Nobody in it exists: surnames and given names follow Dutch frequencies at the top and are made of syllables
in the long tail. Members of a family share surname and address, twins the date of birth too; families
move, people marry, and fields are wrong, empty or written otherwise. The same settings give the same rows.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa

from journeys.linking.bsn import WEIGHTS
from journeys.linking.features import LISTS, SCALARS, Identity, features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SURNAMES = (
    "de Jong:86,Jansen:75,de Vries:73,van den Berg:60,van Dijk:59,Bakker:58,Janssen:56,Visser:51,Smit:44,"
    "Meijer:41,de Boer:40,Mulder:38,de Groot:37,Bos:36,Vos:31,Peters:31,Hendriks:30,van Leeuwen:29,"
    "Dekker:28,Brouwer:26,de Wit:25,Dijkstra:24,Smits:23,de Graaf:22,van der Meer:22,van der Linden:21,"
    "Kok:20,Jacobs:20,de Haan:19,Vermeulen:19,van den Heuvel:18,van der Veen:18,van den Broek:17,de Bruijn:16,"
    "van der Heijden:16,Schouten:16,van Beek:16,Willems:15,van Vliet:15,Hoekstra:15,Maas:14,Verhoeven:14,"
    "Koster:14,van Dam:14,Prins:13,Blom:13,Huisman:13,Peeters:12,de Bruin:12,Kuipers:12,van Veen:12,Post:12,"
    "Kuiper:11,Veenstra:11,Kramer:11,van den Brink:11,Scholten:11,van Wijk:10,Postma:10,Martens:10,"
    "Yılmaz:9,El Amrani:7,Nguyen:7,Mohamed:6,Öztürk:6,Kaya:6,Ahmed:5,Çelik:5,Bouzid:3,García:3,Núñez:2"
)
BOYS = (
    "Jan:60|Johannes:55|Pieter:30|Cornelis:28|Hendrik:30|Willem:26|Gerrit:14|Klaas:8|Kees:10|Henk:14|Piet:9;"
    "Mark:20|Peter:24|Johan:12|Robert:16|Marcel:14|Erik:12|Martin:14|Patrick:12|Mohamed:9|Mehmet:5|Bas:6|Jeroen:16;"
    "Daan:20|Sem:18|Lucas:18|Levi:15|Noah:16|Thomas:14|Tim:12|Mohammed:12|Jesse:11|Thijs:11|Adam:7|Ömer:2|René:1"
)
GIRLS = (
    "Maria:70|Johanna:45|Anna:30|Cornelia:22|Wilhelmina:18|Elisabeth:20|Hendrika:12|Catharina:12|Grietje:6|Riet:5;"
    "Monique:16|Esther:14|Sandra:18|Petra:14|Linda:14|Marieke:12|Fatima:9|Ayşe:4|Chantal:8|Ingrid:12|Wendy:9|Anita:10;"
    "Emma:20|Sophie:18|Julia:17|Tess:12|Sara:14|Anna:13|Lotte:12|Zoë:9|Fleur:9|Yasmin:5|Noor:9|Chloé:2|Fenna:7"
)
STARTS = "Ba Be Bo Bra Bro Da De Do Dra Fa Fo Ga Ge Gro Ha He Hoe Jo Ka Ke Klo Koo La Le Lo Ma Me Moe Na No Oo Pa Po Ra Ri Roo Sa Scha Sno Sta Ta Te Til Va Ve Vree Wa We Wie Za Zo".split()
MIDDLES = "l ll r rr n nn m mm k kk s ss t tt v lg rk nd rst ns mp lt rm ft rd ls".split()
ENDS = "a aar en er ers inga ing ink stra sma man mans ma huis hof berg veld dijk sen els ens ema kamp horst wijk haar stein daal".split()
PREFIXES = ["", "", "", "", "van ", "van de ", "van der ", "de ", "ten ", "'t ", "van 't "]
GIVEN_ENDS = {"m": "o an us el ik en ert win bert jan mar is".split(), "v": "a e ie ina elle ke tje ine lia nne ara".split()}  # fmt: skip
TYPES = (("single", 30), ("couple", 22), ("family", 36), ("parent", 12))
FIRST = datetime(2021, 1, 1, tzinfo=UTC)
DAYS = 1_500
LETTERS = "abcdefghijklmnopqrstuvwxyz"


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


class _Draw:
    """Values with frequencies."""

    def __init__(self, weighted: Iterable[tuple[str, float]]) -> None:
        pairs = list(weighted)
        self.values = [value for value, _ in pairs]
        self.bounds = list(accumulate(weight for _, weight in pairs))

    def __call__(self, rng: Random) -> str:
        return self.values[bisect(self.bounds, rng.random() * self.bounds[-1])]


def rows(population: Population) -> Iterator[Row]:
    """The rows, about `n_records` of them, family by family."""
    rng = Random(population.seed)
    world = _World(population, rng)
    truth = n_rows = family = 0
    while n_rows < population.n_records:
        family += 1
        for member in world.family(family):
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
        self.surname = _Draw(_tail(_weighted(SURNAMES, ","), population.n_surnames, population.surname_power, self._surname, 2.4))  # fmt: skip
        self.given = {
            sex: [
                _Draw(_tail(_weighted(text, "|"), population.n_given, 1.0, lambda: self._made(GIVEN_ENDS[sex]), 0.6))
                for text in texts.split(";")
            ]
            for sex, texts in (("m", BOYS), ("v", GIRLS))
        }  # fmt: skip
        n_families = max(20, population.n_records // 5)
        self.postcodes = [
            f"{rng.randrange(1000, 9990)}{rng.choice('ABCDEGHJKLNPRSTVWXZ')}{rng.choice('ABCDEGHJKLNPRSTVWXZ')}"
            for _ in range(max(5, n_families // population.households_per_postcode))
        ]
        regions = max(3, len(self.postcodes) // 60)
        codes = [str(rng.randrange(1000, 9990)) for _ in range(regions)]
        self.postcodes = [rng.choice(codes) + code[4:] for code in self.postcodes]
        self.taken: set[tuple[str, str]] = set()

    def _made(self, ends: Sequence[str]) -> str:
        return self.rng.choice(STARTS) + self.rng.choice(MIDDLES) + self.rng.choice(ends)

    def _surname(self) -> str:
        return self.rng.choice(PREFIXES) + self._made(ENDS)

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
        return _Member(surname, self.given[sex][generation](self.rng), sex, born, self._bsn())

    def _bsn(self) -> str:
        while True:
            digits = [self.rng.randrange(10) for _ in range(8)]
            last = sum(w * d for w, d in zip(WEIGHTS, digits, strict=False)) % 11
            if last < 10 and len(set(digits)) > 1:
                return "".join(map(str, digits)) + str(last)

    def family(self, number: int) -> list[_Member]:
        rng = self.rng
        kind = rng.choices([k for k, _ in TYPES], [w for _, w in TYPES])[0]
        surname = self.surname(rng)
        members: list[_Member] = []
        if kind == "single":
            members.append(self._member(surname, rng.choice("mv"), self._born(1930, 2004)))
        else:
            first, last = (1955, 2000) if kind != "couple" else (1930, 2000)
            mother_born = self._born(first, last)
            if kind != "parent" or rng.random() < 0.15:
                members.append(self._member(surname, "m", self._born(max(1928, mother_born.year - 8), min(2003, mother_born.year + 3))))  # fmt: skip
            if kind != "parent" or not members:
                own = self.surname(rng)
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
                other = self.surname(rng)
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
            family_name=_varied(surname, rng),
            given_name=given if rng.random() < 0.9 else f"{given} {self.given[member.sex][0](rng)}",
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
            return self._born(1930, 2023) if is_other else _wrong_date(value, rng)
        if name == "sex":
            return "v" if value in ("m", "M", "man") else "m"
        if is_other:
            return {
                "bsn": self._bsn,
                "family_name": lambda: self.surname(rng),
                "given_name": lambda: self.given[rng.choice("mv")][rng.randrange(3)](rng),
                "postcode": lambda: rng.choice(self.postcodes),
                "house_number": lambda: str(rng.randrange(1, 200)),
            }[name]()
        return _typo(value, rng)


def _weighted(text: str, mark: str) -> list[tuple[str, float]]:
    return [(name, float(n)) for name, n in (each.split(":") for each in text.split(mark))]


def _tail(
    top: list[tuple[str, float]], n: int, power: float, make: object, ratio: float
) -> list[tuple[str, float]]:
    """The top, and n made names that have `ratio` times its weight together, by Zipf."""
    weights = [1 / (rank + 20) ** power for rank in range(n)]
    scale = ratio * sum(weight for _, weight in top) / sum(weights) if n else 0.0
    return [*top, *((make(), weight * scale) for weight in weights)]  # type: ignore[operator]


def _varied(surname: str, rng: Random) -> str:
    """Ways in which one surname is written."""
    chance = rng.random()
    if " " in surname and chance < 0.1:
        return surname.rsplit(maxsplit=1)[-1]
    if " " in surname and chance < 0.2 and "-" not in surname:
        *prefix, name = surname.split()
        return f"{name}, {' '.join(prefix)}"
    return surname.upper() if chance > 0.9 else surname


def _typo(text: str, rng: Random) -> str:
    place = rng.randrange(len(text))
    digits = "0123456789"
    pool = digits if text[place].isdigit() else LETTERS
    kind = rng.random()
    if kind < 0.4:
        other = rng.choice([letter for letter in pool if letter != text[place].lower()])
        return text[:place] + other + text[place + 1 :]
    if kind < 0.6 and len(text) > 1:
        return text[:place] + text[place + 1 :]
    if kind < 0.75:
        return text[:place] + rng.choice(pool) + text[place:]
    place = min(place, len(text) - 2)
    if place < 0 or text[place] == text[place + 1]:
        return text + rng.choice(pool)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _wrong_date(day: date, rng: Random) -> date:
    if rng.random() < 0.25 and day.day <= 12 and day.day != day.month:
        return day.replace(month=day.day, day=day.month)
    for _ in range(50):
        text = list(f"{day:%Y%m%d}")
        place = rng.choice((2, 3, 3, 4, 5, 5, 6, 7, 7))
        text[place] = rng.choice([d for d in "0123456789" if d != text[place]])
        joined = "".join(text)
        try:
            found = date(int(joined[:4]), int(joined[4:6]), int(joined[6:]))
        except ValueError:
            continue
        if 1920 <= found.year <= 2025:
            return found
    return day + timedelta(1)


def nodes(made: Iterable[Row]) -> pa.Table:
    """The rows as linking takes them: each feature as a token, by a hash that needs no key here."""
    schema = pa.schema(
        [
            ("person", pa.string()),
            ("source", pa.string()),
            ("first_at", pa.timestamp("us", tz="UTC")),
            ("last_at", pa.timestamp("us", tz="UTC")),
            ("household", pa.string()),
            *((name, pa.int64()) for name in SCALARS),
            *((name, pa.list_(pa.int64())) for name in LISTS),
        ]
    )
    batches, batch = [], []
    for row in made:
        batch.append(node(row.person, row.identity, row.source, row.first_at, row.last_at))
        if len(batch) == 50_000:
            batches.append(pa.RecordBatch.from_pylist(batch, schema))
            batch = []
    batches.append(pa.RecordBatch.from_pylist(batch, schema))
    return pa.Table.from_batches(batches, schema)


def node(
    person: str,
    identity: Identity,
    source: str = "s",
    first_at: datetime | None = None,
    last_at: datetime | None = None,
) -> dict[str, object]:
    """One node: the features of an identity as tokens."""
    made: dict[str, object] = {
        "person": person, "source": source, "first_at": first_at, "last_at": last_at,
        "household": identity.household,
    }  # fmt: skip
    for name, value in features(identity).items():
        if isinstance(value, list):
            made[name] = [token(name, each) for each in value]
        else:
            made[name] = None if value is None else token(name, value)
    return made


def token(feature: str, text: str) -> int:
    """A token of 64 bits."""
    return int.from_bytes(
        blake2b(f"{feature}:{text}".encode(), digest_size=8).digest(), "big", signed=True
    )
