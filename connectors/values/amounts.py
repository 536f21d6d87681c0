"""How people write an amount in euros: `1.300,50-`, `(1.300,50)`, `EUR 12,50`, `12,-`, `1 300,50`.

A sign stands before or behind, or parentheses stand for it; the currency may be named, on either side;
points, spaces or apostrophes part the thousands. Another currency is no amount in euros and does not read.
"""

from __future__ import annotations

from typing import Final

AMOUNTS: Final = {
    "nl": r"(\d+|\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+|\d{1,3}(''\d{3})+)(,\d+)?|,\d+",
    "en": r"(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d{1,3}(''\d{3})+)(\.\d+)?|\.\d+",
}
"""How the digits of an amount may be written: 1.234,56 or 1,234.56."""

_PLAIN: Final = {
    "nl": "replace(regexp_replace({body}, '[. '']', '', 'g'), ',', '.')",
    "en": "regexp_replace({body}, '[, '']', '', 'g')",
}

MACROS: Final = r"""
create or replace temp macro amount_text(t) as
    -- in small letters, with one kind of minus and apostrophe, without the currency; 12,- is 12,00
    regexp_replace(regexp_replace(regexp_replace(trim(
        regexp_replace(
            regexp_replace(regexp_replace(lower(spaced(t)), '[\x{2212}\x{2012}\x{2013}\x{2014}]', '-', 'g'),
                '[\x{2019}\x{2018}`\x{00b4}]', '''', 'g'),
            '€|euros?|eur\.?', ' ')
    ), '^([-+(]) +', '\1'), ' +([-+)])$', '\1'), '([,.])(-{1,2}|=)(\)?)$', '\100\3');
create or replace temp macro amount_is_negative(t) as
    regexp_matches(t, '^-|-$|^\(.*\)$');
create or replace temp macro amount_body(t) as
    -- without its sign, of which it has one at most
    trim(case when regexp_matches(t, '^\(.*\)$') then t[2:-2]
        when regexp_matches(t, '^[-+]') then t[2:]
        when regexp_matches(t, '[-+]$') then t[:-2]
        else t end);
"""
"""The SQL functions that `written_amount` calls, beside those of `connectors.values.date_texts`."""


def written_amount(column: str, notation: str) -> str:
    """The SQL of a text column's amounts in one notation of `AMOUNTS`; null where a text is none."""
    text = f'amount_text("{column}")'
    body = f"amount_body({text})"
    plain = _PLAIN[notation].format(body=body)
    return (
        f"case when regexp_full_match({body}, '{AMOUNTS[notation]}') then try_cast({plain} as double)"
        f" * case when amount_is_negative({text}) then -1 else 1 end end"
    )
