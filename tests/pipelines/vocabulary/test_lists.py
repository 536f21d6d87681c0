"""The lexicon over lists of terms as systems write them: how much it knows, and how seldom it is wrong."""

import pytest
from term_lists import lists, rows_of, score

from journeys.contract import KINDS

EVERY = [*lists("seen"), *lists("held_out")]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_list_has_thirty_terms_of_kinds_of_the_contract(path):
    rows = rows_of(path)
    assert len({row["term"] for row in rows}) == len(rows) >= 30
    assert {row["kind"] for row in rows} <= set(KINDS)


@pytest.mark.parametrize("group", ["seen", "held_out"])
def test_nine_events_of_ten_get_a_meaning_at_once_and_one_of_a_hundred_is_wrong(group):
    total = score(*lists(group))
    assert total.known >= 0.9 * total.n
    assert total.wrong <= 0.01 * total.known
    assert total.harmful <= 0.001 * total.known
    assert total.astray <= 0.1 * total.referred


def test_six_lists_were_held_out():
    assert len(lists("held_out")) == 6
    assert len(lists("seen")) >= 12
