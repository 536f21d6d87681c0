"""Numbers and durations as a Dutch reader writes them, at the edges."""

from __future__ import annotations

import pytest

from outputs.spreadsheet import harmless, write_csv
from outputs.words import count_nl, days_nl, number_nl, percent_nl, share_nl

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        pytest.param(0, None, "0", id="nothing"),
        pytest.param(-0.0, None, "0", id="minus nothing"),
        pytest.param(-0.04, None, "0,0", id="what rounds to nothing has no minus sign"),
        pytest.param(999, None, "999", id="no point below a thousand"),
        pytest.param(1_000, None, "1.000", id="a point from a thousand"),
        pytest.param(10_000_000, None, "10.000.000", id="a point between all thousands"),
        pytest.param(999.95, None, "1.000,0", id="rounding reaches the next thousand"),
        pytest.param(2.0, None, "2", id="a whole float is a whole number"),
        pytest.param(2.25, None, "2,3", id="a half goes up, also before an odd digit"),
        pytest.param(2.35, None, "2,4", id="a half goes up as it is written, not as it is stored"),
        pytest.param(-2.25, None, "-2,3", id="a half goes away from zero"),
        pytest.param(0.5, 0, "1", id="half of one is one"),
        pytest.param(1.5, 2, "1,50", id="as many decimals as are asked for"),
    ],
)
def test_a_number_has_points_between_thousands_and_a_decimal_comma(value, decimals, text):
    assert number_nl(value, decimals) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (1e-9, "minder dan 1 %"),
        (0.00499, "minder dan 1 %"),
        (0.005, "1 %"),
        (0.125, "13 %"),
        (0.5, "50 %"),
        (0.9949, "99 %"),
        (0.995, "meer dan 99 %"),
        (0.999999, "meer dan 99 %"),
        (1, "100 %"),
    ],
)
def test_only_nothing_is_0_percent_and_only_all_is_100_percent(share, text):
    assert percent_nl(share) == text


def test_a_share_of_any_part_but_none_and_all_never_says_0_or_100_percent():
    for whole in (3, 201, 1_000, 100_003):
        for part in (1, whole - 1):
            assert share_nl(part, whole) not in ("0 %", "100 %")
        assert (share_nl(0, whole), share_nl(whole, whole)) == ("0 %", "100 %")


def test_a_share_of_nothing_is_0_percent():
    assert share_nl(0, 0) == "0 %"


@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        pytest.param(0, "geen", "geen", id="nobody waited"),
        pytest.param(1e-6, "minder dan 1 minuut", "< 1 min", id="a microsecond is some waiting"),
        pytest.param(29.4, "minder dan 1 minuut", "< 1 min", id="just under half a minute"),
        pytest.param(30, "1 minuut", "1 min", id="half a minute goes up"),
        pytest.param(59.4 * MINUTE, "59 minuten", "59 min", id="the last minute"),
        pytest.param(59.5 * MINUTE, "1 uur", "1 u", id="never 60 minutes"),
        pytest.param(23.4 * HOUR, "23 uur", "23 u", id="the last hour"),
        pytest.param(23.5 * HOUR, "1 dag", "1 d", id="never 24 hours"),
        pytest.param(DAY, "1 dag", "1 d", id="one day is singular"),
        pytest.param(1.06 * DAY, "1,1 dagen", "1,1 d", id="a tenth of a day still tells"),
        pytest.param(2 * DAY, "2 dagen", "2 d", id="whole days have no decimal"),
        pytest.param(9.96 * DAY, "10 dagen", "10 d", id="rounding up loses the decimal"),
        pytest.param(10.4 * DAY, "10 dagen", "10 d", id="no tenths from ten days on"),
        pytest.param(1_234.5 * DAY, "1.235 dagen", "1.235 d", id="thousands of days"),
        pytest.param(None, "onbekend", "onbekend", id="not known"),
    ],
)
def test_a_duration_is_in_the_unit_that_fits_it(seconds, long, short):
    assert (days_nl(seconds), days_nl(seconds, short=True)) == (long, short)


def test_one_is_singular_and_all_else_is_plural():
    assert [count_nl(n, "partner", "partners") for n in (0, 1, 2, 1_001)] == [
        "0 partners",
        "1 partner",
        "2 partners",
        "1.001 partners",
    ]


@pytest.mark.parametrize("name", ["=cmd()", "+31", "-1", "@SUM(A1)", "\tx", "\r=1", " =x", "'=x"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(name):
    assert harmless(name) == f"'{name}"


@pytest.mark.parametrize("name", ["GGZ", "", "a=b", "Jeugd-GGZ", "'x"])
def test_any_other_text_stays_as_it_is(name):
    assert harmless(name) == name


def test_a_table_is_written_as_dutch_excel_expects(tmp_path):
    rows = [
        {"naam": "=1+1", "n": 2, "deel": 0.5},
        {"naam": 'a;"b"\né', "n": -3, "deel": None},
    ]
    path = write_csv(tmp_path / "t.csv", ["naam", "n", "deel"], rows)
    assert path.read_bytes() == (
        b"\xef\xbb\xbf" + 'naam;n;deel\r\n\'=1+1;2;0,5\r\n"a;""b""\né";-3;\r\n'.encode()
    )
