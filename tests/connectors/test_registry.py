"""The kinds of source by name."""

import pytest

from connectors.errors import ConnectorError
from connectors.registry import KINDS, kind_of


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_its_reader_and_maps_what_a_config_may_map(name):
    from pipelines.config.source_section import COLUMNS

    kind = kind_of(name)
    assert callable(kind.reader)
    assert kind.takes in {"file", "folder", "remote"}
    assert set(kind.columns) <= set(COLUMNS)
    assert kind.options is None or kind.options.model_config["extra"] == "forbid"


def test_an_unknown_kind_offers_the_closest():
    with pytest.raises(ConnectorError) as caught:
        kind_of("CVS")
    assert caught.value.expected == f"one of {', '.join(sorted(KINDS))}"
    assert '"csv"' in caught.value.hint
