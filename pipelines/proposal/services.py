"""An Open Zaak of which a config is proposed: its address, and as a doubt what its administrator knows."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import ValidationError

from connectors.zgw.options import ZgwOptions
from journeys.errors import said
from pipelines.errors import ConfigError
from pipelines.proposal.settings import Setting, SourceProposal

API = "/zaken/api/v1"
SECRET = "KLANTREIS_ZGW"  # noqa: S105 - the name of a variable


def propose_service(address: str) -> SourceProposal:
    """The source of an Open Zaak; nothing is asked of it, since its secret is not known yet.

    Args:
        address: of the service, with or without the path of its Zaken API.

    Raises:
        ConfigError: it is no address that may be asked.
    """
    url = address.rstrip("/")
    url = url if "/zaken/api" in url else f"{url}{API}"
    try:
        ZgwOptions(url=url, client_id="klantreis")
    except ValidationError as error:
        raise ConfigError(
            said("url: {fault}", fault=error.errors()[0]["msg"].removeprefix("Value error, "))
        ) from None
    why = said("as the administrator of the service has it")
    options = [
        Setting("url", url),
        Setting("client_id", "klantreis", why, is_doubtful=True),
        Setting("secret_env", SECRET, said("the environment variable that holds the secret")),
    ]
    name = (urlsplit(url).hostname or "zaken").split(".")[0]
    settings = [
        Setting("kind", "zgw"),
        Setting("partner", "Gemeente", said("whose cases these are"), is_doubtful=True),
    ]
    return SourceProposal(name, settings, tables={"options": options})
