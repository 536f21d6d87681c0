"""A value in a file that a page's script can load from disk: plain, or compressed."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from typing import Any, Final

_CALL: Final = re.compile(r'klantreis\.put\("[a-z0-9-]+", (.*)\);\n', re.DOTALL)
_NAME: Final = re.compile(r"[a-z0-9-]+")


def packed(name: str, value: object, *, squeezed: bool = False) -> str:
    r"""A value as a script that hands it to the page.

    Args:
        name: letters, digits and hyphens.
        value: what JSON can hold.
        squeezed: compressed (gzip, base64); the browser takes it apart.

    >>> packed("maand", {"tekst": "</script>"})
    'klantreis.put("maand", {"tekst":"\\u003c/script>"});\n'
    """
    if not _NAME.fullmatch(name):
        raise ValueError("a data file's name is letters, digits and hyphens")
    if squeezed:
        small = gzip.compress(_json(value).encode("utf-8"), compresslevel=6, mtime=0)
        value = {"gzip": b64encode(small).decode("ascii")}
    return f'klantreis.put("{name}", {literal(value)});\n'


def literal(value: object) -> str:
    r"""A value as a script can hold it: JSON in which nothing ends the script.

    >>> print(literal({"tekst": "</script>"}))
    {"tekst":"\u003c/script>"}
    """
    plain = _json(value)
    for char in "<\u2028\u2029":
        plain = plain.replace(char, f"\\u{ord(char):04x}")
    return plain


def unpacked(script: str) -> Any:
    """The value in such a script.

    >>> unpacked(packed("maand", {"n": [1, None]}, squeezed=True))
    {'n': [1, None]}
    >>> unpacked("alert(1)") is None
    True
    """
    match = _CALL.fullmatch(script)
    if not match:
        return None
    value = json.loads(match[1])
    if isinstance(value, dict) and value.keys() == {"gzip"}:
        return json.loads(gzip.decompress(b64decode(value["gzip"])))
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
