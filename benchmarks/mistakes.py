"""Ways in which a value is written, and ways in which it is written wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def varied(surname: str, rng: Random) -> str:
    """Ways in which one surname is written."""
    chance = rng.random()
    if " " in surname and chance < 0.1:
        return surname.rsplit(maxsplit=1)[-1]
    if " " in surname and chance < 0.2 and "-" not in surname:
        *prefix, name = surname.split()
        return f"{name}, {' '.join(prefix)}"
    return surname.upper() if chance > 0.9 else surname


def typing_error(text: str, rng: Random) -> str:
    """A letter or digit other, less, more, or swapped with its neighbour."""
    place = rng.randrange(len(text))
    digits = "0123456789"
    pool = digits if text[place].isdigit() else LETTERS
    kind = rng.random()
    if kind < 0.4:
        other = rng.choice([letter for letter in pool if letter != text[place].lower()])
        return text[:place] + other + text[place + 1 :]
    if kind < 0.6 and len(text) > 1:
        return text[:place] + text[place + 1 :]
    if kind < 0.75:
        return text[:place] + rng.choice(pool) + text[place:]
    place = min(place, len(text) - 2)
    if place < 0 or text[place] == text[place + 1]:
        return text + rng.choice(pool)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def wrong_date(day: date, rng: Random) -> date:
    """Day and month swapped, where that is a date, or one digit other."""
    if rng.random() < 0.25 and day.day <= 12 and day.day != day.month:
        return day.replace(month=day.day, day=day.month)
    for _ in range(50):
        text = list(f"{day:%Y%m%d}")
        place = rng.choice((2, 3, 3, 4, 5, 5, 6, 7, 7))
        text[place] = rng.choice([d for d in "0123456789" if d != text[place]])
        joined = "".join(text)
        try:
            found = date(int(joined[:4]), int(joined[4:6]), int(joined[6:]))
        except ValueError:
            continue
        if 1920 <= found.year <= 2025:
            return found
    return day + timedelta(1)
