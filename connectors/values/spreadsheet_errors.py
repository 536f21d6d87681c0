"""What a spreadsheet writes where a value failed, on screen and in what is exported from it.

A text that is one of these says that the value is not known, in every language of Excel: it is no value, and
it is not empty either.
"""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

NAMES: Final = frozenset(
    (
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
        "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!",
        "#PYTHON!", "#TIMEOUT!", "#ERROR!",
        "#N/B", "#VERW!", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#LEEG!", "#GETAL!", "#OVERLOOP!",
        "#BEREKENEN!", "#BEREKENING!", "#VELD!", "#GEBLOKKEERD!", "#VERBINDEN!", "#ONBEKEND!", "#BEZIG!",
        "#GEGEVENS_OPHALEN", "#NV", "#N/D",
    )
)  # fmt: skip
"""Excel's errors in English and Dutch, and of other programs and languages what has no mark at its end."""

ERROR: Final = r"^#[¡¿]?[A-ZÀ-Þ0-9_/]+[!?]$"
"""An error in any language of Excel."""

OTHERS: Final = (
    r"(?i)^(#n/a|#n/b|#nv|#n/d|#getting_data|#gegevens_ophalen|err:[0-9]{3}|fout:[0-9]{3}|#{3,})$"
)
"""Errors without a mark at the end, those of LibreOffice, and a value that its column was too narrow for."""

WITHOUT_A_VALUE: Final = "a formula without a value"


def reason(error: str) -> str:
    """Why a cell with this error failed; its name where it is one that is known, and so nobody's data.

    >>> reason("#N/A"), reason("Fout:502")
    ('an error of the spreadsheet (#N/A)', 'an error of the spreadsheet')
    """
    name = f" ({error.upper()})" if error.upper() in NAMES else ""
    return f"an error of the spreadsheet{name}"


def failures(texts: pa.Array | pa.ChunkedArray) -> pa.Array | None:
    """Why each text failed, null where it did not; None where none did.

    >>> failures(pa.array(["1-3-2024", "#VERW!", None])).to_pylist()
    [None, 'an error of the spreadsheet (#VERW!)', None]
    """
    is_failed = pc.fill_null(
        pc.or_(pc.match_substring_regex(texts, ERROR), pc.match_substring_regex(texts, OTHERS)),
        False,  # noqa: FBT003 - Arrow's
    )
    if not pc.any(is_failed).as_py():
        return None
    pairs = zip(is_failed.to_pylist(), texts.to_pylist(), strict=True)
    return pa.array([reason(text) if is_error else None for is_error, text in pairs], pa.string())


def is_error(text: str) -> bool:
    """Whether a text is an error.

    >>> is_error("#DEEL/0!"), is_error("####"), is_error("#1 in de wijk")
    (True, True, False)
    """
    return re.match(ERROR, text) is not None or re.match(OTHERS, text) is not None
