"""How well linking finds who is who in a population of families, and what a million records cost.

    python benchmarks/linking.py [--records 20000] [--million 1000000] [--only PART]

PART is cells, variants, calibration or scale.

Precision: of the pairs of rows that are linked, the share that is one person. Recall: of the pairs that are
one person, the share that is linked. Rebuilt: of the people, the share whose rows are one client, and nobody
else's. Review: questions, as share of the rows. After: precision and recall when each was answered rightly.
Calibration: of the links made at a probability, the share that is right.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from families import Population, rows
from tokens import nodes

from journeys.engine import connect
from journeys.linking.link import link
from journeys.linking.settings import Decision, LinkSettings

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import duckdb

ASKED = LinkSettings(max_review_share=0.01)
"""What is measured asks at most one question for each hundred rows."""
BANDS = (0.85, 0.95, 0.99, 0.999, 1.01)
HELD_OUT = (11, 12, 21, 22)
"""Seeds of populations that nobody looked at while the model was made; 21 and 22 came after it."""
HARDER = (11, 21)
"""Those of which twins and empty fields are measured too."""

HEAD = (
    f"{'':44}{'rows':>8}{'precision':>11}{'recall':>9}{'rebuilt':>9}{'review':>8}{'yes':>6}"
    f"{'after: p':>10}{'recall':>9}{'s':>7}"
)


@dataclass(frozen=True)
class Outcome:
    """What linking made of a population whose truth is known."""

    n: int
    precision: float
    recall: float
    rebuilt: float
    review: float
    right: float
    after_precision: float
    after_recall: float
    seconds: float

    def line(self, name: str) -> str:
        """A row under `HEAD`."""
        return (
            f"{name:44}{self.n:>8}{self.precision:>11.4f}{self.recall:>9.4f}{self.rebuilt:>9.4f}"
            f"{self.review:>8.4f}{self.right:>6.2f}{self.after_precision:>10.4f}{self.after_recall:>9.4f}"
            f"{self.seconds:>7.1f}"
        )


def measure(
    connection: duckdb.DuckDBPyConnection,
    population: Population,
    settings: LinkSettings = ASKED,
) -> Outcome:
    """Link a population, answer the questions rightly, and link it again."""
    made = list(rows(population))
    table = nodes(made)
    truth = {row.person: row.truth for row in made}
    began = perf_counter()
    first = link(connection, table, settings=settings)
    seconds = perf_counter() - began
    asked = zip(
        first.review["person_a"].to_pylist(), first.review["person_b"].to_pylist(), strict=True
    )
    answers = [Decision(one, other, truth[one] == truth[other]) for one, other in asked]
    second = link(connection, table, answers, settings)
    true = [truth[person] for person in first.people["person"].to_pylist()]
    found, after = (each.people["client_id"].to_pylist() for each in (first, second))
    precision, recall = agreement(true, found)
    return Outcome(
        len(made),
        precision,
        recall,
        rebuilt(true, found),
        len(answers) / len(made),
        sum(answer.is_same for answer in answers) / max(len(answers), 1),
        *agreement(true, after),
        seconds,
    )


def agreement(true: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float]:
    """Pairwise precision and recall of a grouping; 1 where there is no pair."""
    both, linked, real = (_pairs(each) for each in (zip(true, found, strict=True), found, true))
    return both / linked if linked else 1.0, both / real if real else 1.0


def rebuilt(true: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """The share of people whose rows are one client, which has no row of anybody else."""
    sizes, clients = Counter(true), Counter(found)
    both = Counter(zip(true, found, strict=True))
    whole = sum(n == sizes[person] == clients[client] for (person, client), n in both.items())
    return whole / len(sizes) if sizes else 1.0


def _pairs(groups: object) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())  # type: ignore[call-overload]


def cells(connection: duckdb.DuckDBPyConnection, n: int) -> None:
    """Errors by missing BSN."""
    print(f"\nerrors × BSN missing\n{HEAD}")
    for wrong in (0.0, 0.02, 0.1):
        for no_bsn in (0.0, 0.5, 1.0):
            population = Population(n_records=n, wrong=wrong, no_bsn=no_bsn)
            name = f"{wrong:.0%} wrong, BSN missing in {no_bsn:.0%}"
            print(measure(connection, population).line(name), flush=True)
    typing = Population(n_records=n, no_bsn=0.0, other=0.0)
    print(measure(connection, typing).line("2% wrong, every BSN, typing errors alone"), flush=True)


def variants(connection: duckdb.DuckDBPyConnection, n: int) -> None:
    """Without a BSN and 2 % errors, other populations."""
    print(f"\nno BSN, 2% wrong: other populations\n{HEAD}")
    base = Population(n_records=n)
    for name, population in {
        "another seed": replace(base, seed=2),
        **{f"held out: seed {seed}": replace(base, seed=seed) for seed in HELD_OUT},
        **{
            f"held out: seed {seed}, twins 10%": replace(base, seed=seed, twins=0.1)
            for seed in HARDER
        },
        **{
            f"held out: seed {seed}, 10% empty": replace(base, seed=seed, empty=0.1)
            for seed in HARDER
        },
        "twins: 10% of births": replace(base, twins=0.1),
        "errors: half are another value": replace(base, other=0.5),
        "errors: all are another value": replace(base, other=1.0),
        "a village: 150 surnames, 100 given names": replace(base, n_surnames=80, n_given=20),
        "20% of birth dates empty": replace(base, empty_birth=0.2),
        "10% of all fields empty": replace(base, empty=0.1),
        "nothing empty, no initials": replace(base, empty=0.0, initials=0.0),
        "15% initials": replace(base, initials=0.15),
        "10% moved": replace(base, moved=0.1),
        "10% of women married": replace(base, married=0.1),
        "flats: 60 households on a postcode": replace(base, households_per_postcode=60),
        "two sources": replace(base, sources=("wijkteam", "ggz")),
        "200 records": replace(base, n_records=200),
        "1,000 records": replace(base, n_records=1_000),
        "5,000 records": replace(base, n_records=5_000),
        "100,000 records": replace(base, n_records=100_000),
    }.items():
        print(measure(connection, population).line(name), flush=True)


def calibration(connection: duckdb.DuckDBPyConnection, n: int) -> None:
    """Of the links made at a probability, how many are right: held-out populations, linked from 0.85 on."""
    right: Counter[tuple[float, bool]] = Counter()
    base = Population(n_records=n)
    for population in (
        *(replace(base, seed=seed) for seed in HELD_OUT),
        *(replace(base, seed=seed, twins=0.1) for seed in HARDER),
        *(replace(base, seed=seed, empty=0.1) for seed in HARDER),
    ):
        made = list(rows(population))
        truth = {row.person: row.truth for row in made}
        linked = link(connection, nodes(made), settings=LinkSettings(upper=BANDS[0]))
        for row in linked.links.to_pylist():
            if row["probability"] is not None:
                band = max(low for low in BANDS if low <= row["probability"])
                right[band, truth[row["person_a"]] == truth[row["person_b"]]] += 1
    print(f"\ncalibration\n{'probability':16}{'links':>8}{'right':>8}{'share':>9}")
    for low, high in pairwise(BANDS):
        n_right, n_wrong = right[low, True], right[low, False]
        share = n_right / max(n_right + n_wrong, 1)
        print(
            f"{low} – {min(high, 1)}".ljust(16) + f"{n_right + n_wrong:>8}{n_right:>8}{share:>9.4f}"
        )


def scale(n: int) -> None:
    """A million records in a process of its own: seconds, and the most memory that it held."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nodes.parquet"
        made = list(rows(Population(n_records=n)))
        pq.write_table(nodes(made), path)
        truth = {row.person: row.truth for row in made}
        del made
        told = subprocess.run(
            [sys.executable, __file__, "--linked", str(path)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        cost = json.loads(told)
        found = pq.read_table(path.with_suffix(".people.parquet"))
    true = [truth[person] for person in found["person"].to_pylist()]
    precision, recall = agreement(true, found["client_id"].to_pylist())
    print(
        f"\n{len(true):,} records, no BSN, 2% wrong, 2 threads: {cost['seconds']:.0f} s,"
        f" at most {cost['gib']:.1f} GiB; precision {precision:.4f}, recall {recall:.4f},"
        f" review {cost['review'] / len(true):.4f}, {cost['questions_beyond']:,} questions beyond it"
    )


def _link_a_file(path: Path) -> None:
    began = perf_counter()
    with connect(path.parent / "spill", memory="3GB", threads=2) as connection:
        connection.execute(f"create view nodes as from read_parquet('{path}')")
        linked = link(connection, "nodes")
    seconds = perf_counter() - began
    pq.write_table(linked.people, path.with_suffix(".people.parquet"))
    print(
        json.dumps(
            {
                "seconds": seconds,
                "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
                "review": linked.review.num_rows,
                "questions_beyond": linked.model["n_review_beyond_limit"],
            }
        )
    )


def main() -> None:
    """Run what is asked for; everything, where nothing is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("cells", "variants", "calibration", "scale"))
    parser.add_argument("--linked", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.linked:
        _link_a_file(told.linked)
        return
    with TemporaryDirectory() as work, connect(Path(work), threads=2) as connection:
        if told.only in (None, "cells"):
            cells(connection, told.records)
        if told.only in (None, "variants"):
            variants(connection, told.records)
        if told.only in (None, "calibration"):
            calibration(connection, told.records)
    if told.only in (None, "scale"):
        scale(told.million)


if __name__ == "__main__":
    main()
