"""A deployment runs its own config, whatever parameter it is handed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from journeys.errors import said
from pipelines.errors import ConfigError

OWN_CONFIG: Final = "KLANTREIS_CONFIG"
"""The variable with the config of a deployment."""


def own_config(handed: str, *, is_deployed: bool) -> Path:
    """The config that a run of the flow may read.

    Args:
        handed: the parameter `config_path`.
        is_deployed: whether a deployment runs, so that the parameter came from a server.

    Raises:
        ConfigError: another config than the deployment's, or the deployment has none.

    >>> own_config("klantreis.toml", is_deployed=False).name
    'klantreis.toml'
    """
    own = os.environ.get(OWN_CONFIG, "")
    if not own and is_deployed:
        raise ConfigError(
            said("the deployment has no config: {variable} is not set", variable=OWN_CONFIG),
            hint="set it for the worker, as prefect.yaml does",
        )
    path = Path(own or handed).resolve()
    if Path(handed).resolve() != path:
        raise ConfigError(
            said("this deployment runs {name} alone, whatever config_path says", name=path.name)
        )
    return path
