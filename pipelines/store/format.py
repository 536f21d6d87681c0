"""What form a store has: `store.json`, written before anything else in it.

Form 1 had no such file. A store of a newer form is left alone; one of an older form gets what it lacks.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from pipelines.errors import PipelineError
from pipelines.store.durable import write_whole

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "store.json"
CURRENT: Final = 2


class FormError(PipelineError):
    """The file that says what form a store has is damaged."""


@dataclass(frozen=True)
class Form:
    """The form of a store.

    Attributes:
        form: its number; this version writes `CURRENT`.
        store: names this store, so that runs of another one are told apart.
        is_filled: whether a run ever counted: from then on an empty ledger is damage.
    """

    form: int
    store: str
    is_filled: bool = False

    def write(self, folder: Path) -> None:
        """Write it in a store's folder."""
        write_whole(folder / FILE, json.dumps(asdict(self)) + "\n")


def new_form() -> Form:
    """The form of a store that is new.

    >>> new_form().form, new_form().is_filled
    (2, False)
    """
    return Form(CURRENT, secrets.token_hex(8))


def fill(folder: Path) -> None:
    """Say of a store that a run has counted."""
    form = read_form(folder)
    if form and not form.is_filled:
        replace(form, is_filled=True).write(folder)


def read_form(folder: Path) -> Form | None:
    """The form of the store in a folder; None where it says none: it is new, or of form 1.

    Raises:
        FormError: the file is damaged.
        PipelineError: the store is of a newer form.
    """
    path = folder / FILE
    if not path.exists():
        return None
    try:
        form = Form(**json.loads(path.read_bytes()))
    except (ValueError, TypeError):
        form = None
    number = form.form if form else _number(path)
    if number is not None and number > CURRENT:
        raise PipelineError(
            said("the store is of form {form}, which a newer klantreis wrote", form=number),
            expected=said("form {current} or older", current=CURRENT),
            hint="install that version again; nothing was changed",
        )
    if form is None:
        raise FormError(
            said("{name} of the store is damaged", name=FILE),
            expected="form, store and is_filled",
            hint="klantreis doctor --repair mends this without loss",
        )
    return form


def _number(path: Path) -> int | None:
    """The number of a form that has other fields than ours."""
    try:
        number = json.loads(path.read_bytes())["form"]
    except (ValueError, TypeError, KeyError):
        return None
    return number if isinstance(number, int) else None
