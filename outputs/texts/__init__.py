"""The catalogue of texts: Dutch is what the code says, English stands in `en`, a gettext file a part.

A text is looked up by its Dutch wording. A test wants every text of the code, the templates and the
scripts to be in the catalogue, and nothing else. Errors are the exception: the code says them in English,
as it does all that developers read (`journeys.errors.said`), and their Dutch stands in `nl`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")
"""The first is what people get who choose nothing."""


@cache
def catalogue(language: Language) -> Mapping[str, str | tuple[str, ...]]:
    """Every text in a language by its Dutch wording; a text with a number has one for 1 and one for more.

    >>> catalogue("en")["Begrippen"], catalogue("nl")
    ('Terms', {})
    """
    found: dict[str, str | tuple[str, ...]] = {}
    if language == LANGUAGES[0]:
        return found
    for file in sorted((files(__name__) / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            with file.open("rb") as opened:
                for message in read_po(opened, locale=language):
                    if message.id:
                        key = message.id if isinstance(message.id, str) else message.id[0]
                        said = message.string or ""
                        found[key] = said if isinstance(said, str) else tuple(said)
    return found


@cache
def errors_in(language: Language) -> Mapping[str, str]:
    """Every sentence of an error in a language by its English wording, for `journeys.errors.speak`.

    >>> errors_in("nl")["no such folder"], errors_in("en")
    ('zo’n map is er niet', {})
    """
    if language == "en":
        return {}
    with (files(__name__) / language / "fouten.po").open("rb") as opened:
        return {
            str(message.id): str(message.string)
            for message in read_po(opened, locale=language)
            if message.id
        }


def marked(dutch: str) -> str:
    """A text that is looked up elsewhere; marked here, so that the catalogue is known to need it.

    >>> marked("Kaart")
    'Kaart'
    """
    return dutch


def plural(one: str, many: str) -> tuple[str, str]:
    """A text with a number, {n}, in its two forms, that is looked up elsewhere; see `marked`.

    >>> plural("{n} kaart", "{n} kaarten")
    ('{n} kaart', '{n} kaarten')
    """
    return one, many
