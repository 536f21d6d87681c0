"""The kinds of source by name."""

import pytest

from connectors.errors import ConnectorError
from connectors.registry import READERS, reader


def test_every_kind_has_its_reader():
    assert {kind: reader(kind) for kind in READERS} == READERS


def test_an_unknown_kind_offers_the_closest():
    with pytest.raises(ConnectorError) as caught:
        reader("CVS")
    assert caught.value.expected == f"one of {', '.join(sorted(READERS))}"
    assert '"csv"' in caught.value.hint
