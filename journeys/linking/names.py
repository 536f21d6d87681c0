"""Names as Dutch registrations write them, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFIXES: Final = _words(
    "aan af al auf aus ben bij bin d da dal dalla de degli dei del della den der des di do dos du el"
    " het in l la las le les lo los onder op over s t te ten ter tho thoe to toe tot uijt uit v van"
    " vanden vander vd ver vom von voor vor zu zum zur"
)
"""Tussenvoegsels and their like: written, abbreviated or left out at will, so no part of a name."""
NOBODY: Final = _words(
    "anoniem baby geen naamloos nb niet nn nnb nvt onbekend onbekende unknown xx xxx"
)
"""What registrations write where they know no name."""
NICKNAMES: Final = {
    short: full
    for full, shorts in {
        "johannes": "jan johan hans joh johannus joannes jo joop han",
        "johanna": "jo joke hanna hannie jannie janna joanna annie",
        "petrus": "piet pieter peter petr pim",
        "cornelis": "kees cor cornelius corneel cees",
        "cornelia": "corrie cor cora corry nel nelly",
        "nicolaas": "klaas nico niek nicolas nikolaas claas",
        "wilhelmus": "wim willem wil helmus guillaume william",
        "wilhelmina": "mina willy wil wilma mien miep",
        "hendrikus": "henk hendrik hein henri hendricus rik henry",
        "hendrika": "rika henny riek hennie",
        "jacobus": "jaap jacob koos ko cobus jakob coos sjaak jacques",
        "gerardus": "gerard ger gerrit geert gerhardus gerrie",
        "theodorus": "theo dorus teun",
        "antonius": "anton toon ton antoon tonnie teun",
        "maria": "marie mia riet ria marij mieke miep",
        "elisabeth": "els lies betty bep liesbeth elizabeth lisa ellis elly",
        "margaretha": "greet margriet greta gre griet margreet",
        "catharina": "trijn toos rina catrien karin katja tineke",
        "franciscus": "frans francis cis",
        "francisca": "cisca franciska sisca",
        "mohammed": "mohamed mohammad muhammed muhammad mohamad mehmet mo",
        "fatima": "fatma fatema fatimah",
        "adrianus": "adriaan ad arie adri",
        "adriana": "adrie ada jana",
        "leonardus": "leo leonard leen len",
        "martinus": "martin maarten tinus marten",
        "josephus": "jos joseph jef joep josef",
        "christiaan": "chris christian kris",
        "alexander": "alex sander lex xander",
        "sebastiaan": "bas sebastian bastiaan",
        "matthijs": "thijs mathijs matthias matthys ties",
        "frederik": "fred freek frits frederick",
        "rudolf": "ruud rudolph roelof",
        "lambertus": "bert lambert bertus",
        "daniel": "daan dani",
        "benjamin": "ben benny",
        "thomas": "tom tommy",
        "abdullah": "abdallah abdoullah",
        "hubertus": "huub hub hubert bert",
        "robertus": "rob robert bob",
    }.items()
    for short in shorts.split()
}
"""A name of every day to a name of the register; where several fit, the last one listed."""

_LETTERS: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "’": "'", "‘": "'", "`": "'", "´": "'",
    }
)  # fmt: skip
_APART: Final = re.compile(r"\b(?:e/v|ev|gehuwd|geb|geboren|gesch|wed|w/o|weduwe)\b\.?|[-–—/+&]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CALLED: Final = re.compile(r"\(([^()]*)\)")
_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"eij|ij|ei|ey|y", "i"), (r"ou|au|auw|ouw", "au"), (r"ph|v|w(?=r)", "f"), (r"sch\b", "s"),
        (r"ch", "g"), (r"c(?=[eiy])|z", "s"), (r"ck|c|q", "k"), (r"x", "ks"), (r"th|dt|d\b", "t"),
        (r"ae", "a"), (r"(?<=.)h", ""), (r"(.)\1+", r"\1"), (r"(?<=...)e\b", ""),
    )
)  # fmt: skip


def plain(text: str | None) -> str:
    """Without case, diacritics and white space around; letters of other scripts stay.

    >>> plain(" José  Müller-Ĳsselstein ")
    'jose  muller-ijsselstein'
    """
    apart = unicodedata.normalize("NFKD", (text or "").casefold().translate(_LETTERS))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.casefold().translate(_LETTERS).strip()


def family_parts(text: str | None) -> list[str]:
    """The names in a family name, in order, without tussenvoegsels; two of a double name.

    A name that is nothing but tussenvoegsels is one name.

    >>> family_parts("van der Berg"), family_parts("Jong, de"), family_parts("Jansen-de Vries")
    (['berg'], ['jong'], ['jansen', 'vries'])
    >>> family_parts("Jansen e/v de Vries"), family_parts("In 't Veld"), family_parts("onbekend")
    (['jansen', 'vries'], ['veld'], [])
    """
    plain_text = _APART.sub(" ", _CALLED.sub(" ", plain(text)).replace("'", " "))
    words = [word for word in _WORD.findall(plain_text) if word not in NOBODY]
    names = [word for word in words if word not in PREFIXES]
    names_or_words = names or ["".join(words)] if words else []
    return list(dict.fromkeys(names_or_words))


def given_name(text: str | None) -> tuple[str | None, str | None]:
    """The first given name, where one is written out, and the first letter.

    What stands between brackets is what somebody is called by. Letters with dots are initials.

    >>> given_name("Jan Pieter"), given_name("J.P."), given_name("J.P. (Jaap)"), given_name("Th. M.")
    (('jan', 'j'), (None, 'j'), ('jaap', 'j'), (None, 't'))
    >>> given_name(""), given_name("N.N."), given_name("d'André")
    ((None, None), (None, None), ('dandre', 'd'))
    """
    plain_text = plain(text).replace("'", "")
    called = [word for inside in _CALLED.findall(plain_text) for word in _WORD.findall(inside)]
    outside = _CALLED.sub(" ", plain_text)
    words = _WORD.findall(outside)
    if not (called or words) or "".join(words or called) in NOBODY:
        return None, None
    if called and len(called[0]) > 1:
        return called[0], (words or called)[0][0]
    first = words[0] if words else called[0]
    if first in NOBODY:
        return None, None
    is_initial = len(first) == 1 or (
        re.match(rf"\s*{first}\.", outside) is not None and len(first) <= 3  # noqa: PLR2004 - Chr.
    )
    return (None if is_initial else first), first[0]


def sound(name: str) -> str:
    """About how a Dutch name sounds: spellings of one name that differ in the writing alone.

    >>> sound("meijer") == sound("meyer") == sound("meier"), sound("schmidt") == sound("smit")
    (True, False)
    >>> sound("kloosterman") == sound("closterman"), sound("visser"), sound("fisser")
    (True, 'fiser', 'fiser')
    """
    for pattern, to in _SOUNDS:
        name = pattern.sub(to, name)
    return name


def deletions(text: str, most: int = 14) -> list[str]:
    """The text and all that is left of it without one letter: the neighbourhood of a typing error.

    Two texts that differ by one letter more, fewer or other, or by two neighbours that changed
    places, have one of these in common (Garbe, SymSpell, 2012). Letters after `most` do not count.

    >>> sorted(set(deletions("jansen")) & set(deletions("janssen")))
    ['jansen']
    >>> bool(set(deletions("visser")) & set(deletions("vissre")))
    True
    """
    text = text[:most]
    return list(dict.fromkeys([text, *(text[:n] + text[n + 1 :] for n in range(len(text)))]))
