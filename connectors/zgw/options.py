"""What a source of kind zgw is told: `[sources.options]`."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads it
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from connectors.source import PERSON_COLUMNS
from connectors.zgw.events import KINDS

ZGW_COLUMNS: Final = {
    "case_id": ("identificatie", "uuid"),
    "activity": ("gebeurtenis",),
    "started_at": ("moment",),
    "partner": ("organisatie",),
    "municipality": ("gemeente",),
    "team": ("team",),
    "worker": ("medewerker",),
    "regisseur": ("regisseur",),
    "regisseur_role": ("regisseur_rol",),
    **PERSON_COLUMNS,
}
"""What the columns of a zaak are where the config says nothing else."""

ZGW_KEY: Final = ("sleutel", "volgnummer")

_API: Final = "/zaken/api/"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ValueError("begins with https://: the token and the answers hold secrets")
    if parts.username or parts.query or parts.fragment or not parts.hostname:
        raise ValueError("is an address alone: no name, password or query")
    return url.rstrip("/") + "/"


Address = Annotated[str, AfterValidator(_address)]
Role = Literal[
    "adviseur", "behandelaar", "belanghebbende", "beslisser", "initiator", "klantcontacter",
    "zaakcoordinator", "mede_initiator",
]  # fmt: skip


Event = Literal["registratie", "status", "regie", "resultaat", "einde", "heropend"]


class ZgwOptions(BaseModel):
    """`[sources.options]` of kind zgw; docs/bronsoorten.md explains each.

    >>> ZgwOptions(url="https://openzaak.example/zaken/api/v1", client_id="k").types_url
    'https://openzaak.example/catalogi/api/v1/'
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Address
    catalogi_url: Address | None = None
    client_id: str = Field(min_length=1)
    secret_env: str = ""
    secret_block: str = ""
    user: str = "klantreis"
    token_s: float = Field(default=600, ge=60, le=3000)
    zaaktypen: tuple[str, ...] = ()
    registered_after: date | None = None
    lag_days: int = Field(default=31, ge=1)
    sweep: bool = True
    events: tuple[Event, ...] = KINDS
    client_roles: tuple[Role, ...] = ("initiator",)
    regisseur_roles: tuple[Role, ...] = ("behandelaar", "zaakcoordinator")
    organisations: dict[str, str] = {}
    audittrail: bool = True
    expand: bool = True
    page_size: int = Field(default=100, ge=1, le=500)
    concurrency: int = Field(default=4, ge=1, le=16)
    requests_per_second: float = Field(default=20, gt=0)
    timeout_s: float = Field(default=30, gt=0)
    retries: int = Field(default=5, ge=0, le=10)
    first_wait_s: float = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> ZgwOptions:
        if self.catalogi_url is None and _API not in self.url:
            raise ValueError("catalogi_url is missing: it does not follow from url")
        if self.secret_env and self.secret_block:
            raise ValueError("secret_env or secret_block, not both")
        return self

    @property
    def types_url(self) -> str:
        """The address of the Catalogi API, where the names of statuses and results are."""
        return self.catalogi_url or self.url.replace(_API, "/catalogi/api/")
