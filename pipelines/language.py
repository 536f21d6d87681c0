"""The language of errors, of the command line and of its nights: Dutch, unless somebody chose English."""

from __future__ import annotations

import os
from functools import partial
from typing import Final

from journeys.errors import said, speak
from outputs.texts import LANGUAGES, sentences_in
from pipelines.errors import ConfigError

VARIABLE: Final = "KLANTREIS_LANGUAGE"


def choose_language(name: str = "") -> None:
    """Say everything in a language from now on, in this process and in those that it starts.

    Args:
        name: of the language; '' takes the variable's, and without one the first of `LANGUAGES`.

    Raises:
        ConfigError: there is no such language.
    """
    name = name or os.environ.get(VARIABLE, LANGUAGES[0])
    for language in LANGUAGES:
        if language == name:
            os.environ[VARIABLE] = language
            speak(language, partial(sentences_in, language))
            return
    raise ConfigError(said("no language {name!r}", name=name), expected=", ".join(LANGUAGES))
