"""XML from outside, read so that it can do no harm: no DTD, no entity, no network, bounded size.

`read_xml` is for messages, which are small and wanted whole; `stream_xml` for event logs, which are
neither (`connectors.files.xes`, `connectors.ocel.xml_form`).
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, ClassVar, Final

from lxml import etree

from connectors.formats.text import unreadable
from journeys.errors import reason_of, said

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from connectors.ceilings import Ceilings

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
    """What lxml's parser calls of a stream: makes no tree, and gives up what goes on and on.

    It counts what is held: the bytes since the last tag, which lxml buffers, and the bytes and elements of
    the part that is being built. A class below it calls `start` and `end` first.

    Attributes:
        PART: the depth of what a part stands in.
        depth: elements that are open.
    """

    PART: ClassVar = 1

    def __init__(self, ceilings: Ceilings) -> None:
        """Nothing has come out yet."""
        self.depth = 0
        self._ceilings = ceilings
        self._n_silent = self._n_bytes = self._n_values = 0

    def take(self, n: int) -> None:
        """Counts bytes that the parser had.

        Raises:
            CeilingError: they, or what they held, are too many for one value or part.
        """
        self._n_silent += n
        self._n_bytes += n
        self._ceilings.check("depth", self.depth)
        self._ceilings.check("value", self._n_silent)
        self._ceilings.check("part", self._n_bytes)
        self._ceilings.check("values", self._n_values)

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self._n_silent = 0
        self._n_values += 1 + len(attributes)
        self.depth += 1

    def end(self, _tag: str) -> None:
        """A tag closes; with a part's own, the part is held no longer."""
        self._n_silent = 0
        self.depth -= 1
        if self.depth <= self.PART:
            self._n_bytes = self._n_values = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuses a DTD at its first word."""
        raise XmlRefusedError("a document type (DTD), which no event log needs")

    def close(self) -> None:
        """Needed by lxml."""


def stream_xml(stream: IO[bytes], target: Target, ceilings: Ceilings) -> Iterator[None]:
    """Feeds a stream to a target, with a pause after each chunk and one at the end.

    Raises:
        XmlRefusedError: the target refuses it.
        CeilingError: more comes out of it than is let through: of the whole, a part or a value.
        XMLSyntaxError: of lxml; it is truncated or does not parse.
    """
    parser = _parser(target)
    for chunk in ceilings.chunks(stream, CHUNK):
        parser.feed(chunk)
        target.take(len(chunk))
        yield
    parser.close()
    yield


def _parser(target: Any) -> etree.XMLParser:
    """A parser that calls `target`; untyped, as lxml's stubs want more than lxml does."""
    return etree.XMLParser(target=target, **STREAMED)


def read_xml(
    path: Path, expected: str, ceilings: Ceilings, *, skip: re.Pattern[bytes] | None = None
) -> etree._Element:
    """The root of a small XML document.

    Args:
        path: of the file.
        expected: what it should be, in an error.
        ceilings: of the file: it is one part.
        skip: what is taken out before it is read, such as the documents that travel in a message:
            a text of more than 10 million characters is refused.

    Raises:
        FileUnreadableError: it is empty, no whole XML, or has a DTD, in which alone an entity could be
            declared.
        CeilingError: it is larger, or has more names and values, than one part may.
    """
    try:
        with path.open("rb") as file:
            data = file.read(ceilings.part + 1)
    except OSError as error:
        got = reason_of(error)
        raise unreadable(expected=expected, got=got) from None
    ceilings.check("part", len(data))
    if not data.strip():
        raise unreadable(expected=expected, got="an empty file")
    if skip:
        data = skip.sub(b"", data)
    ceilings.check("values", data.count(b"<") - data.count(b"</") + data.count(b"="))
    try:
        root = etree.fromstring(data, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        raise unreadable(expected=expected, got=said("no whole XML{line}", line=line)) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise unreadable(expected=expected, got="an XML file with a document type (DTD)")
    return root
