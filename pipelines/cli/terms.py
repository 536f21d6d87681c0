"""`klantreis vocabulary`: every term of every partner, what it means, and what it may mean.

A proposal is a likeness of words and no more: a person decides, in the CSV that is written here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process, utils

from journeys.contract import KINDS
from journeys.spelling import spelled
from outputs.spreadsheet import write_csv
from pipelines.config.vocabulary import COLUMNS, vocabulary_of
from pipelines.night.checking import terms_of, trial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from journeys.inputs import Term
    from pipelines.config.settings import Config

LIKE: Final = 80.0
"""The least likeness of a proposal, of 100: rapidfuzz' WRatio."""

PROPOSAL: Final = ("n", "proposed_activity", "proposed_kind", "likeness")


@dataclass(frozen=True)
class Use:
    """One term as a partner uses it in a source.

    Attributes:
        source: that it stands in.
        partner: that wrote it; '' where no row says which.
        term: as written, without the white space around it.
        n: how many events have it.
        is_mapped: whether the vocabulary has a meaning for it.
        activity: that meaning; the term itself where it has none.
        kind: likewise; `overig` where it has none.
        proposed_activity: of the most alike known term, for one without a meaning; '' where none is alike.
        proposed_kind: likewise.
        likeness: of the two terms, 0–100.
    """

    source: str
    partner: str
    term: str
    n: int
    is_mapped: bool
    activity: str
    kind: str
    proposed_activity: str = ""
    proposed_kind: str = ""
    likeness: int = 0


def terms_in_use(config: Config) -> tuple[list[Use], list[str]]:
    """Every term of the store and of what the sources hold now, and the errors of those unread."""
    vocabulary = vocabulary_of(config)
    with trial(config) as tried:
        rows = terms_of(tried, config, tried.merged.records)
        errors = [tried.errors[name] for name in sorted(tried.errors)]
    uses = []
    for row in rows:
        use = Use(
            row["source"],
            row["partner"] or "",
            spelled(row["activity_source"]),
            row["n"],
            row["is_mapped"],
            row["activity"],
            row["kind"],
        )
        uses.append(use if use.is_mapped else proposed(use, vocabulary))
    return uses, errors


def proposed(use: Use, vocabulary: Sequence[Term]) -> Use:
    """A term without a meaning, with that of the known term that is most like it.

    >>> from journeys.inputs import Term
    >>> use = Use("ggz", "GGZ", "Intake gesprek", 3, False, "Intake gesprek", "overig")
    >>> proposed(use, [Term("wijkteam", "Intakegesprek", "Intake", "intake")]).proposed_kind
    'intake'
    """
    known = {term.term: (term.activity, term.kind) for term in vocabulary}
    known |= {kind: ("", kind) for kind in KINDS if kind not in known and kind != "overig"}
    match = process.extractOne(
        use.term,
        list(known),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=LIKE,
    )
    if match is None:
        return use
    activity, kind = known[match[0]]
    proposal = {"proposed_activity": activity or use.term, "proposed_kind": kind}
    return Use(**{**asdict(use), **proposal, "likeness": round(match[1])})


def write_terms(path: Path, uses: Sequence[Use], vocabulary: Sequence[Term]) -> None:
    """Write the CSV that a person completes: what is known already, then what has no meaning yet.

    A term without a meaning stands there with activity and kind empty, how often it occurs, and the
    proposal beside it; the columns of the proposal are passed over when the file is read.
    """
    unknown = sorted((use for use in uses if not use.is_mapped), key=lambda use: -use.n)
    known = [{column: getattr(term, column) for column in COLUMNS} for term in vocabulary]
    asked = [
        {name: getattr(use, name) or "" for name in ("source", "partner", "term", *PROPOSAL)}
        for use in unknown
    ]
    columns = [*COLUMNS, *PROPOSAL]
    write_csv(path, columns, [dict.fromkeys(columns, "") | row for row in (*known, *asked)])
