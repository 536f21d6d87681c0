"""The sections of the config about what looks after itself: `[upkeep]` and `[notify]`."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from pipelines.config.sections import Section


class Upkeep(Section):
    """`[upkeep]`: what is kept of earlier nights (without a number all of it), and where metrics go."""

    keep_runs: int | None = Field(default=None, ge=1)
    keep_days: float | None = Field(default=None, gt=0)
    metrics: Path | None = None


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine itself.

    >>> [is_loopback(url) for url in ("http://127.0.0.1:9", "http://[::1]/", "https://example.org")]
    [True, True, False]
    """
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def checked_url(url: str) -> str:
    """The address of a webhook: encrypted, unless it stays on this machine.

    Raises:
        ValueError: it is none, or not encrypted.
    """
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ValueError("is no address that begins with https://")
    if parts.scheme == "http" and not is_loopback(url):
        raise ValueError("is not encrypted: https:// alone, but to this machine itself")
    return url


class Notify(Section):
    """`[notify]`: who hears of a night that needs somebody."""

    command: tuple[str, ...] = ()
    webhook: Annotated[str, AfterValidator(checked_url)] | None = None
    webhook_env: str = ""
    webhook_block: str = ""
    on: tuple[Literal["failure", "delivery", "signals"], ...] = ("failure", "delivery", "signals")
    timeout_s: float = Field(default=10, gt=0, le=300)
