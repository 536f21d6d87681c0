"""What hangs together, held to scipy's own answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from journeys.linking.components import components


@pytest.mark.parametrize(
    ("n", "edges", "wanted"),
    [
        (0, [], []),
        (3, [], [0, 1, 2]),
        (3, [(2, 2)], [0, 1, 2]),
        (5, [(4, 3), (3, 2), (2, 1), (1, 0)], [0, 0, 0, 0, 0]),
        (6, [(5, 1), (0, 4), (1, 3), (1, 3)], [0, 1, 2, 1, 0, 1]),
    ],
    ids=["no node", "no edge", "a node with itself", "a chain", "two groups and a loner"],
)
def test_each_node_has_the_lowest_that_it_hangs_together_with(n, edges, wanted):
    left, right = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    assert components(n, left, right).tolist() == wanted


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(
    st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60))))  # fmt: skip
def test_the_groups_are_those_of_scipy(graph):
    n, edges = graph
    left, right = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    mine = components(n, left, right)
    _, other = connected_components(
        coo_array((np.ones(len(left)), (left, right)), shape=(n, n)), directed=False
    )
    assert len({*zip(mine.tolist(), other.tolist(), strict=True)}) == len(set(other.tolist()))
    assert len(set(mine.tolist())) == len(set(other.tolist()))
