"""Words on lines stand beside boxes, not over them."""

from __future__ import annotations

import pytest

from outputs.maps.draw import DrawnLine, Layout
from outputs.maps.labels import settle
from outputs.maps.scene import Edge, Line, Mark, Node, Scene

LINE = Line(2, "#000000")
DOWN = ((50.0, 0.0), (50.0, 100.0), (50.0, 200.0), (50.0, 300.0))


def scene_of(n_edges):
    nodes = (Node("a", ("A",)), Node("b", ("B",)))
    edges = tuple(Edge("a", "b", 1, LINE, (Mark(("12x",)),)) for _ in range(n_edges))
    return Scene("klein", "", "", "", nodes=nodes, edges=edges)


def settled(nodes, *labels):
    routes = tuple(DrawnLine(DOWN, (50.0, 305.0), label) for label in labels)
    laid = settle(scene_of(len(labels)), Layout(400, 400, nodes, {}, routes))
    return [route.label for route in laid.routes]


FAR = {"a": (300.0, 0.0), "b": (300.0, 300.0)}


def test_a_label_that_is_free_stays_where_it_is():
    assert settled(FAR, (70.0, 150.0)) == [(70.0, 150.0)]


def test_a_label_over_a_box_moves_along_its_line():
    ((x, y),) = settled({"a": (70.0, 150.0), "b": (300.0, 300.0)}, (70.0, 150.0))
    assert (x, y) != (70.0, 150.0)
    assert x < 50
    assert y == pytest.approx(150)


def test_two_labels_at_one_place_are_set_apart():
    one, other = settled(FAR, (70.0, 150.0), (70.0, 150.0))
    assert one == (70.0, 150.0)
    assert other != one


def test_a_line_without_words_is_left_alone():
    assert settled(FAR, None) == [None]
