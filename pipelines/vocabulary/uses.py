"""Every term of every partner: what it means, or what it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.spelling import spelled
from pipelines.config.vocabulary import own_vocabulary
from pipelines.night.checking import terms_of, trial
from pipelines.vocabulary.proposals import proposal_of

if TYPE_CHECKING:
    from pipelines.config.settings import Config
    from pipelines.vocabulary.proposals import ProposedMeaning


@dataclass(frozen=True)
class Use:
    """One term as a partner uses it in a source.

    Attributes:
        source: that it stands in.
        partner: that wrote it; '' where no row says which.
        term: in its one spelling.
        n: how many events have it.
        is_mapped: whether the vocabulary has a meaning for it.
        activity: that meaning; the term itself where it has none.
        kind: likewise; `overig` where it has none.
        referred_to: the partner to whom that meaning refers; '' for none.
        likelihood: of that meaning, where nobody confirmed it yet; else None.
        proposal: what a term without a meaning may mean; None where nothing is known of it.
    """

    source: str
    partner: str
    term: str
    n: int
    is_mapped: bool
    activity: str
    kind: str
    referred_to: str = ""
    likelihood: float | None = None
    proposal: ProposedMeaning | None = None


def terms_in_use(config: Config) -> tuple[list[Use], list[str]]:
    """Every term of the store and of what the sources hold now, and the errors of those unread."""
    known = [term for term in own_vocabulary(config) if term.likelihood is None]
    with trial(config) as tried:
        rows = terms_of(tried, config, tried.merged.records)
        errors = [tried.errors[name] for name in sorted(tried.errors)]
    named = {source.partner for source in config.sources} | {row["partner"] for row in rows}
    partners = sorted(filter(None, named))
    uses = []
    for row in rows:
        term = spelled(row["activity_source"])
        use = Use(
            row["source"],
            row["partner"] or "",
            term,
            row["n"],
            row["is_mapped"],
            row["activity"],
            row["kind"],
            row["referred_to"] or "",
            row["likelihood"],
            None if row["is_mapped"] else proposal_of(term, known, partners, row["partner"] or ""),
        )
        uses.append(use)
    return uses, errors
