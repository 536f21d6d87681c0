"""What to show where not everything fits.

The most frequent alone would hide just what the maps are for: the handover that happens now and
then, and the wait that few people sit out for months. So every measure takes its turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def in_turns(
    items: Sequence[T],
    measures: Sequence[Callable[[T], float]],
    limit: int,
    *,
    first: Sequence[T] = (),
) -> list[T]:
    """Up to `limit` items in their own order: each measure in turn takes the largest still there.

    >>> in_turns(["a", "bb", "ccc"], [len, lambda text: text == "a"], 2)
    ['a', 'ccc']
    """
    places = {id(item): at for at, item in enumerate(items)}
    taken = ranked(items, measures, limit, first=first)
    return sorted(taken, key=lambda item: places[id(item)])


def ranked(
    items: Sequence[T],
    measures: Sequence[Callable[[T], float]],
    limit: int,
    *,
    first: Sequence[T] = (),
) -> list[T]:
    """Up to `limit` items in the order in which they are taken: each measure has its turn.

    Args:
        items: unlike each other, in an order that says who goes first where measures are equal.
        measures: what to take turns by; none takes an item on which it is zero.
        limit: how many to take.
        first: what is taken before the turns begin, while there is room.

    Returns:
        What was taken. With a larger limit, it begins with what a smaller limit takes.

    >>> ranked(["a", "bb", "ccc"], [len, lambda text: text == "a"], 3)
    ['ccc', 'a', 'bb']
    """
    orders = [sorted(range(len(items)), key=lambda at: -measure(items[at])) for measure in measures]
    places = {id(item): at for at, item in enumerate(items)}
    taken = list(dict.fromkeys(places[id(item)] for item in first))[:limit]
    seen = set(taken)
    turns = [
        iter([at for at in order if measure(items[at]) > 0])
        for order, measure in zip(orders, measures, strict=True)
    ]
    while turns and len(taken) < limit:
        for turn in list(turns):
            at = next((at for at in turn if at not in seen), None)
            if at is None:
                turns.remove(turn)
            elif len(taken) < limit:
                taken.append(at)
                seen.add(at)
    return [items[at] for at in taken]
