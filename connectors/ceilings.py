"""How much may come out of one file: what a reader counts while it unpacks, never what a file says of itself.

A few bytes can unpack to more than any machine holds. So each reader counts what came out, and gives the file
up at a ceiling; the ceilings lie far above what an export holds, and the config's `[limits]` moves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.errors import CeilingError
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

MEANINGS: Final = {
    "file": "bytes in one file, unpacked",
    "part": "bytes in one part of a file (a trace, message, object, page, batch of rows)",
    "value": "bytes in one value (a cell, attribute or text)",
    "values": "names and values in one part of a file (a trace, message or object)",
    "depth": "levels inside one another",
    "cells": "cells between the outermost values of a sheet (one that is empty counts as 4)",
    "workbook": "bytes in one workbook, unpacked, each text as often as it stands in a cell",
}


@dataclass(frozen=True)
class Ceilings:
    """How much may come out.

    Attributes:
        file: bytes of one file.
        part: bytes of what is held at once: a trace, a message, an object, a page, a batch of rows.
        value: bytes of one cell, attribute or text.
        values: names and values in one part: each takes memory, also where it holds nothing.
        depth: levels inside one another.
        cells: of one sheet of a workbook, from the first value to the last; a quarter may be empty.
        workbook: bytes of a workbook, which is held whole, with each text as often as it stands in a cell.
    """

    file: int = 16 * 1024**3
    part: int = 256 * 1024**2
    value: int = 10 * 1000**2
    values: int = 1_000_000
    depth: int = 64
    cells: int = 64 * 1024**2
    workbook: int = 1024**3

    def check(self, name: str, n: int) -> None:
        """Refuses a file of which `n` came out, where that is more than the ceiling of that name.

        Raises:
            CeilingError: it is.

        >>> Ceilings(depth=3).check("depth", 3)
        >>> Ceilings(depth=3).check("depth", 4)
        Traceback (most recent call last):
        connectors.errors.CeilingError: cannot be read
          expected: at most 3 levels inside one another
          got:      more than 3 levels inside one another: 4 when it was given up
          hint:     if the file is right, let more through: [limits] depth in the config
        """
        if n > (most := getattr(self, name)):
            what = MEANINGS[name]
            raise CeilingError(
                "cannot be read",
                expected=said("at most {most:,} {what}", most=most, what=what),
                got=said(
                    "more than {most:,} {what}: {n:,} when it was given up",
                    most=most,
                    what=what,
                    n=n,
                ),
                hint=said(
                    "if the file is right, let more through: [limits] {name} in the config",
                    name=name,
                ),
            )

    def chunks(self, stream: IO[bytes], size: int) -> Iterator[bytes]:
        """What comes out of a stream, in chunks of at most `size` bytes.

        Raises:
            CeilingError: it is more than one file may hold.
        """
        n = 0
        while chunk := stream.read(size):
            n += len(chunk)
            self.check("file", n)
            yield chunk


DEFAULTS: Final = Ceilings()
