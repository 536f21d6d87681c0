"""Scripts write numbers as Python does: one duration, one share, one text, in both languages."""

from __future__ import annotations

import random

import pytest

from outputs.reader import Reader

DAY = 86_400


def durations():
    """Seconds about every bound at which the unit or the rounding changes, and some by chance."""
    chance = random.Random(4)
    bounds = [
        0,
        30,
        60,
        1_800,
        3_570,
        3_600,
        84_600,
        DAY,
        1.05 * DAY,
        9.95 * DAY,
        10 * DAY,
        115.5 * DAY,
    ]
    near = [bound + step for bound in bounds for step in (-1, -0.5, -1e-6, 0, 1e-6, 0.4, 0.5, 1)]
    return [seconds for seconds in near if seconds >= 0] + [
        chance.choice([60, 4_000, 2 * DAY, 12 * DAY, 4_000 * DAY]) * chance.random()
        for _ in range(300)
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_duration_and_a_share_read_alike_from_a_script_and_from_a_page(
    open_page, report, language
):
    page = open_page(report / ("kaart.html" if language == "nl" else "kaart.en.html"))
    reader = Reader(language)
    seconds = durations()
    shares = [part / whole for whole in (7, 40, 200, 1_000) for part in range(whole + 1)]
    told = page.evaluate(
        """([seconds, shares]) => ({
          long: seconds.map((each) => klantreis.days(each)),
          short: seconds.map((each) => klantreis.days(each, true)),
          most: seconds.map((each) => klantreis.atMost(each)),
          shares: shares.map(klantreis.percent),
        })""",
        [seconds, shares],
    )
    assert told["long"] == [reader.days(each) for each in seconds]
    assert told["short"] == [reader.days(each, short=True) for each in seconds]
    assert told["most"] == [reader.at_most(each) for each in seconds]
    assert told["shares"] == [reader.percent(each) for each in shares]
