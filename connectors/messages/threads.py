"""Which messages belong together: an answer is in the case of the question that it answers.

A message has numbers of its own, and may tell the number of its question. Its case is named by the
first question of the chain: by the number that its answers repeat, which an answer tells by itself.
So most answers find their case with nothing else known, in whatever night they come. A
confirmation or an error tells no more than the message that it answers, and that message may be
named by another number: only who knows both can tell. What is known is tonight's messages and, where
those are not enough, the others that stand in the same folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Known:
    """What is kept of a message: its numbers, its question's number, and where it stands."""

    own: tuple[str, ...]
    question: str
    path: Path


@dataclass
class Threads:
    """The messages that are known.

    Attributes:
        older: tells those that are not tonight's; asked at most once, and only when needed.
    """

    older: Callable[[], Iterable[Known]]
    _by_number: dict[str, Known] = field(default_factory=dict)
    _by_tail: dict[str, list[Known]] = field(default_factory=dict)
    _is_whole: bool = False

    def add(self, messages: Iterable[Known]) -> None:
        """Makes messages known; of two with one number the first counts."""
        for message in messages:
            for number in message.own:
                if number not in self._by_number:
                    self._by_number[number] = message
                    self._by_tail.setdefault(_tail(number), []).append(message)

    def question_of(self, message: Known) -> Known | None:
        """The message that this one answers, where it is known."""
        if not message.question:
            return None
        if (thread := self._find(message.question)) is None and not self._is_whole:
            self.add(self.older())
            self._is_whole = True
            thread = self._find(message.question)
        return thread

    def chain_of(self, message: Known) -> list[Known]:
        """The message, its question, that one's question, and so on: as far as is known."""
        chain = [message]
        while (question := self.question_of(chain[-1])) and question not in chain:
            chain.append(question)
        return chain

    def case_of(self, chain: Sequence[Known]) -> str:
        """The case of a chain: the number of its first question, as that is told or known."""
        first = chain[-1]
        is_known = self.question_of(first) is not None  # a chain that bites its own tail
        return first.question if first.question and not is_known else first.own[0]

    def _find(self, number: str) -> Known | None:
        """A message by its number; by sender and number, or by a number that one alone has."""
        if thread := self._by_number.get(number):
            return thread
        alike = self._by_tail.get(_tail(number), [])
        return alike[0] if number.startswith("bericht|") and len(alike) == 1 else None


def _tail(number: str) -> str:
    """A message's number without its sender: who answers may write the sender another way.

    >>> _tail("bericht|gm0344|17"), _tail("vto|17")
    ('bericht|17', 'vto|17')
    """
    kind, *parts = number.split("|", 2)
    return f"{kind}|{parts[-1]}"
