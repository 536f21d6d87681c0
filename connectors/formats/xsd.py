"""Messages against their XML schema, as a standard publishes it: a folder of XSDs.

libxml2, which does the work, reads one file per namespace and takes no backslash for a separator of
folders; published standards have several files per namespace, and Windows paths. So all files that
the root reaches are gathered first, each told without the places of its imports, and given to
libxml2 by namespace. Nothing is fetched: an import that is no file of the folder is left out, and
what then does not resolve is an error of the schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from connectors.errors import ConnectorError
from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

XS: Final = "http://www.w3.org/2001/XMLSchema"
_IMPORT, _INCLUDE = f"{{{XS}}}import", f"{{{XS}}}include"


@dataclass(frozen=True)
class Schema:
    """A schema that messages are held against.

    Attributes:
        compiled: libxml2's own form of it.
    """

    compiled: etree.XMLSchema

    def fault(self, message: etree._Element) -> str:
        """What is first wrong with a message, without a word of what it holds; empty: nothing."""
        if self.compiled.validate(message):
            return ""
        log: Any = self.compiled.error_log
        error = log[0]
        return f"at line {error.line:,}: {error.type_name.removeprefix('SCHEMAV_').lower()}"


def read_schema(folder: Path, root: str) -> Schema:
    """The schema whose root file is called `root`, somewhere below `folder`.

    Raises:
        ConnectorError: it is not there, or is no whole schema.
    """
    schemas = sorted(folder.rglob(root)) if folder.is_dir() else []
    if not schemas:
        raise _wrong(
            root, said("a folder that holds {root}", root=root), "none", "the path of the XSDs"
        )
    try:
        documents = _gathered(schemas[0].resolve())
        return Schema(etree.XMLSchema(_driver(documents)))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError, OSError) as error:
        raise _wrong(
            root, "a whole schema", type(error).__name__, "copy the standard's folder whole"
        ) from None


def _wrong(root: str, expected: str, got: str, hint: str) -> ConnectorError:
    return ConnectorError(
        said("the schema {root} cannot be used", root=root), expected=expected, got=got, hint=hint
    )


def _gathered(root: Path) -> dict[Path, etree._Element]:
    """All files that the root reaches, without the places of what they import and include."""
    documents: dict[Path, etree._Element] = {}
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if path in documents:
            continue
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        documents[path] = document = etree.parse(path, parser).getroot()
        for link in document.findall(_IMPORT) + document.findall(_INCLUDE):
            place = link.attrib.pop("schemaLocation", "")
            other = (path.parent / str(place).replace("\\", "/")).resolve()
            if place and other.is_file():
                waiting.append(other)
            if link.tag == _INCLUDE:
                document.remove(link)
    return documents


@dataclass(eq=False)
class _ByName(etree.Resolver):
    """Gives libxml2 what it asks for by a name of ours: `namespace:1`, `document:7`."""

    texts: Mapping[str, bytes] = field(default_factory=dict)

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:  # type: ignore[override]
        """What stands under a name; lxml's own stub forgets the context."""
        return self.resolve_string(self.texts[system_url], context, base_url=system_url)


def _driver(documents: Mapping[Path, etree._Element]) -> etree._Element:
    """One schema that imports every namespace once, each with all its files."""
    texts: dict[str, bytes] = {}
    includes: dict[str, list[str]] = {}
    for n, document in enumerate(documents.values()):
        texts[f"document:{n}"] = etree.tostring(document)
        includes.setdefault(document.get("targetNamespace", ""), []).append(f"document:{n}")
    for n, (namespace, names) in enumerate(includes.items()):
        texts[f"namespace:{n}"] = _schema("include", dict.fromkeys(names, ""), namespace)
    spaces = {f"namespace:{n}": namespace for n, namespace in enumerate(includes)}
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_ByName(texts))
    return etree.fromstring(_schema("import", spaces), parser)


def _schema(verb: str, places: Mapping[str, str], namespace: str = "") -> bytes:
    """A schema that does nothing but include files, or import namespaces."""
    schema = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS})
    if namespace:
        schema.set("targetNamespace", namespace)
    for place, imported in places.items():
        link = etree.SubElement(schema, f"{{{XS}}}{verb}", schemaLocation=place)
        if imported:
            link.set("namespace", imported)
    return etree.tostring(schema)
