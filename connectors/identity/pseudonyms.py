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
from journeys.errors import reason_of, said

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

KEY_BYTES: Final = 32
PSEUDONYM_BITS: Final = 80
HEX_DIGITS: Final = PSEUDONYM_BITS // 4


@dataclass(frozen=True)
class Pseudonyms:
    """Makes the same pseudonym of the same value, always, and another under another key.

    Attributes:
        key: the first secret; never shown.
        later: those that it was renewed with, in order.
    """

    key: bytes = field(repr=False)
    later: tuple[bytes, ...] = field(default=(), repr=False)

    def of(self, kind: str, value: str) -> str:
        """One value's pseudonym under the first key; `kind` keeps client 17 apart from case 17.

        >>> Pseudonyms(b"k" * 32).of("client", "17")
        'dd1488cf6629a75fc10c'
        """
        return hmac.digest(self.key, f"{kind}|{value}".encode(), "sha256").hex()[:HEX_DIGITS]

    def token(self, kind: str, value: str) -> int:
        """One value's pseudonym as a signed number of 64 bits: what linking compares."""
        digest = hmac.digest(self.key, f"{kind}|{value}".encode(), "sha256")
        return int.from_bytes(digest[:8], "little", signed=True)

    def renewed(self, pseudonym: str) -> str:
        """A pseudonym under all keys, of one under the first.

        >>> Pseudonyms(b"k" * 32).renewed("dd1488cf6629a75fc10c")
        'dd1488cf6629a75fc10c'
        >>> Pseudonyms(b"k" * 32, (b"n" * 32,)).renewed("dd1488cf6629a75fc10c")
        '1ab5e679258a2b0ca5ad'
        """
        for key in self.later:
            digest = hmac.digest(key, f"renewed|{pseudonym}".encode(), "sha256")
            pseudonym = digest.hex()[:HEX_DIGITS]
        return pseudonym

    def mark(self, pseudonym: str) -> str:
        """What tells that a pseudonym was forgotten, and says to nobody else which one it was."""
        return hmac.digest(self.key, f"forgotten|{pseudonym}".encode(), "sha256").hex()

    def is_marked(self, pseudonym: str, marks: Collection[str]) -> bool:
        """Whether a pseudonym under the first key was forgotten, under any of the keys since."""
        for n in range(len(self.later) + 1):
            if self.mark(Pseudonyms(self.key, self.later[:n]).renewed(pseudonym)) in marks:
                return True
        return False

    def fingerprint(self) -> str:
        """Tells these keys from others, and nothing about them."""
        return self.renewed(self.of("fingerprint", ""))

    def derived(self, purpose: str) -> bytes:
        """A key of 64 bytes of its own for another purpose, out of the newest."""
        newest = self.later[-1] if self.later else self.key
        return hmac.digest(newest, f"derived|{purpose}".encode(), "sha512")

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
        if not path.exists():
            write_keys(path, [secrets.token_bytes(KEY_BYTES)])
        text = path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise ConnectorError(
            said("the key file {name} cannot be used", name=path.name),
            expected=said(
                "a file of {n_digits} hexadecimal digits that you may read", n_digits=2 * KEY_BYTES
            ),
            got=reason_of(error),
            hint="restore it from your backup: with another key nobody is recognised any more",
        ) from error
    return keys_of(text, path.name)


def keys_of(text: str, name: str) -> Pseudonyms:
    """The keys in a text: a line of 64 hexadecimal digits for each, the first one first.

    Raises:
        ConnectorError: it holds no key.

    >>> keys_of("ab" * 32, "it").later
    ()
    """
    lines = text.split()
    try:
        keys = [bytes.fromhex(line) for line in lines]
    except ValueError:
        keys = []
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ConnectorError(
            said("the key file {name} holds no key", name=name),
            expected=said("{n_digits} hexadecimal digits on each line", n_digits=2 * KEY_BYTES),
            got=said("{n_text} characters", n_text=len(text)),
            hint="restore it from your backup: with another key nobody is recognised any more",
        )
    return Pseudonyms(keys[0], tuple(keys[1:]))


def write_keys(path: Path, keys: Sequence[bytes], *, replace: bool = False) -> None:
    """Write keys to a file of mode 600, whole or not at all.

    Args:
        path: of the file.
        keys: the first one first.
        replace: whether they take the place of a file that is there; else that one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(key.hex() + "\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    try:
        if replace:
            unfinished.replace(path)
        else:
            os.link(unfinished, path)
    except FileExistsError:
        pass
    except OSError:
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
    if os.name == "posix":  # the name too is on the disk before anything is stored with the key
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
