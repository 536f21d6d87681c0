"""Keys that cannot be: fillers, and numbers that a spreadsheet cut off, marked where they still can be read.

A filler such as `NULL` would tie everybody who has it. So a person or a household that a filler or a cut
number stands for is unknown, and tied to nobody. A case or somebody at work keeps it as a value. Each row
says what is in doubt of it and never what stands there; how many rows and cases that are is counted over
the whole source (`pipelines.night.key_notes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from journeys.contract import PERSONS

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS: Final = ("case_id", "client", "bsn", "household", *PERSONS)
"""The canonical columns that hold a key of somebody or of a case."""

TIES: Final = frozenset({"client", "bsn", "household"})
"""Those that say who is one person or one household: what is no key there is unknown."""

FILLER: Final = "filler"
CUT: Final = "cut"
ROUNDED: Final = "rounded"
LONG: Final = "long"
NOBODY: Final = (FILLER, CUT)
"""What can be in doubt of a key. Of a long number whether it was rounded tells the whole column alone: a
spreadsheet keeps fifteen digits and writes zeros for the others."""

WORDS: Final = (
    "-", "--", "---", ".", "?", "??", "???", "#n/a", "#n/b", "(blank)", "(leeg)", "(null)", "<null>",
    "dummy", "empty", "geen", "geen bsn", "geen nummer", "leeg", "missing", "n.a.", "n.b.", "n.n.b.",
    "n.t.b.", "n.v.t", "n.v.t.", "n/a", "n/b", "na", "nader te bepalen", "nan", "niet beschikbaar",
    "niet bekend", "niet ingevuld", "niet van toepassing", "nil", "nnb", "nog niet bekend", "nog onbekend",
    "none", "ntb", "null", "nvt", "onb", "onb.", "onbekend", "test", "undefined", "unknown", "xx", "xxx",
)  # fmt: skip
"""What people and programs write where there is no key, in small letters."""

INITIALS: Final = ("dummy", "na", "nan", "nil", "nnb", "ntb", "onb", "test")
"""Such words that are initials or an account as well, where a key is a person's at work."""

_FILLER: Final = (
    "^(?:0{2,}|"
    + "|".join(f"{digit}{{8,}}" for digit in range(1, 10))
    + "|0?12345678(?:9|90)?|9876543210?|9{7,}0|9{6,}[0-9]0?)$"
)
"""Numbers that nobody is given: one digit over and over, or all digits in order."""

_CUT: Final = r"^[+-]?\d+(?:[.,]\d+)?[eE]\+\d{1,3}$|^[+-]?\d[.,]\d+[eE]\d{1,3}$"
"""How a spreadsheet writes a number that is too long for its cell."""

_LONG: Final = r"^\d{16,}$"
_ROUNDED: Final = r"^\d{15}0+$"
"""A spreadsheet keeps fifteen digits of a number and writes zeros for the others."""


def doubts(column: str, values: pa.Array) -> pa.Array:
    """What is in doubt of each key of a column; null where nothing is.

    Args:
        column: canonical.
        values: as text, null where empty.

    >>> doubts("client", pa.array(["NULL", "1,23457E+08", "K-1", None])).to_pylist()
    ['filler', 'cut', None, None]
    """
    encoded = pc.dictionary_encode(values)
    doubts_of = _doubts(column, pc.utf8_trim_whitespace(encoded.dictionary))
    return pc.take(doubts_of, encoded.indices)


def without_nobody(values: pa.Array, doubted: pa.Array) -> pa.Array:
    """Keys, null where a filler or a cut number stands for nobody in particular."""
    is_nobody = pc.is_in(doubted, value_set=pa.array(NOBODY))
    return pc.if_else(is_nobody, pa.scalar(None, pa.string()), values)


def marks_of(doubted: Mapping[str, pa.Array], n: int) -> pa.Array:
    """What is in doubt of each of n rows, as one text; null where nothing is.

    Args:
        doubted: canonical column to its `doubts`.
        n: of rows.

    >>> marks_of({"case_id": pa.array([None, "cut"]), "client": pa.array([None, "filler"])}, 2).to_pylist()
    [None, 'case_id=cut client=filler']
    """
    nothing = pa.nulls(n, pa.string())
    some = [
        pc.binary_join_element_wise(column, kinds.cast(pa.string()), "=")
        for column, kinds in doubted.items()
        if kinds.null_count < n
    ]
    if not some:
        return nothing
    filled = [pc.fill_null(texts, "") for texts in some]
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*filled, " "))
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


def _doubts(column: str, texts: pa.Array) -> pa.Array:
    """What is in doubt of different keys."""
    words = [word for word in WORDS if column not in PERSONS or word not in INITIALS]
    is_filler = pc.or_(
        pc.is_in(pc.utf8_lower(texts), value_set=pa.array(words)),
        pc.match_substring_regex(texts, _FILLER),
    )
    if column != "case_id":
        is_filler = pc.or_(is_filler, pc.equal(texts, "0"))
    arms: dict[str, Any] = {
        FILLER: is_filler,
        CUT: pc.match_substring_regex(texts, _CUT),
        ROUNDED: pc.match_substring_regex(texts, _ROUNDED),
        LONG: pc.match_substring_regex(texts, _LONG),
    }
    conditions = pa.StructArray.from_arrays(list(arms.values()), names=list(arms))
    return pc.case_when(conditions, *(pa.scalar(kind) for kind in arms)).cast(pa.string())
