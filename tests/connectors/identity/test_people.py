"""Identities become pseudonyms and sealed tokens, and nothing of them is left that can be read."""

from datetime import date

import pyarrow as pa
import pytest

from connectors.errors import ColumnAmbiguousError, ConnectorError
from connectors.identity.people import People
from connectors.identity.pseudonyms import Pseudonyms, keys_of, read_key, write_keys
from connectors.identity.sealing import FEATURES, Seal
from connectors.values.birth_dates import read_birth_dates
from journeys.linking.features import LISTS, SCALARS
from journeys.notes import Note

KEYS = Pseudonyms(b"k" * 32)
RENEWED = Pseudonyms(b"k" * 32, (b"n" * 32,))


def people(rows, *, keys=KEYS, forgotten=(), cases=None):
    """The persons of rows (dicts), and what is kept of them."""
    columns = list(rows[0])
    gathered = People(keys, "s", columns, forgotten)
    texts = {name: pa.array([row[name] for row in rows], pa.string()) for name in columns}
    persons = gathered.of(texts, pa.array(cases or ["c"] * len(rows))).to_pylist()
    kept = [row for batch in gathered.kept() for row in batch.to_pylist()]
    return persons, kept, gathered


def test_who_is_known_by_the_shared_key_alone_is_the_same_in_every_source():
    (person,), kept, _ = people([{"client": "17"}])
    assert person == KEYS.of("client", "17")
    assert kept == []


def test_a_row_that_says_nothing_is_about_nobody():
    persons, kept, _ = people([{"client": None, "bsn": None}])
    assert (persons, kept) == ([None], [])


def test_one_name_in_two_cases_may_be_two_people():
    row = {"family_name": "de Vries", "given_name": "Anneke"}
    (one, other), kept, _ = people([row, row], cases=["1", "2"])
    assert one != other
    assert len(kept) == 2


@pytest.mark.parametrize("sure", [{"client": "17"}, {"bsn": "234567892"}])
def test_with_a_number_one_person_in_two_cases_is_one(sure):
    row = {**sure, "family_name": "de Vries"}
    (one, other), kept, _ = people([row, row], cases=["1", "2"])
    assert one == other
    assert len(kept) == 1


def test_what_is_kept_opens_to_the_tokens_of_the_features():
    _, kept, _ = people(
        [
            {"bsn": "234567892", "family_name": "Jansen", "birth_date": "31-01-2010"},
            {"bsn": None, "family_name": "Janssen", "birth_date": None},
        ]
    )
    opened = Seal(KEYS).open([row["person"] for row in kept], [row["sealed"] for row in kept])
    assert set(opened) == {*SCALARS, *LISTS} - {"key"} == set(FEATURES)
    assert opened["bsn"].to_pylist() == [KEYS.token("bsn", "234567892"), None]
    assert opened["birth_date"].to_pylist() == [KEYS.token("birth_date", "20100131"), None]
    one, other = opened["family_near"].to_pylist()
    assert set(one) & set(other)  # a letter apart, and it shows on tokens
    assert opened["sex"].to_pylist() == [None, None]


def test_the_same_identity_is_sealed_to_the_same_bytes_and_opens_for_nobody_else():
    row = {"bsn": "234567892", "family_name": "Jansen"}
    (_, (one,), _), (_, (other,), _) = people([row]), people([row])
    assert one == other
    with pytest.raises(ConnectorError, match="cannot be opened"):
        Seal(KEYS).open(["somebody else"], [one["sealed"]])
    with pytest.raises(ConnectorError, match="cannot be opened"):
        Seal(Pseudonyms(b"x" * 32)).open([one["person"]], [one["sealed"]])


def test_who_was_forgotten_is_kept_no_more_by_person_key_or_bsn():
    rows = [{"client": "17", "bsn": "234567892", "family_name": "Jansen"}]
    (person,), _, _ = people(rows)
    for mark in (
        person,
        KEYS.of("client", "17"),
        f"bsn|{KEYS.token('bsn', '234567892')}",
    ):
        _, kept, gathered = people(rows, forgotten={KEYS.mark(mark)})
        assert kept == []
        assert gathered.unwanted == {person}
    _, kept, gathered = people(rows, forgotten={KEYS.mark("somebody else")})
    assert (len(kept), gathered.unwanted) == (1, set())


def test_who_was_forgotten_stays_so_when_the_key_is_renewed():
    (person,), _, _ = people([{"client": "17"}])
    _, _, gathered = people([{"client": "17"}], keys=RENEWED, forgotten={KEYS.mark(person)})
    assert gathered.unwanted == {person}


def test_a_renewed_key_gives_other_pseudonyms_and_the_same_tokens():
    row = {"bsn": "234567892", "family_name": "Jansen"}
    _, (before,), _ = people([row])
    _, (after,), _ = people([row], keys=RENEWED)
    assert before["person"] != after["person"]
    assert before["sealed"] != after["sealed"]
    tokens = [
        Seal(keys).open([kept["person"]], [kept["sealed"]])["bsn"].to_pylist()
        for keys, kept in ((KEYS, before), (RENEWED, after))
    ]
    assert tokens[0] == tokens[1]


@pytest.mark.parametrize(
    ("texts", "text", "day"),
    [
        ({"2010-01-31"}, "2010-01-31", date(2010, 1, 31)),
        ({"31-01-2010", "1-2-2011"}, "1-2-2011", date(2011, 2, 1)),
        ({"31-01-2010 00:00:00"}, "31-01-2010 00:00:00", date(2010, 1, 31)),
        ({"31-01-68"}, "31-01-68", date(1968, 1, 31)),
    ],
)
def test_a_birth_date_reads_by_the_format_of_its_whole_column(texts, text, day):
    assert read_birth_dates(texts).days[text] == day


def test_birth_dates_that_read_both_ways_are_refused_by_name():
    with pytest.raises(ColumnAmbiguousError, match="birth_date.*reads both ways"):
        read_birth_dates({"01-02-2010", "03-04-2011"})
    assert read_birth_dates({"01-02-2010"}, ["%d-%m-%Y"]).days["01-02-2010"] == date(2010, 2, 1)


def test_a_birth_date_that_does_not_read_costs_nothing_and_is_counted():
    read = read_birth_dates({"31-01-2010", "13-02-2011", "onbekend"})
    assert len(read.days) == 2
    assert read.notes == (Note("birth_dates_unread", 1),)


def test_a_key_file_holds_a_line_for_each_key_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "k.key"
    first = read_key(path)
    write_keys(path, [first.key, b"n" * 32], replace=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == Pseudonyms(first.key, (b"n" * 32,))
    with pytest.raises(ConnectorError, match="holds no key"):
        keys_of("ab" * 31, "it")
