"""A population of families, against the truth of each row; and the parts that make the model."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import duckdb
import numpy as np
import pytest
from families import Population, rows
from linking import agreement, rebuilt
from profiles import with_few
from tokens import nodes

from journeys.linking.comparisons import COMPARISONS
from journeys.linking.expectation import Patterns, expect
from journeys.linking.link import link
from journeys.linking.settings import Decision


def made(**population):
    found = list(rows(Population(**population)))
    return found, nodes(found), {row.person: row.truth for row in found}


def linked(table, decisions=()):
    with duckdb.connect(config={"threads": 2}) as connection:
        return link(connection, table, decisions)


def judged(outcome, truth):
    true = [truth[person] for person in outcome.people["person"].to_pylist()]
    return agreement(true, outcome.people["client_id"].to_pylist())


@pytest.mark.parametrize("share", with_few([0.03, 0.2], 0.2), ids=["some twins", "many twins"])
def test_families_without_a_bsn_are_told_apart_and_put_together(share):
    found, table, truth = made(n_records=4_000, twins=share)
    outcome = linked(table)
    precision, recall = judged(outcome, truth)
    assert precision >= 0.997
    assert recall >= 0.955
    assert outcome.review.num_rows <= 0.02 * len(found)
    answers = [
        Decision(row["person_a"], row["person_b"], truth[row["person_a"]] == truth[row["person_b"]])
        for row in outcome.review.to_pylist()
    ]
    decided = linked(table, answers)
    precision, recall = judged(decided, truth)
    assert precision >= 0.997
    assert recall >= 0.99
    of = dict(
        zip(
            decided.people["person"].to_pylist(),
            decided.people["client_id"].to_pylist(),
            strict=True,
        )
    )
    for answer in answers:
        if answer.is_same:
            assert of[answer.person_a] == of[answer.person_b]


def test_with_every_bsn_all_is_right_whatever_else_is_wrong():
    _, table, truth = made(n_records=1_500, no_bsn=0.0, wrong=0.0, empty=0.1)
    assert judged(linked(table), truth) == (1.0, 1.0)


def test_with_every_bsn_typing_errors_cost_hardly_a_pair():
    _, table, truth = made(n_records=1_500, no_bsn=0.0, other=0.0)
    precision, recall = judged(linked(table), truth)
    assert precision == 1.0
    assert recall >= 0.997


@pytest.mark.parametrize("n", [1, 10, 100])
def test_a_few_records_are_linked_by_belief(n):
    _, table, truth = made(n_records=n)
    precision, recall = judged(linked(table), truth)
    assert precision == 1.0
    assert recall >= 0.8


def test_neither_the_order_of_rows_nor_the_threads_change_anything():
    _, table, _ = made(n_records=1_500)
    first = linked(table)
    order = list(range(table.num_rows))
    random.Random(3).shuffle(order)
    with duckdb.connect(config={"threads": 1}) as connection:
        second = link(connection, table.take(order))
    assert first.people.equals(second.people)
    assert first.review.equals(second.review)
    assert first.model == second.model


def test_the_model_tells_its_parameters_and_no_persons():
    _, table, _ = made(n_records=400)
    told = linked(table).model
    assert told["n_records"] == table.num_rows
    assert list(told["comparisons"]) == [each.name for each in COMPARISONS]
    for levels in told["comparisons"].values():
        for of in ("m_home", "m_world", "u_world"):
            assert sum(level[of] for level in levels.values()) == pytest.approx(1, abs=1e-3)


def test_the_population_is_the_same_each_time_and_holds_what_it_should():
    found, table, _ = made(n_records=5_000, no_bsn=0.5)
    again, same, _ = made(n_records=5_000, no_bsn=0.5)
    assert found == again
    assert table.equals(same)
    assert sum(row.identity.bsn is None for row in found) / len(found) == pytest.approx(
        0.5, abs=0.03
    )
    assert sum(row.identity.birth_date is None for row in found) / len(found) == pytest.approx(
        0.03, abs=0.01
    )
    assert len({row.source for row in found}) == 4
    of_family = Counter((row.family, row.identity.postcode) for row in found)
    assert max(of_family.values()) > 3


def test_agreement_equals_counting_every_pair():
    source = random.Random(5)
    true = [source.randrange(12) for _ in range(40)]
    found = [source.randrange(12) for _ in range(40)]
    pairs = list(combinations(range(40), 2))
    real = {(a, b) for a, b in pairs if true[a] == true[b]}
    made_ones = {(a, b) for a, b in pairs if found[a] == found[b]}
    both = len(real & made_ones)
    assert agreement(true, found) == (both / len(made_ones), both / len(real))
    assert rebuilt([1, 1, 2, 3], ["a", "a", "b", "b"]) == pytest.approx(1 / 3)


def test_expectation_finds_the_parameters_that_made_the_pairs():
    source = np.random.default_rng(11)
    n, share = 60_000, 0.3
    m, u = (
        [[0.9, 0.08, 0.02], [0.8, 0.2], [0.95, 0.05]],
        [[0.05, 0.05, 0.9], [0.3, 0.7], [0.02, 0.98]],
    )
    same = source.random(n) < share
    drawn = np.stack(
        [
            np.where(
                same,
                source.choice(len(one), n, p=one),
                source.choice(len(other), n, p=other),
            )
            for one, other in zip(m, u, strict=True)
        ],
        axis=1,
    )
    drawn[source.random(n) < 0.1, 1] = -1
    levels, count = np.unique(drawn, axis=0, return_counts=True)
    start_m, start_u = (
        [[0.6, 0.2, 0.2], [0.6, 0.4], [0.6, 0.4]],
        [[0.2, 0.2, 0.6], [0.4, 0.6], [0.4, 0.6]],
    )
    found = expect(
        Patterns(levels, count.astype(float)), m=start_m, u=start_u, share=0.5, is_u_fixed=False
    )
    assert found.share == pytest.approx(share, abs=0.02)
    for got, wanted in zip([*found.m, *found.u], [*m, *u], strict=True):
        assert got == pytest.approx(wanted, abs=0.03)
    alone = expect(
        Patterns(levels[:0], count[:0].astype(float)), m=m, u=u, share=0.5, is_u_fixed=False
    )
    assert (alone.m, alone.u, alone.share) == (
        [pytest.approx(each) for each in m], [pytest.approx(each) for each in u], 0.5,
    )  # fmt: skip
