"""`[regie]`, `[meldingen]` and `[safety]` in a config: what is right is used, what is wrong is named."""

from __future__ import annotations

import pytest

from journeys.regie import Role
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError

START = """
[project]
name = "Noord"

[[sources]]
name = "wmo"
kind = "csv"
path = "*.csv"
partner = "Wmo"
[sources.columns]
case_id = "zaak"
activity = "stap"
started_at = "datum"
"""
PROCES = '[[regie.roles]]\nname = "procesregisseur"\nlayer = "proces"\naliases = ["PR"]\n'


def read(tmp_path, more):
    path = tmp_path / "klantreis.toml"
    path.write_text(START + more, encoding="utf-8")
    return read_config(path)


def test_a_role_has_a_name_a_layer_aliases_and_sources(tmp_path):
    config = read(tmp_path, PROCES + 'sources = "wmo"\n')
    assert config.regie.as_roles() == (Role("procesregisseur", "proces", ("PR",), ("wmo",)),)
    assert read(tmp_path, "").regie.as_roles() == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[[regie.roles]]\nname = "PR"\nlayer = "process"\n', "did you mean proces?"),
        (PROCES + '[[regie.roles]]\nname = "pr"\nlayer = "casus"\n', "'pr' stands there twice"),
        (PROCES + PROCES, "'procesregisseur' stands there twice"),
        (
            PROCES + '[[regie.roles]]\nname = "B"\nlayer = "casus"\naliases = "PR"\n',
            "(procesregisseur, B)",
        ),
        ('[[regie.roles]]\nname = "PR"\nlayer = "proces"\naliases = [""]\n', "an alias is empty"),
        (PROCES + 'sources = ["wm"]\n', "did you mean wmo?"),
        ('[[regie.roles]]\nname = "PR"\n', "layer"),
        (PROCES.replace("aliases", "alias"), "did you mean aliases?"),
        ("[meldingen]\nlookback_days = 0\n", "lookback_days"),
        ("[safety]\nsight = 3\n", "did you mean sight_days?"),
    ],
    ids=[
        "no-layer-of-that-name", "a-name-is-an-alias", "a-role-twice", "an-alias-twice", "empty-alias",
        "no-source-of-that-name", "no-layer", "no-such-option", "no-days", "no-such-sight",
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path, more, told):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, more)
    assert told in str(caught.value)


def test_the_days_reach_the_models(tmp_path):
    config = read(tmp_path, "[meldingen]\nlookback_days = 365\n\n[safety]\nsight_days = 30\n")
    assert (config.settings().lookback_days, config.settings().sight_days) == (365, 30)
    standard = read(tmp_path, "").settings()
    assert (standard.lookback_days, standard.sight_days) == (1096, 91)
