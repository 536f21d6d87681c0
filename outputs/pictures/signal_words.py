"""What each kind of signal is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.texts import marked

if TYPE_CHECKING:
    from outputs.reader import Reader

WORDS: Final = {
    "contact_laat": marked("Te lang geen contact"),
    "dubbele_wissel": marked("Regisseur en partner wisselen tegelijk"),
    "geen_regisseur": marked("Lang geen regisseur"),
    "hermelding": marked("Hermelding na afsluiting"),
    "meer_regisseurs": marked("Meer regisseurs tegelijk"),
    "nooit_afgesloten": marked("Nooit afgesloten"),
    "norm_dreigt": marked("Norm dreigt te verlopen"),
    "norm_overschreden": marked("Norm overschreden"),
    "onveilig": marked("Kort geleden een incident"),
    "opnieuw_intake": marked("Opnieuw een intake"),
    "pingpong": marked("Heen en weer (pingpong)"),
    "regie_gat": marked("Gat in de regie"),
    "regisseurwissel": marked("Wissel van regisseur"),
    "stapeling": marked("Veel partners tegelijk (stapeling)"),
    "stille_overdracht": marked("Stille overdracht"),
    "terug_bij_start": marked("Terug bij waar het begon"),
    "veel_regisseurs": marked("Veel regisseurs in één gezin"),
    "verwijzing_geweigerd": marked("Verwijzing geweigerd"),
    "verwijzing_traag": marked("Verwijzing traag beantwoord"),
    "verwijzing_verloren": marked("Verwijzing verloren"),
    "wachtmoment": marked("Lang wachtmoment"),
}
"""By the name that the tables give it, in Dutch as the catalogue has it."""


def signal_word(kind: str, reader: Reader) -> str:
    """A kind of signal as a reader calls it; a kind that is not known here by its own name.

    >>> from outputs.reader import Reader
    >>> signal_word("regie_gat", Reader()), signal_word("iets_anders", Reader())
    ('Gat in de regie', 'iets anders')
    """
    return reader.text(WORDS[kind]) if kind in WORDS else kind.replace("_", " ")
