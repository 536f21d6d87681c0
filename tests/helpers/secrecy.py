"""What must be told nowhere: not by an error and what it came from, not by a file."""

from __future__ import annotations

import traceback


def secretless(error, *secrets):
    """Assert that neither an error nor its printed traceback holds any of these texts."""
    told = "".join([str(error), repr(error), *traceback.format_exception(error)])
    code = {line for frame in traceback.extract_tb(error.__traceback__) for line in [frame.line]}
    for line in code:
        told = told.replace(line or "\0", "")
    for secret in secrets:
        assert secret not in told


def bytes_hold(folder, *secrets):
    """The files below a folder that hold any of these texts, in any usual encoding."""
    forms = [text.encode(how) for text in secrets for how in ("utf-8", "utf-16-le")]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]
