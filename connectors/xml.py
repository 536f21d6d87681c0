"""XML from outside, read so that it can do no harm: no DTD, no entity, no network, bounded size.

For messages, which are small and wanted whole. An event log, which is neither, streams
(`connectors.xes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from connectors.text import unreadable

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 64 * 1024 * 1024
HARDENED: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def read_xml(path: Path, expected: str) -> etree._Element:
    """The root of a small XML document.

    Args:
        path: of the file.
        expected: what it should be, in an error.

    Raises:
        FileUnreadableError: it is empty, larger than 64 MiB, no whole XML, or has a DTD, in which
            alone an entity could be declared.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise unreadable(expected=expected, got=got) from None
    if size > MAX_BYTES:
        raise unreadable(expected=expected, got=f"a file of more than {MAX_BYTES:,} bytes")
    if not data.strip():
        raise unreadable(expected=expected, got="an empty file")
    try:
        root = etree.fromstring(data, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        raise unreadable(expected=expected, got=f"no whole XML{line}") from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise unreadable(expected=expected, got="an XML file with a document type (DTD)")
    return root
