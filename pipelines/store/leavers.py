"""Who leaves the store with a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Leavers:
    """Who leaves in a night, by all the pseudonyms that only they have. It lives in memory alone.

    Attributes:
        reason: `request` or `retention`.
        n_clients: how many clients (or, without a client, cases).
        n_events: how many of their events.
        names: their pseudonyms: people, clients, cases and events.
        marks: by which a later export is known; none for the rule, which holds by itself.
    """

    reason: str
    n_clients: int
    n_events: int
    names: frozenset[str]
    marks: tuple[str, ...] = ()

    def proof(self, run_id: str) -> dict[str, Any]:
        """What may be written of it: that somebody left with a run, and how much."""
        return {
            "run_id": run_id,
            "reason": self.reason,
            "n_clients": self.n_clients,
            "n_events": self.n_events,
        }
