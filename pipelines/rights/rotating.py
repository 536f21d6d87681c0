"""`klantreis rotate-key`: a new key, and the store's pseudonyms renewed with it.

The identities are gone, so nothing can be made anew of them: the new key stands behind the old one, and what
is stored is made a pseudonym once more (`connectors.identity.pseudonyms`). Run folders of before keep the
pseudonyms of before.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.identity.people import SCHEMA
from connectors.identity.pseudonyms import KEY_BYTES, Pseudonyms, write_keys
from connectors.identity.renewal import renewed_columns
from connectors.identity.sealing import Seal
from connectors.records.canonical import PSEUDONYMOUS
from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.night.begin import begin
from pipelines.night.stopping import counting
from pipelines.store.keys import key_elsewhere
from pipelines.store.ledger import Entry, Ledger
from pipelines.store.run_ids import new_run_id
from pipelines.store.tables import DECISIONS, GENERATION, TABLES, Store

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.night.begin import Night


def rotate(config: Config) -> str:
    """Renew the key and every pseudonym of the store; says the name of the entry in the ledger.

    Where the key is in an environment variable or a Secret block, whoever keeps it has put the new key
    there first, on a line behind the old one.

    Raises:
        PipelineError: a run has the store, there is none yet, or there is no new key to renew with.
    """
    run_id = f"rotate-{new_run_id()}"
    ledger = Ledger(config.store)
    if ledger.last() is None:
        raise PipelineError(
            "there is no store to renew the key of",
            hint="remove the key file: the first run makes a new one",
        )
    with begin(config, run_id) as night, counting():
        keys = _renewed_keys(config, night.pseudonyms)
        generation = f"{GENERATION}{run_id}"
        versions = _written_anew(night, keys, generation)
        if not (config.privacy.key_env or config.privacy.key_block):
            write_keys(config.key_file, [keys.key, *keys.later], replace=True)
        ledger.append(
            Entry(
                run_id=run_id,
                status="rotated",
                finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
                key=keys.fingerprint(),
                versions=versions,
                generation=generation,
            )
        )
        Store(config.store, versions, generation).remove_others()
    return run_id


def _renewed_keys(config: Config, keys: Pseudonyms) -> Pseudonyms:
    if not (config.privacy.key_env or config.privacy.key_block):
        return Pseudonyms(keys.key, (*keys.later, secrets.token_bytes(KEY_BYTES)))
    renewed = key_elsewhere(config)
    if len(renewed.later) != len(keys.later) + 1:
        raise PipelineError(
            "there is no new key",
            expected="the keys that the store was filled with, and one new key on a line behind them",
            got=said("{n} keys", n=len(renewed.later) + 1),
            hint="put 64 hexadecimal digits behind the old key where it is kept, and run this again",
        )
    return renewed


def _written_anew(night: Night, keys: Pseudonyms, generation: str) -> dict[str, int]:
    """Every table of the store with its pseudonyms renewed once."""
    store = night.store
    last = Pseudonyms(keys.key, keys.later[-1:])
    work = night.work / "renewed"
    work.mkdir(parents=True)
    tables: dict[str, list[pa.Table | pq.ParquetFile]] = {
        name: [pq.ParquetFile(path) for path in store.paths(name)] for name in TABLES
    }
    tables["records"] = [
        pq.ParquetFile(_renewed_records(path, work / f"{n:06}.parquet", last))
        for n, path in enumerate(store.paths("records"))
    ]
    tables["identities"] = [_renewed_identities(store, night.pseudonyms, keys, last)]
    decisions = store.read("decisions", DECISIONS)
    tables["decisions"] = [_renewed_table(decisions, ("person_a", "person_b"), last)]
    return store.renew(generation, tables)


def _renewed_records(path: str, coming: Path, last: Pseudonyms) -> Path:
    file = pq.ParquetFile(path)
    with pq.ParquetWriter(coming, file.schema_arrow) as writer:
        for batch in file.iter_batches():
            writer.write_batch(renewed_columns(batch, PSEUDONYMOUS, last.renewed))
    return coming


def _renewed_table(table: pa.Table, columns: tuple[str, ...], last: Pseudonyms) -> pa.Table:
    batches = [renewed_columns(batch, columns, last.renewed) for batch in table.to_batches()]
    return pa.Table.from_batches(batches, schema=table.schema)


def _renewed_identities(
    store: Store, before: Pseudonyms, keys: Pseudonyms, last: Pseudonyms
) -> pa.Table:
    """The sealed tokens, opened with the old key and closed with the new one."""
    table = store.read("identities", SCHEMA)
    renewed = _renewed_table(table, ("person", "client_key"), last)
    old, new = Seal(before), Seal(keys)
    sealed = [
        new.lock(name, old.unlock(person, data))
        for person, name, data in zip(
            table["person"].to_pylist(),
            renewed["person"].to_pylist(),
            table["sealed"].to_pylist(),
            strict=True,
        )
    ]
    at = renewed.schema.get_field_index("sealed")
    return renewed.set_column(at, "sealed", pa.array(sealed, pa.binary()))
