"""What a gemeente (4 digits) or an aanbieder (AGB code, 8 digits) is called, by the user's code list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.messages.codelist import folded, read_codes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Partners:
    """Names by code; a code that is not listed stays itself, and is counted.

    A code in the list that a spreadsheet took the leading zeros of is found all the same.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {code.lstrip("0"): name for code, name in names.items()}
        self._unlisted: set[str] = set()

    @property
    def n_unlisted(self) -> int:
        """How many codes were asked for and are not listed."""
        return len(self._unlisted)

    def name(self, code: str) -> str:
        """What a code is called.

        >>> Partners({"999": "Gemeente Noord"}).name("0999")
        'Gemeente Noord'
        """
        name = self._names.get(folded(code).lstrip("0"))
        if name is None:
            self._unlisted.add(code)
        return name or code


def read_partners(path: Path | None) -> Partners:
    """The names in a code list (`connectors.messages.codelist`); without one every code stays itself.

    Raises:
        ConnectorError: the file cannot be used.
    """
    return Partners(read_codes(path) if path else {})
