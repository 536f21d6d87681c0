"""`klantreis doctor`: what is wrong with a store and its runs; it mends what can be mended without loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.store.damage import damages
from pipelines.store.locks import locked
from pipelines.upkeep.openness import openings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.config.settings import Config
    from pipelines.store.damage import Damage


@dataclass(frozen=True)
class Finding:
    """Something that is or was wrong.

    Attributes:
        what: says so, with what to do.
        can_be_mended: without loss.
        is_mended: now.
    """

    what: str
    can_be_mended: bool
    is_mended: bool = False


def examine(config: Config, *, repair: bool = False) -> list[Finding]:
    """Look for all that is wrong; reads alone, but for a repair.

    Args:
        config: of the store and its runs.
        repair: whether to mend what can be mended without loss. What a mended file held stays beside it.

    Raises:
        PipelineError: a run has the store, so that nothing can be mended now.
    """
    if not repair:
        return [Finding(str(each.error), each.mend is not None) for each in _all_wrong(config)]
    tried: list[str] = []
    with locked(config):
        while mendable := next(
            (each for each in _all_wrong(config) if each.mend and str(each.error) not in tried),
            None,
        ):
            assert mendable.mend is not None  # noqa: S101 - as the line above asks
            mendable.mend()
            tried.append(str(mendable.error))
        left = {str(each.error): each.mend is not None for each in _all_wrong(config)}
    mended = [what for what in tried if what not in left]
    return [
        *(Finding(what, can_be_mended=True, is_mended=True) for what in mended),
        *(Finding(what, can_be_mended) for what, can_be_mended in left.items()),
    ]


def _all_wrong(config: Config) -> Iterator[Damage]:
    yield from damages(config)
    yield from openings(config)
