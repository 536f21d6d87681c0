"""The lines of one source: how it is opened, what its columns are, how they are written, what is no data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.records.lifecycle import STANDARD
from connectors.records.lifecycle_hint import meaning_of_word
from connectors.source import IDENTITY
from journeys.errors import said
from pipelines.proposal.facts import PLAINLY_MISSING
from pipelines.proposal.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeys.engine import Engine
    from pipelines.proposal.facts import Facts
    from pipelines.proposal.roles import RoleChoice, Roles
    from pipelines.proposal.tables import Sample

_TOTAL: Final = (
    r"(sub)?tota(al|len|als|l|ls)\b.*|(grand|algemeen) tota.*|aantal( rijen| regels)?:?.*"
)
_MOST_TOTALS: Final = 3
"""In more columns than these such words are no totals."""

_RARELY_ENDED: Final = 0.4
"""The share of ends below which a source is taken to leave them out."""


def opening_lines(table: Sample) -> list[Setting]:
    """How a file is opened, where a reader would not find that out by itself or may one day find another."""
    source, settings = table.source, []
    if source.delimiter:
        settings.append(
            Setting("delimiter", source.delimiter, said("the header and the rows fit it"))
        )
    if source.encoding:
        settings.append(Setting("encoding", source.encoding, said("it is no UTF-8")))
    if source.sheet:
        settings.append(
            Setting(
                "sheet",
                source.sheet,
                said("of {n} sheets the one that is most like an export", n=len(table.sheets) + 1)
                if table.sheets
                else "",
            )
        )
    if source.header_row == 1 and table.is_broken:
        settings.append(Setting("header_row", 1, said("its names stand on several lines")))
    if source.header_row > 1:
        settings.append(
            Setting(
                "header_row",
                source.header_row,
                said("above it stand {n} lines that are no data", n=source.header_row - 1),
            )
        )
    return settings


def column_line(role: str, choice: RoleChoice, facts: Mapping[str, Facts]) -> Setting:
    """The line that maps a column."""
    column = facts[choice.columns[0]]
    if role in IDENTITY or role == "household":
        why = said("{n} different; never comes into the store", n=column.n_distinct)
    elif role in ("started_at", "ended_at") and column.n_filled < column.n:
        why = said("{n} of {n_all} rows have one", n=column.n_filled, n_all=column.n)
    else:
        why = said("{n} different in {n_all} rows", n=column.n_distinct, n_all=column.n)
    if choice.by == "values":
        why = said("by its values; {why}", why=why)
    if choice.rival:
        why = said("{why}; else: {rival}", why=why, rival=choice.rival)
    value = choice.columns[0] if len(choice.columns) == 1 else [*choice.columns]
    return Setting(role, value, why, choice.is_doubtful, (choice.rival,) if choice.rival else ())


def format_lines(choices: Mapping[str, RoleChoice], facts: Mapping[str, Facts]) -> list[Setting]:
    """The lines that say how the times and amounts of each column are written."""
    lines = []
    columns = dict.fromkeys(
        column
        for role in ("started_at", "ended_at", "birth_date", "version")
        if role in choices
        for column in choices[role].columns
    )
    for column in columns:
        time = facts[column].time
        if time is None or time.is_clock or not time.formats:
            continue
        reason, doubt = (
            said("reads {share:.0%} of the values", share=time.share),
            bool(time.also) or len(time.formats) > 1,
        )
        if time.also:
            reason = said("reads as {other} as well: no day is above 12", other=time.also[0])
        elif len(time.formats) > 1:
            reason = said("two notations in one column")
        value = time.formats[0] if len(time.formats) == 1 else [*time.formats]
        lines.append(Setting(column, value, reason, doubt, time.also))
    if "cost_eur" in choices:
        cost = facts[choices["cost_eur"].columns[0]]
        if cost.amount:
            lines.append(
                Setting(
                    choices["cost_eur"].columns[0],
                    cost.amount,
                    said("1.234,56 (nl) or 1,234.56 (en)"),
                )
            )
    return lines


def missing_lines(roles: Roles, facts: Mapping[str, Facts]) -> list[Setting]:
    """The texts that mean "not filled in", of the columns that are read; none that is an activity."""
    happened = {
        text for column in roles.choices["activity"].columns for text in facts[column].n_missing
    }
    found = {
        text: None
        for choice in roles.choices.values()
        for column in choice.columns
        for text in facts[column].n_missing
        if text not in happened
    }
    if not found:
        return []
    is_doubtful = not {text.lower() for text in found} <= PLAINLY_MISSING
    return [Setting("missing", list(found), said("stand where nothing is filled in"), is_doubtful)]


def totals_in(connection: Engine, table: Sample) -> tuple[list[Setting], str]:
    """A rule for the rows of `extracts` that are totals, and the SQL of whether a row is one."""
    rules, tests = [], ["false"]
    for name in table.columns:
        test = f"coalesce(regexp_full_match(lower(\"{name}\"), '{_TOTAL}'), false)"
        rows = connection.execute(
            f"select distinct regexp_extract(\"{name}\", '^\\w+') from extracts where {test} order by 1"
        ).fetchall()
        rules += [{name: f"{begin}*"} for (begin,) in rows]
        tests += [test] if rows else []
    if not 0 < len(rules) <= _MOST_TOTALS:
        return [], "false"
    return [Setting("skip_rows_where", rules, said("totals are no data"))], " or ".join(tests)


def key_lines(choices: dict[str, RoleChoice], *, has_own: bool) -> list[Setting]:
    """The key of a row; without one there is no version to it, and both leave the choices.

    Args:
        choices: key and version leave them, unless the version goes with a key.
        has_own: whether a row of this source can have a key.
    """
    key = choices.pop("key", None)
    if key is None or not has_own:
        choices.pop("version", None)
        return []
    reason = said("each row has its own: a row that changes later replaces the one before")
    return [Setting("key", [*key.columns], reason, is_doubtful=key.is_doubtful)]


def empty_end_lines(choices: Mapping[str, RoleChoice], facts: Mapping[str, Facts]) -> list[Setting]:
    """What an empty end means: that it is running still, unless most of the ends were never filled in."""
    if "ended_at" not in choices:
        return []
    end = facts[choices["ended_at"].columns[0]]
    if end.filled > _RARELY_ENDED:
        return []
    return [
        Setting(
            "empty_end",
            "instant",
            said(
                "{share:.0%} has an end; running: what has none is not over yet", share=end.filled
            ),
            is_doubtful=True,
            others=("running",),
        )
    ]


def transition_lines(choices: dict[str, RoleChoice], facts: Mapping[str, Facts]) -> list[Setting]:
    """What the words of a life cycle mean; a column that is none is no transition."""
    choice = choices.get("transition")
    if choice is None:
        return []
    if "ended_at" in choices:
        del choices["transition"]
        return []
    words = facts[choice.columns[0]].few
    meanings = {word: meaning_of_word(word) for word in words}
    return [
        Setting(word, meaning)
        for word, meaning in sorted(meanings.items())
        if meaning and word.lower() not in STANDARD
    ]
