"""Rows as linking takes them: features as tokens, by a hash that needs no key here."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import pyarrow as pa

from journeys.linking.features import LISTS, SCALARS, features

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from families import Row

    from journeys.linking.features import Identity

SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("source", pa.string()),
        ("first_at", pa.timestamp("us", tz="UTC")),
        ("last_at", pa.timestamp("us", tz="UTC")),
        ("household", pa.string()),
        *((name, pa.int64()) for name in SCALARS),
        *((name, pa.list_(pa.int64())) for name in LISTS),
    ]
)


def nodes(made: Iterable[Row]) -> pa.Table:
    """The rows as a table of nodes."""
    batches, batch = [], []
    for row in made:
        batch.append(node(row.person, row.identity, row.source, row.first_at, row.last_at))
        if len(batch) == 50_000:
            batches.append(pa.RecordBatch.from_pylist(batch, SCHEMA))
            batch = []
    batches.append(pa.RecordBatch.from_pylist(batch, SCHEMA))
    return pa.Table.from_batches(batches, SCHEMA)


def node(
    person: str,
    identity: Identity,
    source: str = "s",
    first_at: datetime | None = None,
    last_at: datetime | None = None,
) -> dict[str, object]:
    """One node: the features of an identity as tokens."""
    made: dict[str, object] = {
        "person": person, "source": source, "first_at": first_at, "last_at": last_at,
        "household": identity.household,
    }  # fmt: skip
    for name, value in features(identity).items():
        if isinstance(value, list):
            made[name] = [token(name, each) for each in value]
        else:
            made[name] = None if value is None else token(name, value)
    return made


def token(feature: str, text: str) -> int:
    """A token of 64 bits."""
    return int.from_bytes(
        blake2b(f"{feature}:{text}".encode(), digest_size=8).digest(), "big", signed=True
    )
