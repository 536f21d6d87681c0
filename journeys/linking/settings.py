"""What linking is told, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeys.errors import AnalysisError, said

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class LinkSettings:
    """Limits of linking.

    Attributes:
        upper: a pair of at least this probability (0–1) is linked without asking.
        lower: a pair of at least this probability, and below upper, is asked about.
        cohesion: two groups are joined only where the mean probability over all their pairs is at
            least this (0–1; the mean of the log-odds): no chain holds by one strong pair alone.
        max_review_share: no more questions than this share of the records (0–1) …
        min_review: … but this many are always allowed; the most useful ones come first.
        max_household_clients: more clients at one address at one time are an institution.
        seed: chooses which records the frequencies of chance are counted on.
        sample_records: how many those are; the pairs grow with its square.

    Raises:
        AnalysisError: not 0 ≤ lower ≤ upper ≤ 1.

    >>> LinkSettings(lower=0.9, upper=0.5)
    Traceback (most recent call last):
    journeys.errors.AnalysisError: linking: the thresholds are in no order
      expected: 0 ≤ lower ≤ upper ≤ 1
      got:      lower = 0.9, upper = 0.5
    """

    upper: float = 0.95
    lower: float = 0.1
    cohesion: float = 0.5
    max_review_share: float = 0.02
    min_review: int = 20
    max_household_clients: int = 12
    seed: int = 1
    sample_records: int = 1_500

    def __post_init__(self) -> None:
        """Check the order of the thresholds."""
        if not 0 <= self.lower <= self.upper <= 1:
            raise AnalysisError(
                "linking: the thresholds are in no order",
                expected="0 ≤ lower ≤ upper ≤ 1",
                got=said("lower = {lower}, upper = {upper}", lower=self.lower, upper=self.upper),
            )


@dataclass(frozen=True)
class Decision:
    """What a reviewer said of two nodes: the same person, or not. Stronger than all else.

    A later decision on the same two takes the place of an earlier one.
    """

    person_a: str
    person_b: str
    is_same: bool


@dataclass(frozen=True)
class Linked:
    """Who is who.

    Attributes:
        people: one row for each node, by person: person, client_id (the person of the client's
            earliest node), household_id (null: nothing known), rule (`key`, `bsn`, `review`,
            `probability` or `alone`: the strongest that ties the node to its client) and probability
            (0–1; null but for the rule probability: of the node's strongest pair with another node of
            its client).
        links: one row for each join that was made, in order: person_a, person_b, rule, probability
            (null but for the rule probability). They tie each client together, none too many.
        review: one row for each question, the most useful first: person_a < person_b, probability, and
            the level of each comparison (`family`, `given`, `birth`, `sex`, `address`, `bsn`; see
            `journeys.linking.comparisons`), and conflict: what forbids the link by itself (`bsn`,
            `key`, `given`, `birth`, `identity` = the same BSN for what looks like two people; or null).
        model: thresholds, counts, and each level's m and u; no personal data.
    """

    people: pa.Table
    links: pa.Table
    review: pa.Table
    model: dict[str, Any] = field(default_factory=dict)
