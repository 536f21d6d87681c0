"""A term as words: what the lexicon compares, and where each word stood in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_PART: Final = re.compile(
    r"(?P<mark>[:;,()\[\]|–—]| [-/] |\.\s)"
    r"|(?:[^\W\d_]\.){2,}"  # i.v.m.
    r"|[^\W_]+?(?<=[a-z])(?=[A-Z][a-z])"  # caseClosed
    r"|[^\W_]+(?:['’`][^\W_]+)*"
)
_SILENT: Final = re.compile(r"['’`.]")
_NUMBER: Final = re.compile(r"[a-z]{0,2}\d+[a-z]{0,2}")


@dataclass(frozen=True)
class Word:
    """A word of a term.

    Attributes:
        form: in small letters and without accents.
        clause: how many marks such as `:`, `(` and ` - ` stand before it.
        begin: where it begins in the term's one spelling.
        end: where it ends there.
    """

    form: str
    clause: int
    begin: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it only counts or codes: `2`, `A10`."""
        return bool(_NUMBER.fullmatch(self.form))


def words_of(text: str) -> list[Word]:
    """The words of a text in its one spelling.

    >>> [(word.form, word.clause) for word in words_of("Intake (geannuleerd) n.a.v. cliënt_vraag")]
    [('intake', 0), ('geannuleerd', 1), ('nav', 2), ('client', 2), ('vraag', 2)]
    """
    words, clause = [], 0
    for part in _PART.finditer(text):
        if part["mark"]:
            clause += 1
        else:
            words.append(Word(folded(part[0]), clause, *part.span()))
    return words


def folded(text: str) -> str:
    """A text in small letters, without accents and apostrophes.

    >>> folded("Coördinatie"), folded("collega's")
    ('coordinatie', 'collegas')
    """
    apart = unicodedata.normalize("NFD", _SILENT.sub("", text).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def plurals(word: str) -> list[str]:
    """What the plural of a Dutch or English word may be; some of these are no words, and harm nobody.

    >>> plurals("afspraak")[-1], "plannen" in plurals("plan"), "brieven" in plurals("brief")
    ('afspraken', True, True)
    """
    endings = [f"{word}{ending}" for ending in ("s", "en", "n", "es")]
    endings += [f"{word}{word[-1]}en", f"{word[:-1]}ies"]
    endings += [f"{word[:-1]}{soft}en" for hard, soft in ("fv", "sz") if word.endswith(hard)]
    if word.endswith("heid"):
        endings.append(f"{word[:-4]}heden")
    if len(word) > len("aak") and word[-3] == word[-2] and word[-2] in "aeou":
        endings.append(f"{word[:-2]}{word[-1]}en")
    return endings
