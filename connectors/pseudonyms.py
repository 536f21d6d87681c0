"""Pseudonyms: who somebody is, said in a way that nobody can read back without the key.

An identity (client, household, case number, worker, regisseur) becomes HMAC-SHA-256 under a key
that lives in a file of its own, mode 600, and never in the store, a log or a manifest. A bare hash would
not do: every valid BSN can be hashed in under a minute.
"""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEY_BYTES: Final = 32
PSEUDONYM_BITS: Final = 80
HEX_DIGITS: Final = PSEUDONYM_BITS // 4


@dataclass(frozen=True)
class Pseudonyms:
    """Makes the same pseudonym of the same value, always, and another under another key.

    Attributes:
        key: the secret; never shown.
    """

    key: bytes = field(repr=False)

    def of(self, kind: str, value: str) -> str:
        """One value's pseudonym; `kind` keeps client 17 apart from case 17.

        >>> Pseudonyms(b"k" * 32).of("client", "17")
        'dd1488cf6629a75fc10c'
        """
        return hmac.digest(self.key, f"{kind}|{value}".encode(), "sha256").hex()[:HEX_DIGITS]

    def column(self, kind: str, values: pa.Array | pa.ChunkedArray) -> pa.Array:
        """A column's pseudonyms; null stays null, and each distinct value is worked out once."""
        encoded = pc.dictionary_encode(values)
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        named = pa.array(
            [self.of(kind, value) for value in encoded.dictionary.to_pylist()], pa.string()
        )
        return pc.take(named, encoded.indices)

    def rows(self, kind: str, columns: Sequence[pa.Array | pa.ChunkedArray]) -> pa.Array:
        """A pseudonym for each row of several columns together; null where all of them are null."""
        return pa.array(
            [
                None if all(value is None for value in values) else self.of(kind, repr(values))
                for values in zip(*(column.to_pylist() for column in columns), strict=True)
            ],
            pa.string(),
        )


def read_key(path: Path) -> Pseudonyms:
    """The key in `path`; made there, mode 600, where there is none yet.

    Raises:
        ConnectorError: the file holds no key of ours, or cannot be read or made.
    """
    try:
        _create(path)
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        raise ConnectorError(
            f"the key file {path.name} cannot be used",
            expected=f"a file of {2 * KEY_BYTES} hexadecimal digits that you may read",
            got=type(error).__name__,
            hint="restore it from your backup: with another key nobody is recognised any more",
        ) from error
    if len(key) != KEY_BYTES:
        raise ConnectorError(
            f"the key file {path.name} holds no key",
            expected=f"{2 * KEY_BYTES} hexadecimal digits",
            got=f"{len(text)} characters",
            hint="restore it from your backup: with another key nobody is recognised any more",
        )
    return Pseudonyms(key)


def _create(path: Path) -> None:
    """Write a new key, unless there is one; whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    except OSError:
        unfinished.replace(path)
        return
    unfinished.unlink()
