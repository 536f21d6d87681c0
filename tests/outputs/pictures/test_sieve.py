"""What of a picture's figures passes a level's gate, and what is said of the rest."""

from __future__ import annotations

import pytest
from pictured import DUTCH, ENGLISH

from outputs.pictures.sieve import Sieve
from outputs.small_groups import Gate, Rest


@pytest.mark.parametrize(
    ("gate", "rest", "sizes", "shown"),
    [
        (Gate(), Rest.LARGE, [0, 1, 4, 9], [0, 1, 4, 9]),
        (Gate(5), Rest.NONE, [0, 1, 4, 5, 9], [0, 5, 9]),
        (Gate(5), Rest.TOGETHER, [0, 1, 4, 5, 9], [0, 5, 9]),
        (Gate(5), Rest.LARGE, [0, 1, 4, 5, 9], [0, 9]),
        (Gate(5), Rest.TOGETHER, [4, 5, 9], [9]),
        (Gate(5), Rest.LARGE, [], []),
    ],
)
def test_rows_of_too_few_journeys_are_left_out_with_what_would_give_one_away(
    gate, rest, sizes, shown
):
    sieve = Sieve(gate)
    assert sieve.rows(sizes, int, rest) == shown
    assert sieve.n_groups == sum(not gate.shows(size) for size in sizes)
    assert sieve.n_groups + sieve.n_hiding == len(sizes) - len(shown)
    assert Sieve(gate).column(sizes, sizes, rest) == [
        size if size in shown else None for size in sizes
    ]


def test_a_row_hides_among_those_of_its_own_whole():
    rows = [("a", 9), ("a", 8), ("b", 9), ("b", 7), ("b", 2)]
    sieve = Sieve(Gate(5))
    assert sieve.rows(rows, lambda row: row[1], within=lambda row: row[0]) == rows[:3]
    assert sieve.left_out(DUTCH) == (
        "1 groep van minder dan 5 klantreizen is weggelaten.",
        "Ook 1 grotere groep is weggelaten: anders was een kleine uit te rekenen.",
    )


def test_a_figure_passes_where_all_its_groups_do():
    sieve = Sieve(Gate(5))
    assert [sieve.figure("x", *sizes) for sizes in ((), (0, 5), (4,), (9, 1))] == [
        "x",
        "x",
        None,
        None,
    ]
    assert sieve.n_figures == 2


def test_a_median_of_too_few_is_kept_back_and_one_of_nothing_is_not_counted():
    sieve = Sieve(Gate(1, least=5))
    assert [sieve.summary(2.5, 5), sieve.summary(2.5, 4), sieve.summary(None, 4)] == [
        2.5,
        None,
        None,
    ]
    assert sieve.n_summaries == 1


@pytest.mark.parametrize(
    ("reader", "notes"),
    [
        (
            DUTCH,
            [
                "2 groepen van minder dan 5 klantreizen zijn weggelaten.",
                "1 cijfer over minder dan 5 klantreizen, of over alle op zo weinig na, is weggelaten (–).",
                "1 mediaan, gemiddelde of aandeel van minder dan 6 klantreizen is niet genoemd (–).",
            ],
        ),
        (ENGLISH, None),
    ],
    ids=["Dutch", "English"],
)
def test_what_did_not_pass_is_said(reader, notes):
    sieve = Sieve(Gate(5, least=6))
    sieve.rows([1, 4], int, Rest.TOGETHER)
    sieve.figure("x", 4)
    sieve.summary(1.0, 5)
    said = sieve.notes(reader)
    assert len(said) == 3
    assert notes is None or said == notes
    assert all("klantreizen" not in note for note in said) == (reader is ENGLISH)


def test_where_all_passes_nothing_is_said():
    assert Sieve(Gate(5)).notes(DUTCH) == []
