"""What is wrong with a config: pydantic finds it, and these sentences say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from pydantic import BaseModel

from journeys.errors import nearest, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_TEXT: Final = 'has to be a text, between "quotes"'
_WHOLE: Final = "has to be a whole number"
_SIZE: Final = 'has to be a size, such as "4GB"'
_TABLE: Final = "has to be a table: [name], or {{ ... }}"

FAULTS: Final = {
    "missing": "is missing",
    "string": _TEXT,
    "path": _TEXT,
    "float": "has to be a number",
    "int": _WHOLE,
    "finite": _WHOLE,
    "bool": "has to be true or false",
    "dict": _TABLE,
    "model": _TABLE,
    "tuple": "has to be a list: [ ... ]",
    "date": "has to be a date, such as 2025-07-01",
    "datetime": "has to be a moment, such as 2025-07-01T00:00:00",
    "greater_than": "has to be more than {gt:g}",
    "greater_than_equal": "has to be {ge:g} or more",
    "less_than_equal": "has to be {le:g} or less",
    "string_too_short": "cannot be empty",
    "too_short": "cannot be empty",
    "string_too_long": "has at most {max_length} characters",
    "string_pattern_mismatch": _SIZE,
    "byte": _SIZE,
}
"""What to say of each kind of fault that pydantic finds: by its whole name, or the first word of it."""

ANOTHER: Final = "cannot be read"
"""What any other kind is called; a test knows of none."""


def faults_of(error: ValidationError, model: type[BaseModel], within: str = "") -> list[str]:
    """What is wrong, each fault with its place as the TOML has it.

    Args:
        error: of that model.
        model: the whole config, or the options of a source.
        within: the option that the model is; '' of the whole config.

    >>> from pydantic import ValidationError
    >>> class Source(BaseModel):
    ...     lag: int
    >>> class Whole(BaseModel):
    ...     sources: tuple[Source, ...]
    >>> try:
    ...     Whole(sources=({"lag": "1"}, {"lag": "x"}))
    ... except ValidationError as error:
    ...     faults_of(error, Whole)
    ['[[sources]] 2 lag: has to be a whole number']
    """
    sentences: list[str] = []
    for fault in error.errors(include_url=False):
        if fault["type"] == "too_short" and fault["input"]:
            continue  # pydantic counts those that are right alone
        place, section = _place(fault["loc"], model, within)
        sentences += [
            said("{place}: {what}", place=place, what=what) for what in _what(fault, section)
        ]
    return sentences


def _what(fault: ErrorDetails, section: type[BaseModel]) -> Sequence[str]:
    """The sentences of a fault: of a check of our own, all that it found."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        sentences: Sequence[str] = context["error"].args
        return sentences
    if kind == "extra_forbidden":
        near = nearest(str(fault["loc"][-1]), _options(section))
        return (said("is no option{near}", near=near),)
    if kind == "literal_error":
        known = re.findall("'([^']*)'", context["expected"])
        near = nearest(str(fault["input"]), known)
        return (said("has to be one of {known}{near}", known=", ".join(known), near=near),)
    words = FAULTS.get(kind) or FAULTS.get(kind.partition("_")[0], ANOTHER)
    return (said(words, **context),)


def _place(
    loc: Sequence[int | str], model: type[BaseModel], within: str
) -> tuple[str, type[BaseModel]]:
    """Where a fault is (table, which of several, option), and the innermost section there."""
    table, several, keys = "", False, within
    for part in loc:
        field = _options(model).get(str(part))
        inner = _section(field.annotation) if field else None
        if isinstance(part, int):
            keys += f" {part + 1}"
        elif inner and field and not within and not keys:
            table += f".{part}"
            several = get_origin(field.annotation) is tuple
        else:
            keys += f".{part}"
        model = inner or model
    if not table:
        return keys.strip(".") or "config", model
    header = f"[[{table[1:]}]]" if several else f"[{table[1:]}]"
    return header + re.sub(r"^( \d+)?\.", r"\1 ", keys), model


def _options(section: type[BaseModel]) -> dict[str, FieldInfo]:
    """The options of a section as the config spells them."""
    return {field.alias or name: field for name, field in section.model_fields.items()}


def _section(annotation: Any) -> type[BaseModel] | None:
    """The section that an option is, or is several of; None where it is a value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_section, get_args(annotation))), None)
