"""What is proposed of a term without a meaning: what a person said of it elsewhere, else the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Final

from pipelines.vocabulary.lexicon import meaning_of
from pipelines.vocabulary.pieces import organisation_of
from pipelines.vocabulary.words import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from journeys.inputs import Term

SAME: Final = 0.9
"""How likely a term means what a person says that it means in another source."""

ALIKE: Final = 0.7
"""How likely a term means what a term means that is spelled much like it, where the lexicon knows neither."""

LEAST: Final = 0.8
"""From which ratio (difflib) two texts are much alike."""


@dataclass(frozen=True)
class ProposedMeaning:
    """What a term may mean.

    Attributes:
        activity: the known term's activity where one is like it, else the term itself.
        kind: one of `journeys.contract.KINDS`.
        referred_to: the partner to whom it refers, as the config spells one like it; '' for none.
        likelihood: that the term is meant so, 0–1.
    """

    activity: str
    kind: str
    referred_to: str
    likelihood: float


def proposal_of(
    term: str, known: Sequence[Term], partners: Collection[str], partner: str = ""
) -> ProposedMeaning | None:
    """What a term may mean; None where nothing is known of it.

    Args:
        term: in its one spelling.
        known: what persons said that terms mean, in whatever source.
        partners: the names that partners have in the config and in the data.
        partner: that writes the term; '' where it is not known.

    >>> from journeys.inputs import Term
    >>> proposal_of("Intake gesprek", [Term("wijkteam", "Intakegesprek", "Intake", "intake")], [])
    ProposedMeaning(activity='Intake', kind='intake', referred_to='', likelihood=0.96)
    >>> proposal_of("Overgedragen aan VT", [], ["Veilig Thuis"]).referred_to
    'Veilig Thuis'
    """
    by_text = {folded(each.term): each for each in known}
    if same := by_text.get(folded(term)):
        return ProposedMeaning(same.activity, same.kind, same.referred_to, SAME)
    close = get_close_matches(folded(term), by_text, n=1, cutoff=LEAST)
    alike = by_text[close[0]] if close else None
    meaning = meaning_of(term, partner)
    if meaning is None:
        return (
            ProposedMeaning(alike.activity, alike.kind, alike.referred_to, ALIKE) if alike else None
        )
    return ProposedMeaning(
        alike.activity if alike and alike.kind == meaning.kind else term,
        meaning.kind,
        partner_like(meaning.referred_to, partners),
        meaning.likelihood,
    )


def partner_like(name: str, partners: Collection[str]) -> str:
    """The partner whom a name means, spelled as it is known; the name itself where none is like it.

    >>> partner_like("ggz", ["GGZ", "Gemeente Wmo"]), partner_like("RvdK", ["Raad"])
    ('GGZ', 'Raad')
    >>> partner_like("MEE", ["GGZ"])
    'MEE'
    """
    if not name:
        return ""
    meant = organisation_of(name)

    def likeness(partner: str) -> float:
        if meant and meant == organisation_of(partner):
            return 1
        return SequenceMatcher(None, folded(name), folded(partner)).ratio()

    best = max(sorted(partners), key=likeness, default="")
    return best if best and likeness(best) >= LEAST else name
