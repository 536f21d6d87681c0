"""The catalogue of texts: Dutch is what the code says, English stands in `en`, a gettext file a part.

A text is looked up by its Dutch wording. A test wants every text of the code, the templates and the
scripts to be in the catalogue, and nothing else. Errors and the command line are the exception: the code says
them in English, as it does all that developers read (`journeys.errors.said`), and their Dutch stands in `nl`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polib import POEntry

    from journeys.errors import Language

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
    for entry in _entries(language):
        found[entry.msgid] = tuple(entry.msgstr_plural.values()) or entry.msgstr
    return found


@cache
def sentences_in(language: Language) -> Mapping[str, str]:
    """What errors and the command line say in a language by its English wording, for `journeys.errors.speak`.

    >>> sentences_in("nl")["no such folder"], sentences_in("en")
    ('zo’n map is er niet', {})
    """
    if language == "en":
        return {}
    return {entry.msgid: entry.msgstr for entry in _entries(language)}


def _entries(language: Language) -> Iterator[POEntry]:
    """Every entry of a language, of all its files in the order of their names."""
    from polib import pofile  # noqa: PLC0415 - a command that says nothing does not wait for it

    for file in sorted((files(__name__) / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            yield from pofile(file.read_text(encoding="utf-8"))


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
