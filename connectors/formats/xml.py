"""XML from outside, read so that it can do no harm: no DTD, no entity, no network, bounded size.

`read_xml` is for messages, which are small and wanted whole; `stream_xml` for event logs, which are
neither (`connectors.files.xes`, `connectors.ocel.xml_form`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from connectors.formats.text import unreadable
from journeys.errors import said

if TYPE_CHECKING:
    import io
    import re
    from collections.abc import Iterator
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

CHUNK: Final = 64 * 1024
MAX_SILENT: Final = 16 * 1024 * 1024
"""Bytes without a tag that are read before a stream is given up: lxml buffers an open tag whole."""

STREAMED: Final[dict[str, Any]] = {
    # "internal" are &amp; and its like: with False, a target gets them as "&#38;". A DTD, which
    # alone can declare others, is refused by the target before anything in it is read.
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


class XmlRefusedError(Exception):
    """The XML parses and is not what it should be, or is not safe to read; says what it is."""


class Target:
    """What lxml's parser calls of a stream: makes no tree, and refuses what goes on and on.

    Attributes:
        n_bytes: since the last tag; who overrides `start` or `end` sets it to 0.
    """

    n_bytes = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuses a DTD at its first word."""
        raise XmlRefusedError("a document type (DTD), which no event log needs")

    def close(self) -> None:
        """Needed by lxml."""


def stream_xml(stream: io.BufferedIOBase, target: Target) -> Iterator[None]:
    """Feeds a stream to a target, with a pause after each chunk and one at the end.

    Raises:
        RefusedError: the target refuses it, or it has a tag, text or comment without an end.
        XMLSyntaxError: of lxml; it is truncated or does not parse.
    """
    parser = _parser(target)
    for chunk in iter(lambda: stream.read(CHUNK), b""):
        target.n_bytes += len(chunk)
        parser.feed(chunk)
        if target.n_bytes > MAX_SILENT:
            raise XmlRefusedError(said("more than {n:,} bytes without an element", n=MAX_SILENT))
        yield
    parser.close()
    yield


def _parser(target: Any) -> etree.XMLParser:
    """A parser that calls `target`; untyped, as lxml's stubs want more than lxml does."""
    return etree.XMLParser(target=target, **STREAMED)


def read_xml(path: Path, expected: str, *, skip: re.Pattern[bytes] | None = None) -> etree._Element:
    """The root of a small XML document.

    Args:
        path: of the file.
        expected: what it should be, in an error.
        skip: what is taken out before it is read, such as the documents that travel in a message:
            a text of more than 10 million characters is refused.

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
        raise unreadable(
            expected=expected, got=said("a file of more than {n:,} bytes", n=MAX_BYTES)
        )
    if not data.strip():
        raise unreadable(expected=expected, got="an empty file")
    if skip:
        data = skip.sub(b"", data)
    try:
        root = etree.fromstring(data, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        raise unreadable(expected=expected, got=said("no whole XML{line}", line=line)) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise unreadable(expected=expected, got="an XML file with a document type (DTD)")
    return root
