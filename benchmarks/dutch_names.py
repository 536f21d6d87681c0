"""Dutch names with their frequencies: known ones at the top, made ones in a long tail."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

SURNAMES = (
    "de Jong:86, Jansen:75, de Vries:73, van den Berg:60, van Dijk:59, Bakker:58, Janssen:56, "
    "Visser:51, Smit:44, Meijer:41, de Boer:40, Mulder:38, de Groot:37, Bos:36, Vos:31, Peters:31, "
    "Hendriks:30, van Leeuwen:29, Dekker:28, Brouwer:26, de Wit:25, Dijkstra:24, Smits:23, de "
    "Graaf:22, van der Meer:22, van der Linden:21, Kok:20, Jacobs:20, de Haan:19, Vermeulen:19, van "
    "den Heuvel:18, van der Veen:18, van den Broek:17, de Bruijn:16, van der Heijden:16, "
    "Schouten:16, van Beek:16, Willems:15, van Vliet:15, Hoekstra:15, Maas:14, Verhoeven:14, "
    "Koster:14, van Dam:14, Prins:13, Blom:13, Huisman:13, Peeters:12, de Bruin:12, Kuipers:12, van "
    "Veen:12, Post:12, Kuiper:11, Veenstra:11, Kramer:11, van den Brink:11, Scholten:11, van "
    "Wijk:10, Postma:10, Martens:10, Yılmaz:9, El Amrani:7, Nguyen:7, Mohamed:6, Öztürk:6, Kaya:6, "
    "Ahmed:5, Çelik:5, Bouzid:3, García:3, Núñez:2"
)
BOYS = (
    "Jan:60| Johannes:55| Pieter:30| Cornelis:28| Hendrik:30| Willem:26| Gerrit:14| Klaas:8| "
    "Kees:10| Henk:14| Piet:9; Mark:20| Peter:24| Johan:12| Robert:16| Marcel:14| Erik:12| "
    "Martin:14| Patrick:12| Mohamed:9| Mehmet:5| Bas:6| Jeroen:16; Daan:20| Sem:18| Lucas:18| "
    "Levi:15| Noah:16| Thomas:14| Tim:12| Mohammed:12| Jesse:11| Thijs:11| Adam:7| Ömer:2| René:1"
)
GIRLS = (
    "Maria:70| Johanna:45| Anna:30| Cornelia:22| Wilhelmina:18| Elisabeth:20| Hendrika:12| "
    "Catharina:12| Grietje:6| Riet:5; Monique:16| Esther:14| Sandra:18| Petra:14| Linda:14| "
    "Marieke:12| Fatima:9| Ayşe:4| Chantal:8| Ingrid:12| Wendy:9| Anita:10; Emma:20| Sophie:18| "
    "Julia:17| Tess:12| Sara:14| Anna:13| Lotte:12| Zoë:9| Fleur:9| Yasmin:5| Noor:9| Chloé:2| "
    "Fenna:7"
)
STARTS = (
    "Ba Be Bo Bra Bro Da De Do Dra Fa Fo Ga Ge Gro Ha He Hoe Jo Ka Ke Klo Koo La Le Lo Ma Me Moe Na "
    "No Oo Pa Po Ra Ri Roo Sa Scha Sno Sta Ta Te Til Va Ve Vree Wa We Wie Za Zo"
)
MIDDLES = "l ll r rr n nn m mm k kk s ss t tt v lg rk nd rst ns mp lt rm ft rd ls"
ENDS = (
    "a aar en er ers inga ing ink stra sma man mans ma huis hof berg veld dijk sen els ens ema kamp "
    "horst wijk haar stein daal"
)
"""Beginnings, middles and ends, to make names of."""
PREFIXES = ("", "", "", "", "van ", "van de ", "van der ", "de ", "ten ", "'t ", "van 't ")
GIVEN_ENDS = {
    "m": "o an us el ik en ert win bert jan mar is",
    "v": "a e ie ina elle ke tje ine lia nne ara",
}


class Draw:
    """Values with frequencies."""

    def __init__(self, weighted: Iterable[tuple[str, float]]) -> None:
        pairs = list(weighted)
        self.values = [value for value, _ in pairs]
        self.bounds = list(accumulate(weight for _, weight in pairs))

    def __call__(self, rng: Random) -> str:
        """One of them."""
        return self.values[bisect(self.bounds, rng.random() * self.bounds[-1])]


class Names:
    """Surnames, and given names by sex and generation.

    Args:
        rng: makes the tails.
        n_surnames: how many surnames are made; `surname_power` is of their Zipf frequencies.
        n_given: how many given names are made for each sex and generation.
        surname_power: larger: fewer names for more people.
    """

    def __init__(self, rng: Random, n_surnames: int, n_given: int, surname_power: float) -> None:
        self.rng = rng
        top = _weighted(SURNAMES, ",")
        self.surname = Draw(_tail(top, n_surnames, surname_power, self._surname, 2.4))
        self.given = {"m": self._given(BOYS, "m", n_given), "v": self._given(GIRLS, "v", n_given)}

    def _given(self, texts: str, sex: str, n: int) -> list[Draw]:
        return [
            Draw(_tail(_weighted(text, "|"), n, 1.0, lambda: self._made(GIVEN_ENDS[sex]), 0.6))
            for text in texts.split(";")
        ]

    def _made(self, ends: str) -> str:
        return "".join(self.rng.choice(each.split()) for each in (STARTS, MIDDLES, ends))

    def _surname(self) -> str:
        return self.rng.choice(PREFIXES) + self._made(ENDS)


def _weighted(text: str, mark: str) -> list[tuple[str, float]]:
    return [(name.strip(), float(n)) for name, n in (each.split(":") for each in text.split(mark))]


def _tail(
    top: list[tuple[str, float]], n: int, power: float, make: Callable[[], str], ratio: float
) -> list[tuple[str, float]]:
    """The top, and n made names that have `ratio` times its weight together, by Zipf."""
    weights = [1 / (rank + 20) ** power for rank in range(n)]
    scale = ratio * sum(weight for _, weight in top) / sum(weights) if n else 0.0
    return [*top, *((make(), weight * scale) for weight in weights)]
