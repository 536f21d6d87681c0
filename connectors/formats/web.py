"""Questions to a web service: patient with what passes, and to the configured host alone.

A question is a GET that is answered with JSON. What passes by itself (too many requests, a gateway
that is away, a time-out, a broken connection, half an answer) is asked again a bounded number of
times, each time later. A link in an answer is followed only where it stays below a configured
address: the token is sent nowhere else. No error holds a query, a body or a token.
"""

from __future__ import annotations

import json
import random
import re
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

import httpx

from connectors.ceilings import DEFAULTS, Ceilings
from connectors.errors import ConnectorError, SourceUnavailableError
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_BYTES: Final = 64 * 1024 * 1024
"""Of one answer."""

MAX_WAIT_S: Final = 300.0
PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Answers after which the same question may be answered."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")


class Tokens(Protocol):
    """Gives the token that a question is sent with."""

    def current(self) -> str:
        """The token, renewed where its life ends."""
        ...

    def renewed(self, stale: str) -> str:
        """Another token than `stale`."""
        ...


@dataclass(frozen=True)
class Patience:
    """How often and how fast a service is asked.

    Attributes:
        timeout_s: seconds without a sign of life; a whole answer may take ten times as long.
        retries: how often a question is asked again.
        per_second: questions a second, over all threads.
        first_wait_s: before the second try; each next one waits twice as long.
    """

    timeout_s: float = 30.0
    retries: int = 5
    per_second: float = 20.0
    first_wait_s: float = 1.0


@dataclass
class Service:
    """A web service, asked over one pool of connections; several threads may ask at once.

    Attributes:
        bases: the addresses below which it is asked, each ending in a slash; the first is its own.
        tokens: who is asking.
        headers: sent with every question.
        patience: how often and how fast.
        ceilings: of an answer: it is one part.
    """

    bases: Sequence[str]
    tokens: Tokens
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    ceilings: Ceilings = DEFAULTS

    def __post_init__(self) -> None:
        """Opens the pool of connections."""
        self._allowed = [httpx.URL(base) for base in self.bases]
        self._client = httpx.Client(
            headers=dict(self.headers), timeout=self.patience.timeout_s, follow_redirects=False
        )
        self._turn = threading.Lock()
        self._next = 0.0

    def __enter__(self) -> Self:
        """The service, for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the pool of connections."""
        self._client.close()

    def pages(self, path: str, params: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        """The pages of a list, one after another, by the links that the answers hold.

        Raises:
            SourceUnavailableError, ConnectorError: as `get`; or an answer is no page.
        """
        url, asked = self.bases[0] + path, set[str]()
        while url:
            asked.add(url)
            answer = self.get(url, params)
            params = {}
            is_page = isinstance(answer, dict) and isinstance(answer.get("results"), list)
            if not is_page or not all(isinstance(item, dict) for item in answer["results"]):
                raise ConnectorError(
                    said("{url}: answers in another form", url=page_name(url)),
                    expected="an object with a list of objects named results",
                    got="an object without" if isinstance(answer, dict) else type(answer).__name__,
                    hint="is this the address of the API, with its version?",
                )
            yield answer["results"]
            url = answer.get("next") or ""
            if url in asked:
                raise ConnectorError(
                    said("{url}: its pages never end", url=page_name(url)),
                    got="a page asked before",
                )

    def get(self, url: str, params: Mapping[str, str] | None = None, *, gone: bool = False) -> Any:
        """What the service answers, as JSON.

        Args:
            url: whole, as an answer holds it, below one of the bases.
            params: of the query.
            gone: None is a good answer where the thing asked for is not there (any more).

        Raises:
            SourceUnavailableError: it does not answer, or not whole, after all tries.
            CeilingError: the answer has more names and values than one part may.
            ConnectorError: it refuses, or the address is not the service's.
        """
        self._check(url)
        token, is_renewed, tries = self.tokens.current(), False, 0
        while True:
            status, body, wait = self._once(url, params, token)
            if status == httpx.codes.OK:
                self.ceilings.check("values", body.count(b",") + body.count(b"["))
                try:
                    return json.loads(body)
                except (ValueError, RecursionError):
                    got = "an answer that is no whole JSON"
            elif status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
                if is_renewed:
                    raise _refused(url, status)
                token, is_renewed = self.tokens.renewed(token), True
                continue
            elif status == httpx.codes.NOT_FOUND and gone:
                return None
            elif status and status not in PASSING:
                raise _wrong(url, status)
            else:
                got = said("status {status}", status=status) if status else body.decode()
            tries += 1
            if tries > self.patience.retries or wait > MAX_WAIT_S:
                raise SourceUnavailableError(
                    said("{url}: the service does not answer", url=page_name(url)),
                    expected="an answer in JSON",
                    got=said("{got}, {tries} times", got=got, tries=tries),
                    hint="nothing of it is taken in; the next run asks again",
                )
            usual = self.patience.first_wait_s * 2 ** (tries - 1)
            time.sleep(max(wait, usual * random.uniform(0.5, 1)))  # noqa: S311 - spreads the load

    def _once(
        self, url: str, params: Mapping[str, str] | None, token: str
    ) -> tuple[int, bytes, float]:
        """Status, body and how long to wait before the next try; status 0 with what happened."""
        self._wait_turn()
        try:
            return self._ask(url, params, token)
        except httpx.TimeoutException:
            return 0, said("nothing within {s:g} s", s=self.patience.timeout_s).encode(), 0
        except httpx.RequestError as error:
            if _is_certificate(error):
                raise ConnectorError(
                    said("{url}: the service cannot be trusted", url=page_name(url)),
                    expected="a TLS certificate that this machine trusts, of this host",
                    got="another one",
                    hint="a certificate authority of your own: SSL_CERT_FILE names its file",
                ) from None
            return 0, f"a broken connection ({type(error).__name__})".encode(), 0

    def _ask(
        self, url: str, params: Mapping[str, str] | None, token: str
    ) -> tuple[int, bytes, float]:
        until = time.monotonic() + 10 * self.patience.timeout_s
        headers, body = {"Authorization": f"Bearer {token}"}, bytearray()
        with self._client.stream("GET", url, params=params or None, headers=headers) as answer:
            if answer.status_code != httpx.codes.OK:
                return answer.status_code, b"", _retry_after(answer)
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ConnectorError(
                        said("{url}: answers too much", url=page_name(url)),
                        expected=said("at most {n:,} bytes", n=MAX_BYTES),
                        got="more",
                        hint="a smaller page_size",
                    )
                if time.monotonic() > until:
                    return 0, b"an answer that never ends", 0
        return httpx.codes.OK, bytes(body), 0

    def _wait_turn(self) -> None:
        """Lets no more than `per_second` questions out."""
        with self._turn:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + 1 / self.patience.per_second
        time.sleep(mine - now)

    def _check(self, url: str) -> None:
        """Refuses an address that is not the service's: the token would go there."""
        try:
            asked = httpx.URL(url)
            is_own = not asked.userinfo and any(
                (asked.scheme, asked.host, asked.port) == (base.scheme, base.host, base.port)
                and asked.path.startswith(base.path)
                and ".." not in asked.path
                for base in self._allowed
            )
        except (httpx.InvalidURL, TypeError):
            is_own = False
        if not is_own:
            raise ConnectorError(
                "an answer holds a link to elsewhere, and it is not followed",
                expected="a link below the configured url (or catalogi_url)",
                got="another scheme, host, port or path",
                hint="behind a proxy, the service has to know by which address it is called",
            )


def page_name(url: str) -> str:
    """An address as an error tells it: the path without query and without what it is about.

    >>> page_name("https://openzaak.example/zaken/api/v1/zaken/095be615-a8ad-4c33-8e9c-c7612fbf6c9f?x=1")
    '/zaken/api/v1/zaken/{uuid}'
    """
    return _UUID.sub("{uuid}", httpx.URL(url).path)


def _retry_after(answer: httpx.Response) -> float:
    """The seconds that an answer asks for: a number of them, or a moment."""
    waiting_time = answer.headers.get("Retry-After", "")
    if waiting_time.isdigit():
        return float(waiting_time)
    try:
        moment = parsedate_to_datetime(waiting_time)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except ValueError:
        return 0.0


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refused(url: str, status: int) -> ConnectorError:
    what = "knows no such token" if status == httpx.codes.UNAUTHORIZED else "refuses"
    return ConnectorError(
        said("{url}: the service {what}", url=page_name(url), what=what),
        expected="a client_id and secret that it knows, with the right to read this",
        got=said("status {status}, also with a new token", status=status),
        hint="check client_id, the secret, this machine's clock, and the rights (scopes) of the client",
    )


def _wrong(url: str, status: int) -> ConnectorError:
    is_elsewhere = httpx.codes.is_redirect(status)
    return ConnectorError(
        said("{url}: the service answers with status {status}", url=page_name(url), status=status),
        expected="status 200",
        got="a redirect, which is not followed"
        if is_elsewhere
        else said("status {status}", status=status),
        hint="is url the address of the API itself, with its version?",
    )
