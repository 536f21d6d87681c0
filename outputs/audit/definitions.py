"""The definition of every figure, as it ran: the query of each table, and of what is counted from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.models import models
from outputs.queries import FOLDERS, Queries

if TYPE_CHECKING:
    from pathlib import Path

PARTS: Final = {"": "", "parts": "onderdelen", "signals": "signalen"}
"""The folders of the models, and those of their queries for the auditor."""


def write_definitions(folder: Path) -> list[Path]:
    """Write every model's own text, and every query's, each in a file of its own."""
    texts = {
        folder / PARTS[model.folder] / f"{name}.sql": model.sql for name, model in models().items()
    }
    for package, product in FOLDERS.items():
        queries = Queries(package, product).every()
        texts |= {folder / product / f"{name}.sql": sql for name, sql in queries.items()}
    for path, sql in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sql.encode("utf-8"))
    return [*texts]
