"""`klantreis review`: the people of whom linking does not know whether they are one, and who decides it.

A question names no one: it says in which rows of which exports the two stand, and what of them is alike. Who
decides looks them up there. A decision holds on every later night, above any probability.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from journeys.errors import listed, reason_of, said
from outputs.spreadsheet import unguarded, write_csv
from outputs.words import DUTCH
from pipelines.errors import ConfigError, PipelineError
from pipelines.night.begin import begin
from pipelines.night.stopping import counting
from pipelines.store.ledger import Entry, Ledger
from pipelines.store.questions import decisions
from pipelines.store.run_ids import new_run_id
from pipelines.store.tables import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipelines.config.settings import Config

SAME: Final = {
    "zelfde": True,
    "ja": True,
    "same": True,
    "ander": False,
    "nee": False,
    "different": False,
}
"""What may be written as a decision."""

WORDS: Final = {
    "equal": "is equal",
    "equal_by_year": "has the same year, day unknown",
    "near": "is almost equal",
    "alike": "is almost equal, but both exist",
    "called": "is a first name in use, or another spelling",
    "part": "is equal in part",
    "initial": "has the same initial, one in full",
    "same_initial": "has the same initial",
    "swapped": "has day and month swapped",
    "year": "has the same year",
    "generation": "has the same day and month, a generation later",
    "number": "has the same house number, postcode unknown",
    "region": "is in the same area",
    "mistyped": "is different, and one is a typing error",
    "differs": "is different",
}
CONFLICTS: Final = {
    "tie": "a tie: fits about as well with somebody else",
    "identity": "one BSN with what look like two people",
    "key": "two different client numbers",
}
"""What a question has to say beside what is alike."""
SUBJECTS: Final = {
    "family": "the surname",
    "given": "the first name",
    "birth": "the date of birth",
    "sex": "the sex",
    "address": "the address",
    "bsn": "BSN",
}
HEADER: Final = (
    "vraag", "kans", "bron_a", "bestand_a", "rij_a", "bron_b", "bestand_b", "rij_b", "overeenkomst",
    "besluit",
)  # fmt: skip


def likeness(question: Mapping[str, Any]) -> str:
    """What of the two is alike, and what makes it a question.

    >>> likeness({"family": "equal", "birth": "near", "sex": "unknown"})
    'the surname is equal, the date of birth is almost equal'
    >>> likeness({"family": "equal", "given": "initial", "conflict": "tie"}).partition("; ")[2]
    'a tie: fits about as well with somebody else'
    """
    alike = listed(
        said("{subject} {likeness}", subject=subject, likeness=WORDS[question[name]])
        for name, subject in SUBJECTS.items()
        if question.get(name) not in (None, "unknown")
    )
    conflict = CONFLICTS.get(question.get("conflict") or "")
    return listed([part for part in (alike, conflict) if part], "; ")


def write_questions(path: Path, asked: Sequence[Mapping[str, Any]]) -> None:
    """Write the questions as a CSV, in Dutch, in which a person fills in `besluit`: zelfde or ander."""
    rows = []
    for row in asked:
        places = [
            row[f"{name}_{side}"]
            for side in "ab"
            for name in ("source", "source_file", "source_row")
        ]
        name = f"{row['person_a']}-{row['person_b']}"
        chance = f"{row['probability']:.3f}".replace(".", ",")
        cells = [name, chance, *places, DUTCH.sentence(likeness(row)), ""]
        rows.append(dict(zip(HEADER, cells, strict=True)))
    write_csv(path, HEADER, rows)


def read_answers(path: Path) -> dict[tuple[str, str], bool]:
    """What a person filled in; a question without a decision is left open.

    Raises:
        ConfigError: it is no such file, or a decision is none; the row is named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            said("{name}: cannot be read", name=path.name), got=reason_of(error)
        ) from None
    rows = csv.DictReader(
        text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ","
    )
    if not {"vraag", "besluit"} <= set(rows.fieldnames or ()):
        raise ConfigError(
            said("{name}: columns are missing", name=path.name),
            expected=", ".join(HEADER),
            hint="klantreis review CONFIG --to FILE writes it",
        )
    answers = {}
    for n, row in enumerate(rows, start=1):
        decision = (row["besluit"] or "").strip().lower()
        one, _, other = unguarded((row["vraag"] or "").strip()).partition("-")
        if not decision:
            continue
        if decision not in SAME or not one or not other:
            raise ConfigError(
                said("{name}, row {n}: no decision", name=path.name, n=n),
                expected=said("besluit is one of {SAME}, or empty", SAME=", ".join(SAME)),
                hint="leave the column vraag as it was written",
            )
        answers[one, other] = SAME[decision]
    return answers


def decide(config: Config, answers: Mapping[tuple[str, str], bool], by: str) -> int:
    """Store decisions, with who made them and when; they count from the next run on.

    Args:
        config: of the store.
        answers: two people, and whether they are one.
        by: who decided.

    Returns:
        How many decisions are new: what was decided so before is no decision again.

    Raises:
        PipelineError: a run has the store, or there is none yet.
    """
    ledger = Ledger(config.store)
    if ledger.last() is None:
        raise PipelineError("there is nothing to review", expected="a complete run")
    standing = {(row["person_a"], row["person_b"]): row["is_same"] for row in decisions(config)}
    new = {pair: same for pair, same in sorted(answers.items()) if standing.get(pair) is not same}
    if not new:
        return 0
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    rows = [
        {"person_a": one, "person_b": other, "is_same": same, "decided_by": by, "decided_at": now}
        for (one, other), same in new.items()
    ]
    run_id = f"review-{new_run_id()}"
    with begin(config, run_id) as night, counting():
        versions = night.store.add("decisions", pa.Table.from_pylist(rows, schema=DECISIONS))
        ledger.append(
            Entry(
                run_id=run_id,
                status="decided",
                finished_at=now,
                key=night.pseudonyms.fingerprint(),
                versions=versions,
                generation=night.generation,
            )
        )
    return len(new)
