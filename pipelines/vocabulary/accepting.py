"""The CSV that a person completes: what stands there already, then each term that has no meaning yet.

Where a proposal is likely enough it is filled in, and the same stands beside it in the columns
`pipelines.config.vocabulary.PROPOSED`: while the two are alike nobody confirmed it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from journeys.contract import RANKS
from journeys.spelling import spelled
from outputs.spreadsheet import write_csv
from pipelines.config.settings import read_config
from pipelines.config.vocabulary import COLUMNS, PROPOSED, rows_of, says_nothing
from pipelines.store.durable import move
from pipelines.vocabulary.uses import terms_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pipelines.config.settings import Config
    from pipelines.vocabulary.uses import Use

FILE: Final = "begrippen.csv"
"""The vocabulary's file where the config names none."""

BLOCK: Final = '\n[vocabulary]\nfile = "{file}"\n'
NONE_AT_ALL: Final = 2.0
"""A likelihood that no proposal has."""


@dataclass(frozen=True)
class Acceptance:
    """What was filled in.

    Attributes:
        file: the vocabulary.
        n_terms: how many terms got a meaning.
        n_events: how many events have one of these.
        n_terms_left: how many terms have none yet.
        n_events_left: how many events have one of those.
        errors: of the sources that could not be read: of their new terms nothing is known.
    """

    file: Path
    n_terms: int
    n_events: int
    n_terms_left: int
    n_events_left: int
    errors: Sequence[str] = ()


def accept(config_path: Path, least: float) -> Acceptance:
    """Fill in the vocabulary of a config with what is at least so likely; what stands there stays.

    The terms are those of the store and of what the sources hold now. Where the config has no
    vocabulary yet, a block is added at its end, and the rest stays as it is, byte for byte.

    Args:
        config_path: the config file.
        least: from which likelihood a proposal is filled in, 0–1.

    Raises:
        ConfigError: the config or its vocabulary is wrong.
    """
    config = read_config(config_path)
    path = vocabulary_file(config)
    if not path.exists():
        write_terms(path, [], [])
    if config.vocabulary is None:
        _add_block(config_path)
        config = read_config(config_path)
    uses, errors = terms_in_use(config)
    unfinished = path.with_name(f"{path.name}.unfinished")
    write_terms(unfinished, standing_rows(config), uses, least)
    move(unfinished, path)
    unknown = [use for use in uses if not use.is_mapped]
    filled = [use for use in unknown if use.proposal and use.proposal.likelihood >= least]
    left = [use for use in unknown if use not in filled]
    return Acceptance(path, *_sizes(filled), *_sizes(left), errors)


def vocabulary_file(config: Config) -> Path:
    """Where the vocabulary of a config stands, or would stand."""
    return config.folder / (config.vocabulary.file if config.vocabulary else FILE)


def standing_rows(config: Config) -> list[dict[str, str]]:
    """The rows of a config's vocabulary as they stand there; none where there is no file yet."""
    path = vocabulary_file(config)
    return rows_of(path) if path.exists() else []


def write_terms(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    uses: Iterable[Use],
    least: float = NONE_AT_ALL,
) -> None:
    """Write a vocabulary: the rows that it has, and one for each term without a meaning.

    Args:
        path: gets the CSV.
        rows: that stand there; one that says nothing gives way to the term's new one.
        uses: the terms in use.
        least: from which likelihood a proposal is filled in; without, none is.
    """
    unknown: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in uses:
        if not use.is_mapped:
            unknown[use.source, use.term].append(use)
    by_size = sorted(unknown.values(), key=lambda group: -sum(use.n for use in group))
    kept = [row for row in rows if not (says_nothing(row) and _place(row) in unknown)]
    answered = {_place(row) for row in rows if not (says_nothing(row) or row.get("partner"))}
    more = [column for row in rows[:1] for column in row]
    columns = list(dict.fromkeys([*more, *COLUMNS, "n", *PROPOSED]))
    asked = [_row(group, least) for group in by_size if _place(vars(group[0])) not in answered]
    asked.sort(key=says_nothing)
    write_csv(path, columns, [dict.fromkeys(columns, "") | dict(row) for row in (*kept, *asked)])


def _row(group: Sequence[Use], least: float) -> dict[str, Any]:
    """A term of a source that has no meaning yet, with what it may mean."""
    first = group[0]
    row: dict[str, Any] = {
        "source": first.source,
        "term": first.term,
        "n": sum(use.n for use in group),
    }
    if first.proposal is None:
        return row
    meant = asdict(first.proposal)
    likelihood = meant.pop("likelihood")
    row |= {f"proposed_{name}": text for name, text in meant.items()}
    row["likelihood"] = likelihood
    if likelihood >= least:
        row |= {**meant, "rank": RANKS[first.proposal.kind]}
    return row


def _place(row: Mapping[str, str]) -> tuple[str, str]:
    source, term = (spelled(row.get(name, "")) for name in ("source", "term"))
    return source, term


def _sizes(uses: Sequence[Use]) -> tuple[int, int]:
    """How many terms of a source these are, and how many events have one of them."""
    return len({(use.source, use.term) for use in uses}), sum(use.n for use in uses)


def _add_block(config_path: Path) -> None:
    """Name the vocabulary at the end of a config, which stays as it is."""
    with config_path.open("r+b") as file:
        text = file.read()
        line_end = b"\r\n" if b"\r\n" in text else b"\n"
        block = BLOCK.format(file=FILE).encode().replace(b"\n", line_end)
        file.write(block if not text or text.endswith(b"\n") else line_end + block)
