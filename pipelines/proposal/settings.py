"""What a proposed config consists of: its lines, and the sources that they stand under."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Setting:
    """One line of a proposed config.

    Attributes:
        name: of the option.
        value: as TOML has it.
        reason: why, and what else it could be; '' for nothing.
        is_doubtful: a person has to look.
        others: what else a person may choose, the likeliest first.
        is_off: it stands there as a comment.
    """

    name: str
    value: Any
    reason: str = ""
    is_doubtful: bool = False
    others: tuple[Any, ...] = ()
    is_off: bool = False


@dataclass(frozen=True)
class SourceProposal:
    """One source as it is proposed.

    Attributes:
        name: of the source.
        settings: the lines of `[[sources]]`.
        columns: those of `[sources.columns]`.
        formats: those of `[sources.formats]`.
        tables: those of other tables below it, by their name, such as `snapshot` and `options`.
        unused: columns that are read by nothing.
        n_rows: rows that were looked at.
        fault: why nothing can be read of it; '' where it can.
    """

    name: str
    settings: list[Setting]
    columns: list[Setting] = field(default_factory=list)
    formats: list[Setting] = field(default_factory=list)
    tables: dict[str, list[Setting]] = field(default_factory=dict)
    unused: Sequence[str] = ()
    n_rows: int = 0
    fault: str = ""
