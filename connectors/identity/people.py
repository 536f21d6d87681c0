"""Who the rows of an extract are about: identities become pseudonyms, and sealed tokens for linking.

An identity is what one row says about its client: the key that partners share, the BSN, the names, the
birth date, the sex, the address. It lives here, in memory, while its extract is read, and nowhere else.
What leaves is its pseudonym (`person`), and, where there is more than the shared key, its tokens
(`connectors.identity.sealing`).

A person who is known by the shared key alone is the same person in every source that has that key. Anybody
else is somebody of one source until linking says who that is (`journeys.linking`); and where a row has
neither the key nor a BSN, somebody of one case: two cases under one name may be two people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from connectors.identity.sealing import FEATURES, Seal
from connectors.values.birth_dates import read_birth_dates
from journeys.linking.bsn import is_bsn
from journeys.linking.features import Identity, features

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from connectors.identity.pseudonyms import Pseudonyms
    from journeys.notes import Note

SCHEMA: Final = pa.schema(
    [
        ("person", pa.string()),
        ("source", pa.string()),
        ("client_key", pa.string()),
        ("sealed", pa.binary()),
    ]
)
"""What is kept of each identity: the pseudonym that records name, where it came from, the pseudonym of the
shared key (null without), and the sealed tokens."""

CHUNK: Final = 50_000
UNREPEATED: Final = frozenset({"bsn", "bsn_wrong", "bsn_near", "address"})
"""Features of which nearly every person has values of their own: not worth remembering."""


@dataclass
class People:
    """The identities of one extract, gathered while it is read.

    Attributes:
        pseudonyms: the key.
        source: the source's name.
        columns: which of `IDENTITY` the source has.
        forgotten: marks of who was forgotten: nothing is kept of them, and `unwanted` names them.
    """

    pseudonyms: Pseudonyms
    source: str
    columns: Sequence[str]
    forgotten: Collection[str] = ()
    _seen: dict[tuple[str | None, ...], str | None] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)
    unwanted: set[str] = field(default_factory=set)

    def of(self, texts: Mapping[str, pa.Array], cases: pa.Array) -> pa.Array:
        """The person of each row; null where it says nothing about who that is.

        Args:
            texts: for each of `columns` its values as text, null where empty.
            cases: the case of each row, as text.
        """
        values = [texts[name].to_pylist() for name in self.columns]
        place = {name: n for n, name in enumerate(self.columns)}
        key, number = place.get("client"), place.get("bsn")
        people = []
        for case, *identity in zip(cases.to_pylist(), *values, strict=True):
            is_sure = (key is not None and identity[key]) or (
                number is not None and is_bsn(identity[number])
            )
            who = (None if is_sure else case, *identity)
            if who not in self._seen:
                self._seen[who] = self._pseudonym(who)
            people.append(self._seen[who])
        return pa.array(people, pa.string())

    def known_by(self, texts: Mapping[str, pa.Array]) -> pa.Array:
        """The pseudonym of each row's shared key, else of its BSN; null where it has neither.

        An event's id hangs on this, and on no name or address: one that is corrected later makes no
        second event.
        """
        n = len(next(iter(texts.values())))
        nothing = [None] * n
        keys, numbers = (
            texts[name].to_pylist() if name in self.columns else nothing
            for name in ("client", "bsn")
        )
        return pa.array(
            [
                self.pseudonyms.of("client", key)
                if key
                else self.pseudonyms.of("bsn", number)
                if number
                else None
                for key, number in zip(keys, numbers, strict=True)
            ],
            pa.string(),
        )

    def kept(self, birth_formats: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """What is kept of the identities that say more than the shared key: rows of `SCHEMA`.

        Args:
            birth_formats: of the birth dates; found out from all of them where left out.

        Raises:
            ColumnAmbiguousError: the birth dates read in more than one way.
        """
        born = {date for who in self._seen if (date := self._identity_of(who).get("birth_date"))}
        dates = read_birth_dates(born, birth_formats)
        self._notes += dates.notes
        seal, tokens = Seal(self.pseudonyms), _Tokens(self.pseudonyms)
        rows: list[dict[str, Any]] = []
        for who, person in self._seen.items():
            if person is None:
                continue
            identity = self._identity_of(who)
            key, day = (
                identity.pop("client", None),
                dates.days.get(identity.pop("birth_date", None) or ""),
            )
            kept = (
                tokens.of(features(Identity(birth_date=day, **identity)))
                if self._says_more(who)
                else {}
            )
            if self._is_forgotten(person, key, kept.get("bsn", [])) or not kept:
                continue
            name = self.pseudonyms.renewed(person)
            rows.append(
                {
                    "person": name,
                    "source": self.source,
                    "client_key": self._key(key),
                    "sealed": seal.close(name, kept),
                }
            )
            if len(rows) == CHUNK:
                yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
                rows = []
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)

    @property
    def notes(self) -> Sequence[Note]:
        """What is to be said of the identities: counts alone."""
        return tuple(self._notes)

    def _pseudonym(self, who: tuple[str | None, ...]) -> str | None:
        filled = {name: value for name, value in self._identity_of(who).items() if value}
        if not filled:
            return None
        if set(filled) == {"client"}:
            return self.pseudonyms.of("client", filled["client"])
        return self.pseudonyms.of(
            "identity", f"{self.source}|{sorted(filled.items())!r}|{who[0] or ''}"
        )

    def _says_more(self, who: tuple[str | None, ...]) -> bool:
        return any(
            value and name != "client" for name, value in zip(self.columns, who[1:], strict=True)
        )

    def _identity_of(self, who: tuple[str | None, ...]) -> dict[str, str | None]:
        return dict(zip(self.columns, who[1:], strict=True))

    def _is_forgotten(self, person: str, key: str | None, bsn: Sequence[int]) -> bool:
        """Whether this person, this key or this BSN is one that was forgotten; if so, unwanted."""
        if not self.forgotten:
            return False
        names = [person, *([self.pseudonyms.of("client", key)] if key else [])]
        if any(self.pseudonyms.is_marked(name, self.forgotten) for name in names) or any(
            self.pseudonyms.mark(bsn_mark(number)) in self.forgotten for number in bsn
        ):
            self.unwanted.add(person)
            return True
        return False

    def _key(self, key: str | None) -> str | None:
        return self.pseudonyms.renewed(self.pseudonyms.of("client", key)) if key else None


def bsn_mark(token: int) -> str:
    """How a BSN's token is called where it is marked as forgotten."""
    return f"bsn|{token}"


class _Tokens:
    """Tokens of features; of those that repeat (names, dates, postcodes) each value is worked out once."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._token = pseudonyms.token
        self._known: dict[str, dict[str, int]] = {
            name: {} for name in FEATURES if name not in UNREPEATED
        }

    def of(self, features: Mapping[str, str | list[str] | None]) -> dict[str, list[int]]:
        tokens = {}
        for name, feature in features.items():
            if not feature or name == "key":
                continue
            values = feature if isinstance(feature, list) else [feature]
            known = self._known.get(name)
            if known is None:
                tokens[name] = [self._token(name, value) for value in values]
                continue
            token_rows = []
            for value in values:
                token = known.get(value)
                if token is None:
                    token = known[value] = self._token(name, value)
                token_rows.append(token)
            tokens[name] = token_rows
        return tokens
