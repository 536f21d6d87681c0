"""Whose a file is where nothing in it says so: by the words in its name (partners.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from pipelines.proposal.names import plain
from pipelines.proposal.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PLAIN_WORDS: Final = re.compile(
    r"export|extract|dump|rapport(age)?|report|lijst|overzicht|list|data|log|events?|registratie|bestand"
    r"|gegevens|snapshot|stand|dagelijks|nacht|totaal"
)
"""Words of a file's name that say nothing of a partner."""


def partner_of(paths: Sequence[Path], name: str) -> list[Setting]:
    """The partner where nothing in the file says it: by its name, or its folder's; or who else acts in it."""
    texts = [paths[0].name.split(".")[0], paths[0].parent.name] if paths else [name]
    for option, of_option in (("partner", "partners"), ("actor", "actors")):
        for text in texts:
            words = f" {re.sub(r'[0-9]+', ' ', plain(text))} "
            for value, signs in _known()[of_option].items():
                if any(f" {sign} " in words for sign in signs):
                    return [
                        Setting(option, value, said("by the name of the file; no column says it"))
                    ]
    guess = " ".join(
        word
        for word in re.sub(r"[0-9]+", " ", plain(texts[0])).split()
        if not PLAIN_WORDS.fullmatch(word)
    )
    return [
        Setting(
            "partner",
            guess.capitalize() or name,
            said("by the name of the file; no column says it"),
            is_doubtful=True,
        )
    ]


@cache
def _known() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The words that mean a partner, or somebody else who acts (partners.toml)."""
    text = files("pipelines.proposal").joinpath("partners.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
