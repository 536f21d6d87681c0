"""`[notify]`: a command or a webhook hears of a night that needs somebody; nothing of a client is in it."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any, Final

from connectors.identity.secret import read_secret
from journeys.errors import said
from pipelines.config.upkeep_sections import checked_url, is_loopback
from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from pipelines.config.settings import Config
    from pipelines.config.upkeep_sections import Notify
    from pipelines.upkeep.last_night import LastNight
    from pipelines.upkeep.status import Status

SERIOUS: Final = "hoog"
"""The severity of signals that somebody hears of."""


FILE_NAME: Final = re.compile(r"""'[^'\n]*\.\w{1,8}'|"[^"\n]*\.\w{1,8}\"""")


def without_files(text: str) -> str:
    """An error's text without names of files, which a partner may have named after somebody.

    >>> without_files("source 'a', file 'Jansen.csv': an empty file")
    "source 'a', file '…': an empty file"
    """
    return FILE_NAME.sub("'…'", text)


def message(config: Config, night: LastNight, now: Status) -> dict[str, Any] | None:
    """What is sent of a night; None where there is nothing to say that `[notify] on` asks for."""
    failed = [name for name, figure in night.figures.items() if figure["error"]]
    missing = [each for each in now.sources if each.delivery == "late" or each.size == "dropped"]
    serious = {
        kind: n for (kind, severity), n in (night.new_signals or {}).items() if severity == SERIOUS
    }
    reasons = {
        "failure": night.status != "complete",
        "delivery": bool(missing),
        "signals": bool(serious),
    }
    why = [reason for reason in config.notify.on if reasons[reason]]
    if not why:
        return None
    return {
        "project": config.project.name,
        "run_id": night.run_id,
        "status": night.status,
        "reasons": why,
        "errors": [without_files(error) for error in night.errors],
        "failed_sources": failed,
        "missing_deliveries": [
            {
                "source": each.name,
                "delivery": each.delivery,
                "size": each.size,
                "days": round((each.delivered_s or 0) / 86_400, 1),
                "rows": each.last_rows,
                "usual_rows": each.usual_rows,
            }
            for each in missing
        ],
        "new_signals": dict(sorted(serious.items())),
    }


def notify(config: Config, text: dict[str, Any]) -> None:
    """Send a message to the command and to the webhook that the config names.

    Raises:
        PipelineError: one of them did not take it; what it says is not repeated.
        ConnectorError: the webhook's address is not where the config says.
        OSError: the command cannot be started.
    """
    rules = config.notify
    body = json.dumps(text, ensure_ascii=False).encode()
    if rules.command:
        _run(config, rules, body)
    if has_webhook(rules):
        _post(rules, body)


def has_webhook(rules: Notify) -> bool:
    """Whether the config names a webhook."""
    return bool(rules.webhook or rules.webhook_env or rules.webhook_block)


def _run(config: Config, rules: Notify, body: bytes) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the config's own command, without a shell
            rules.command,
            input=body,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=rules.timeout_s,
            cwd=config.folder,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PipelineError("the command of [notify] took too long") from None
    if done.returncode:
        raise PipelineError(
            "the command of [notify] failed", got=said("exit code {n}", n=done.returncode)
        )


def _post(rules: Notify, body: bytes) -> None:
    import httpx  # noqa: PLC0415 - most nights send nothing

    url = rules.webhook or read_secret(
        "the webhook of [notify]", env=rules.webhook_env, block=rules.webhook_block
    )
    try:
        checked_url(url)
    except ValueError as error:
        raise PipelineError("the webhook of [notify] cannot be used", got=str(error)) from None
    headers = {"Content-Type": "application/json"}
    try:
        with httpx.Client(timeout=rules.timeout_s, trust_env=not is_loopback(url)) as client:
            answer = client.post(url, content=body, headers=headers)
    except httpx.HTTPError as error:
        raise PipelineError(
            "the webhook of [notify] does not answer", got=type(error).__name__
        ) from None
    if not answer.is_success:
        raise PipelineError(
            "the webhook of [notify] refused", got=said("status {n}", n=answer.status_code)
        )
