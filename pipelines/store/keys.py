"""The key of the pseudonyms: in a file of its own, an environment variable, or a Secret block of Prefect."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from connectors.identity.pseudonyms import KEY_BYTES, Pseudonyms, keys_of, read_key, write_keys
from connectors.identity.secret import read_secret
from journeys.errors import said
from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from pipelines.config.settings import Config
    from pipelines.store.ledger import Entry

WHAT = "the key of the pseudonyms"


def keys_for(config: Config, last: Entry | None) -> Pseudonyms:
    """The keys that the store was filled with; new ones, in the key file, for a store without a run.

    A renewal that died between the key file and the ledger is undone: the ledger tells what counts.

    Raises:
        PipelineError: the key is gone, or another one than the store was filled with.
        ConnectorError: there is no key where the config says it is, or it is none.
    """
    is_elsewhere = bool(config.privacy.key_env or config.privacy.key_block)
    if last and not is_elsewhere and not config.key_file.exists():
        raise PipelineError(
            said(
                "the key file {name} is gone, and the store was filled with it",
                name=config.key_file.name,
            ),
            expected="the key that the store was filled with",
            hint="restore it from your backup: with another key nobody is recognised any more",
        )
    keys = key_elsewhere(config) if is_elsewhere else read_key(config.key_file)
    if last is None or last.key == keys.fingerprint():
        return keys
    before = Pseudonyms(keys.key, keys.later[:-1])
    if keys.later and last.key == before.fingerprint():
        if not is_elsewhere:
            write_keys(config.key_file, [before.key, *before.later], replace=True)
        return before
    raise PipelineError(
        "the variable or block of the key holds another key"
        if is_elsewhere
        else said("the key file {name} holds another key", name=config.key_file.name),
        expected="the key that the store was filled with",
        hint="restore it from your backup: with another key nobody is recognised any more",
    )


def keys_to_check_with(config: Config) -> Pseudonyms:
    """The keys where they are there, else some that nothing is stored with: to read and throw away."""
    if config.privacy.key_env or config.privacy.key_block:
        return key_elsewhere(config)
    if config.key_file.exists():
        return read_key(config.key_file)
    return Pseudonyms(secrets.token_bytes(KEY_BYTES))


def key_elsewhere(config: Config) -> Pseudonyms:
    """The keys in the environment variable or Secret block that the config names.

    Raises:
        ConnectorError: nothing stands there, or no key.
    """
    privacy = config.privacy
    text = read_secret(WHAT, env=privacy.key_env, block=privacy.key_block)
    return keys_of(text, privacy.key_env or privacy.key_block)
