"""The token of the ZGW APIs: a JWT that lives shortly and is signed with the client's secret.

Source: VNG Realisatie, "Authenticatie en autorisatie" of the ZGW standard: claims iss, iat,
client_id, user_id and user_representation, HS256. Open Zaak takes a token for an hour after iat.
"""

from __future__ import annotations

import threading
import time
import warnings
from dataclasses import dataclass, field
from typing import Final

import jwt

SKEW_S: Final = 30
"""The service's clock may be this much behind ours: a token of the future is refused."""


@dataclass
class ZgwTokens:
    """Makes a token, and another where its life ends; threads share it.

    Attributes:
        client_id: as the service knows the client.
        secret: of the client; shown nowhere.
        user: who is asking, in the service's own logs.
        life_s: seconds after which a token is replaced.

    >>> tokens = ZgwTokens("klantreis", "a secret of 32 characters or more", "nacht")
    >>> jwt.decode(tokens.current(), options={"verify_signature": False})["client_id"]
    'klantreis'
    """

    client_id: str
    secret: str = field(repr=False)
    user: str
    life_s: float = 600.0

    def __post_init__(self) -> None:
        """Begins without a token."""
        self._lock = threading.Lock()
        self._token, self._made = "", 0.0

    def current(self) -> str:
        """The token, renewed where its life ends."""
        with self._lock:
            if not self._token or time.monotonic() - self._made > self.life_s:
                self._make()
            return self._token

    def renewed(self, stale: str) -> str:
        """Another token than `stale`; the one that another thread has made, where it has."""
        with self._lock:
            if self._token == stale:
                self._make()
            return self._token

    def _make(self) -> None:
        issued = int(time.time()) - SKEW_S
        claims = {
            "iss": self.client_id,
            "iat": issued,
            "exp": issued + 2 * SKEW_S + int(self.life_s),
            "client_id": self.client_id,
            "user_id": self.user,
            "user_representation": self.user,
        }
        with warnings.catch_warnings():  # a short secret is the service's matter: see Zaken.notes
            warnings.simplefilter("ignore", jwt.warnings.InsecureKeyLengthWarning)
            self._token = jwt.encode(claims, self.secret, algorithm="HS256")
        self._made = time.monotonic()
