"""Sealing: what linking needs to keep of an identity, so that nobody reads it without the key.

Of an identity its features are kept, each as a token: HMAC-SHA-256 under the key, cut to 64 bits. Since
some features have few values (a birth year, a sex), tokens alone could be guessed by how often they
occur; so they are encrypted as well (AES-256-SIV, whose result hangs on nothing but what is sealed). The
identity itself is in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from connectors.errors import ConnectorError
from journeys.errors import said
from journeys.linking.features import LISTS, SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from connectors.identity.pseudonyms import Pseudonyms

FORMAT: Final = 2
"""Which features, in which order; another number where those change."""

FEATURES: Final = tuple(name for name in (*SCALARS, *LISTS) if name != "key")
"""The features that are kept; the key is kept as the pseudonym that it is everywhere else."""

_MOST: Final = 255


class Seal:
    """Seals tokens and opens them again.

    Args:
        pseudonyms: whose newest key seals.
    """

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._cipher = AESSIV(pseudonyms.derived("seal"))

    def close(self, person: str, tokens: Mapping[str, Sequence[int]]) -> bytes:
        """The tokens of a person, sealed: the same tokens give the same bytes.

        >>> from connectors.identity.pseudonyms import Pseudonyms
        >>> seal = Seal(Pseudonyms(b"k" * 32))
        >>> sealed = seal.close("p", {"family": [7]})
        >>> seal.open(["p"], [sealed])["family"].to_pylist()
        [7]
        """
        kept = [list(tokens.get(name, ()))[:_MOST] for name in FEATURES]
        counts = bytes([FORMAT, *map(len, kept)])
        values = np.array([token for group in kept for token in group], dtype="<i8").tobytes()
        return self.lock(person, counts + values)

    def lock(self, person: str, data: bytes) -> bytes:
        """Encrypt what is kept of a person; it opens for that person alone."""
        return self._cipher.encrypt(data, [person.encode()])

    def unlock(self, person: str, sealed: bytes) -> bytes:
        """The opposite of `lock`.

        Raises:
            ConnectorError: it was sealed with another key, or for another person.
        """
        try:
            return self._cipher.decrypt(sealed, [person.encode()])
        except InvalidTag:
            raise ConnectorError(
                "what is kept for linking cannot be opened",
                expected="the key that it was sealed with",
                hint="restore the key file from your backup",
            ) from None

    def open(self, people: Iterable[str], sealed: Iterable[bytes]) -> dict[str, pa.Array]:
        """The tokens of many people: a column of BIGINT for each scalar, of BIGINT[] for each list.

        Raises:
            ConnectorError: they were sealed with another key, or by another version.
        """
        counts, values = bytearray(), bytearray()
        for person, data in zip(people, sealed, strict=True):
            text = self.unlock(person, data)
            if text[0] != FORMAT:
                raise ConnectorError(
                    "what is kept for linking was written by another version",
                    expected=said("format {FORMAT}", FORMAT=FORMAT),
                    got=said("format {text}", text=text[0]),
                    hint="klantreis run … --reread SOURCE reads a source's identities anew",
                )
            counts += text[1 : 1 + len(FEATURES)]
            values += text[1 + len(FEATURES) :]
        return _columns(
            np.frombuffer(bytes(counts), "u1").reshape(-1, len(FEATURES)).astype(np.int64),
            np.frombuffer(bytes(values), "<i8"),
        )


def _columns(counts: np.ndarray, values: np.ndarray) -> dict[str, pa.Array]:
    """Columns out of one long row of tokens, and how many of them each person has of each feature."""
    ends = np.cumsum(counts.reshape(-1)).reshape(counts.shape)
    arrays: dict[str, pa.Array] = {}
    for n, name in enumerate(FEATURES):
        many = counts[:, n]
        begins = ends[:, n] - many
        if name in SCALARS:
            there = many > 0
            at = np.where(there, begins, 0)
            taken = values[at] if len(values) else np.zeros(len(many), "<i8")
            arrays[name] = pa.array(taken, pa.int64(), mask=~there)
            continue
        offsets = np.concatenate([[0], np.cumsum(many)])
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], many)
        items = values[np.repeat(begins, many) + within]
        arrays[name] = pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()), pa.array(items, pa.int64())
        )
    return arrays
