"""Groups of records as evidence: which partners they are of, and what a record leaves unsaid."""

from __future__ import annotations

import numpy as np
import pytest

from journeys.linking.cluster import agglomerate
from journeys.linking.islands import NodeValues
from journeys.linking.partners import APART, AWAY, NodeSources
from journeys.linking.rules import NodeGroups
from journeys.linking.scored import Pairs
from journeys.linking.settings import LinkSettings
from journeys.linking.sides import ADDRESSES, BIRTH_DATES, GIVEN_NAMES, KINDS, SURNAMES

POLICE, GGZ, TEAM, SCHOOL = range(4)
ALL = KINDS - 1
NAMELESS = ALL - GIVEN_NAMES


def grouped(sources, *rows, same=-5.0, other=0.4):
    """The nodes of each group, out of rows: two nodes, weight, what they tell, what differs, who has both."""
    none = np.full(len(sources), -1)
    numbers = NodeValues(none, none, none, none, none, np.array(sources))
    left, right, weight, tell, differ, twice = (np.array(each) for each in zip(*rows, strict=True))
    pairs = Pairs(left, right, weight, np.ones(len(rows), bool), tell, differ, twice)
    groups = NodeGroups(list(range(len(sources))))
    agglomerate(groups, pairs, numbers, NodeSources(numbers.source, same, other), LinkSettings())
    return sorted(sorted(groups.members_of(group)) for group in set(groups.of))


def nameless_at(source, twice):
    """A twin at the police and the GGZ, and a record without a given name."""
    return grouped(
        [POLICE, GGZ, source],
        (0, 1, 15.0, ALL, 0, APART),
        (0, 2, 5.0, NAMELESS, 0, APART),
        (1, 2, 5.0 if twice == APART else 0.0, NAMELESS, 0, twice),
    )


def test_a_record_without_a_given_name_is_no_twin_of_whom_its_own_partner_has_another_record():
    assert nameless_at(TEAM, APART) == [[0, 1, 2]]
    assert nameless_at(GGZ, GGZ) == [[0, 1], [2]]


def test_at_another_address_the_same_partner_registers_somebody_anew():
    assert nameless_at(GGZ, AWAY) == [[0, 1, 2]]


def test_where_partners_register_people_twice_it_says_nothing_that_one_has_both():
    rows = (
        (0, 1, 15.0, ALL, 0, APART),
        (0, 2, 5.0, NAMELESS, 0, APART),
        (1, 2, 5.0, NAMELESS, 0, GGZ),
    )
    assert grouped([POLICE, GGZ, GGZ], *rows, same=0.0, other=0.0) == [[0, 1, 2]]
    assert grouped([POLICE, GGZ, GGZ], *rows) == [[0, 1], [2]]


def test_two_brothers_with_spellings_of_one_name_are_two_where_two_partners_have_both():
    """Mehmet and Mohamed: near in sound, one birth date, one address."""
    sources = [POLICE, GGZ, POLICE, GGZ]
    both = [(0, 2, 1.5, ALL, 0, POLICE), (1, 3, 1.5, ALL, 0, GGZ)]
    across = [(0, 3, 7.0, ALL, 0, APART), (1, 2, 7.0, ALL, 0, APART)]
    own = [(0, 1, 15.0, ALL, 0, APART), (2, 3, 15.0, ALL, 0, APART)]
    assert grouped(sources, *own, *both, *across) == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(GIVEN_NAMES, id="given name"),
        pytest.param(BIRTH_DATES, id="birth date"),
        pytest.param(SURNAMES, id="surname"),
        pytest.param(ADDRESSES, id="address"),
    ],
)
def test_a_record_that_does_not_say_joins_no_two_groups_that_differ(kind):
    """Records 0 and 1 are somebody, 2 and 3 too; 1 and 2 fit, since 2 leaves out what 0 and 3 differ in."""
    rows = [
        (0, 1, 15.0, ALL, 0, APART),
        (2, 3, 15.0, ALL, 0, APART),
        (1, 2, 9.0, ALL - kind, 0, AWAY),
        (1, 3, -1.0, ALL, kind, AWAY),
    ]
    apart, joined = [[0, 1], [2, 3]], [[0, 1, 2, 3]]
    assert grouped([POLICE, GGZ, TEAM, SCHOOL], *rows) == apart
    rows[3] = (1, 3, -1.0, ALL, 0, AWAY)
    assert grouped([POLICE, GGZ, TEAM, SCHOOL], *rows) == joined


def test_each_two_sources_count_once_and_the_link_itself_not_again():
    partners = NodeSources(np.array([POLICE, GGZ, TEAM, POLICE]), same=-5.0, other=0.5)
    assert partners.between({POLICE}, {GGZ}, (), (0, 1)) == 0
    assert partners.between({POLICE, GGZ, TEAM}, {SCHOOL}, (), (0, 1)) == 1.0
    assert partners.between({POLICE, GGZ}, {POLICE}, {POLICE}, (0, 3)) == 0.5
    assert partners.between({POLICE, GGZ}, {POLICE, GGZ}, {POLICE, GGZ}, (0, 1)) == -9.5


def test_the_weights_of_links_are_of_the_groups_that_they_tie():
    groups = NodeGroups([0, 0, 2, 3], {0: [0, 1]})
    left, right, twice = np.array([0, 1, 0]), np.array([2, 2, 3]), np.array([APART, GGZ, AWAY])
    none = np.zeros(3)
    pairs = Pairs(left, right, none, none > 0, none, none, twice)
    partners = NodeSources(np.array([POLICE, GGZ, GGZ, TEAM]), same=-5.0, other=0.5)
    assert partners.weights(groups, pairs, {(0, 2): (0, 2), (0, 3): (0, 3)}) == {
        (0, 2): -5.0,
        (0, 3): 0.0,
    }
