"""The moment of an extract in its file's name: how it is written, and what other extracts are called."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

TAKEN: Final = (
    ("%Y-%m-%d_%H%M", r"\d{4}-\d{2}-\d{2}_\d{4}(?!\d)"), ("%Y%m%d_%H%M%S", r"\d{8}_\d{6}(?!\d)"),
    ("%Y%m%d_%H%M", r"\d{8}_\d{4}(?!\d)"), ("%Y%m%d%H%M%S", r"\d{14}"), ("%Y%m%d%H%M", r"\d{12}"),
    ("%Y-%m-%d", r"\d{4}-\d{2}-\d{2}"), ("%Y_%m_%d", r"\d{4}_\d{2}_\d{2}"), ("%Y%m%d", r"\d{8}"),
    ("%d-%m-%Y", r"\d{1,2}-\d{1,2}-\d{4}"), ("%d_%m_%Y", r"\d{2}_\d{2}_\d{4}"), ("%d%m%Y", r"\d{8}"),
)  # fmt: skip
"""How a moment may be written in a file's name, and its shape."""

_LIKELY_YEARS: Final = range(1990, 2101)


def moment_pattern(name: str) -> str:
    """How the moment of an extract is written in its file's name; '' where none is."""
    for pattern, shape in TAKEN:
        match = re.search(rf"(?<!\d){shape}(?!\d)", name)
        if match and _is_moment(match[0], pattern):
            return pattern
    return ""


def _is_moment(text: str, pattern: str) -> bool:
    try:
        return datetime.strptime(text, pattern).year in _LIKELY_YEARS  # noqa: DTZ007
    except ValueError:
        return False


def path_of_others(path: str) -> str:
    """A path for every extract that is named alike."""
    folder, _, name = path.rpartition("/")
    alike = re.sub(r"[*]+", "*", re.sub(r"\d+([-_]?\d+)*", "*", name))
    return f"{folder}/{alike}" if folder else alike
