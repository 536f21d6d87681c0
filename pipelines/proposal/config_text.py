"""A proposed config as a person reads it: each choice a line with its reason, each doubt a `# TODO`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import said, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.proposal.propose import Proposal
    from pipelines.proposal.settings import Setting, SourceProposal

TODO: Final = "TODO"
_BARE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def text_of(proposal: Proposal, name: str, *, is_checked: bool = False) -> str:
    """The config file of a proposal.

    Args:
        proposal: what is proposed.
        name: of the project.
        is_checked: whether a person answered what was in doubt.
    """
    lines = [
        _comment(
            said("The config of klantreis, proposed by klantreis init from the exports themselves.")
        ),
        _comment(said("Each choice has its reason; at # TODO a person has to look.")),
        _comment(said("What a run would do with it says: klantreis check")),
        "",
        "[project]",
        f"name = {toml(name)}",
        f'timezone = "Europe/Amsterdam"  # {wording(said("of times without a zone"))}',
    ]
    if not is_checked:
        reason = said(
            "so many doubtful choices nobody has checked, and the report says so; out it goes when you have"
        )
        lines.append(f"unchecked = {proposal.n_doubts}  # {wording(reason)}")
    lines += [
        "",
        "[journeys]",
        f"level = {toml(proposal.level)}  # {wording(_level(proposal.level))}",
        "",
        "[privacy]",
        f'key_file = "klantreis.key"  # {wording(said("is made by the first run: keep it apart"))}',
    ]
    for source in proposal.sources:
        lines += ["", *_source(source)]
    if proposal.left_out:
        lines += ["", _comment(said("Left out:"))]
        lines += [_comment(f"{file}: {wording(why)}") for file, why in proposal.left_out]
    return "\n".join(lines) + "\n"


def _level(level: str) -> str:
    if level == "client":
        return said("a journey is all that happens for one client; else: case, household")
    return said("a journey is one case: no source says whom it is about; else: client, household")


def _source(source: SourceProposal) -> list[str]:
    """The block of one source."""
    lines = ["[[sources]]", f"name = {toml(source.name)}", *map(_line, source.settings)]
    if source.unused:
        names = ", ".join(source.unused)
        lines.append(_comment(said("not read: {names}", names=names)))
    for table, settings in (
        ("columns", source.columns),
        ("formats", source.formats),
        *source.tables.items(),
    ):
        if settings:
            lines += ["", f"[sources.{table}]", *map(_line, settings)]
    return lines


def _line(setting: Setting) -> str:
    """One option: its value, whether a person has to look, and why it is so."""
    line = f"{toml_key(setting.name)} = {toml(setting.value)}"
    remark = wording(setting.reason)
    if setting.is_doubtful:
        remark = f"{TODO} {remark}"
    if setting.is_off:
        line = f"# {line}"
    return f"{line}  # {remark}" if remark else line


def _comment(text: str) -> str:
    return f"# {wording(text)}"


def toml_key(name: str) -> str:
    """A name as a key in TOML.

    >>> toml_key("case_id"), toml_key("Datum begin")
    ('case_id', '"Datum begin"')
    """
    return name if name and set(name) <= _BARE else toml(name)


def toml(value: Any) -> str:
    r"""A value as TOML writes it.

    >>> toml('a "b"'), toml(True), toml([{"Zaak": "Totaal*"}]), toml(4)
    ('"a \\"b\\""', 'true', '[{ Zaak = "Totaal*" }]', '4')
    """
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{ " + _pairs(value) + " }"
    return f"[{', '.join(toml(each) for each in value)}]"


def _pairs(table: Mapping[str, Any]) -> str:
    return ", ".join(f"{toml_key(key)} = {toml(value)}" for key, value in table.items())
