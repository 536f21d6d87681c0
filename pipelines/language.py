"""The language of errors, of the command line and of its nights: Dutch, unless somebody reads English."""

from __future__ import annotations

import os
import re
from functools import partial
from typing import Final

from journeys.errors import said, speak
from outputs.texts import LANGUAGES, sentences_in
from pipelines.errors import ConfigError

VARIABLE: Final = "KLANTREIS_LANG"
LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables in which a system says the language of messages; the first that is set counts."""


def choose_language(name: str = "") -> None:
    """Say everything in a language from now on, in this process and in those that it starts.

    Args:
        name: of the language; '' takes that of `VARIABLE`, and without one that of the locale.

    Raises:
        ConfigError: there is no such language.
    """
    name = name or os.environ.get(VARIABLE) or language_of_locale()
    for language in LANGUAGES:
        if language == name:
            os.environ[VARIABLE] = language
            speak(language, partial(sentences_in, language))
            return
    raise ConfigError(said("no language {name!r}", name=name), expected=", ".join(LANGUAGES))


def language_of_locale() -> str:
    """English where the locale is English; else the first of `LANGUAGES`, also where it tells no language."""
    locale = next(filter(None, map(os.environ.get, LOCALES)), "")
    return "en" if re.match("en(?![a-z])", locale) else LANGUAGES[0]
