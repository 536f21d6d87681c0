"""What stands at the edges of each printed page: the project above, the date and the number below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outputs.report.text import cut, visible

if TYPE_CHECKING:
    from datetime import datetime

    from outputs.reader import Reader


def sheet(reader: Reader, *, project: str, level: str, as_of: datetime | None) -> str:
    """CSS with the margin boxes of every page, in the reader's language.

    A template cannot write them: a box holds what its style sheet says, and nothing of the page.

    Args:
        reader: whose language it is.
        project: its name, as the config has it.
        level: for whom the report is.
        as_of: of which moment the figures are; None: there are none.
    """
    number = _quoted(reader.text("Bladzijde {n} van {alle}", n="\0", alle="\1"))
    number = number.replace(r"\0 ", '" counter(page) "').replace(r"\1 ", '" counter(pages) "')
    boxes = {
        "top-left": _quoted(cut(visible(project), 60)),
        "top-right": _quoted(level),
        "bottom-left": _quoted(
            reader.text("Stand van {datum}", datum=reader.date(as_of)) if as_of else ""
        ),
        "bottom-right": number,
    }
    rules = "".join(
        f"  @{place} {{ content: {said}; font: 8pt sans-serif; color: #3d5374; }}\n"
        for place, said in boxes.items()
    )
    return f"@page {{\n{rules}}}\n"


def _quoted(text: str) -> str:
    r"""A CSS string in which only plain letters, digits, blanks and marks stand as they are.

    >>> print(_quoted('Regio "A"}'))
    "Regio \22 A\22 \7d "
    """
    return '"' + re.sub(r"[^A-Za-z0-9 .,:-]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'
