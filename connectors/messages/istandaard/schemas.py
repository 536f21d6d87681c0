"""Validation against the XSDs of a folder that the user has: the standard's own, of any version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from connectors.errors import ConnectorError
from connectors.formats.xml import HARDENED
from connectors.formats.xsd import XS, Schema, read_schema

if TYPE_CHECKING:
    from pathlib import Path

FAULTS: Final = {
    "SCHEMAV_ELEMENT_CONTENT": "an element is missing here, or one stands here that does not belong",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_4": "an element is missing here, or one stands here that does not belong",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "the value is not of the XSD's type",
    "SCHEMAV_CVC_PATTERN_VALID": "the value has not the XSD's form",
    "SCHEMAV_CVC_ENUMERATION_VALID": "the value is not in the XSD's list",
    "SCHEMAV_CVC_MINLENGTH_VALID": "the value is shorter than the XSD allows",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "the value is longer than the XSD allows",
}
"""What libxml2 calls a fault, in words that hold no value: its own message does."""

STRUCTURAL: Final = frozenset({"SCHEMAV_ELEMENT_CONTENT", "SCHEMAV_CVC_COMPLEX_TYPE_2_4"})


class Schemas:
    """The XSDs of a folder, each compiled when the first message of its namespace comes.

    Raises:
        ConnectorError: the folder holds no XSD.
    """

    def __init__(self, folder: Path) -> None:
        self._paths: dict[str, Path] = {}
        self._compiled: dict[str, Schema] = {}
        for path in sorted(folder.rglob("*.xsd")):
            if namespace := _namespace(path):
                self._paths.setdefault(namespace, path)
        if not self._paths:
            raise ConnectorError(
                "options.schemas: no XSD",
                expected="a folder with the standard's XSDs (*.xsd)",
                got="a folder without one" if folder.is_dir() else "no such folder",
                hint="leave schemas out for the program's own checks alone",
            )

    def knows(self, namespace: str) -> bool:
        """Whether there is an XSD for messages of this namespace."""
        return namespace in self._paths

    def fault(self, root: etree._Element, namespace: str) -> tuple[str, str] | None:
        """What is wrong with a message: where, and what, without a value; None where it is valid.

        Raises:
            ConnectorError: the XSD itself does not compile.
        """
        schema = self._schema(namespace)
        if schema.compiled.validate(root):
            return None
        log: Any = schema.compiled.error_log  # its stub knows no index
        error = log[0]
        kind = error.type_name
        where = _where(root, error.path or "", to_parent=kind in STRUCTURAL)
        what = FAULTS.get(kind, "the message is not as the XSD says")
        return where, f"does not validate against the XSD (line {error.line}): {what}"

    def _schema(self, namespace: str) -> Schema:
        if namespace not in self._compiled:
            path = self._paths[namespace]
            self._compiled[namespace] = read_schema(path.parent, path.name)
        return self._compiled[namespace]


def _where(root: etree._Element, path: str, *, to_parent: bool) -> str:
    """The local names from the root to the element at fault.

    Of one that does not belong, to its parent: its own name is what the sender made of it.
    """
    spaces = {prefix: space for prefix, space in root.nsmap.items() if prefix}
    try:
        nodes: Any = root.getroottree().xpath(path, namespaces=spaces)
    except etree.XPathError:
        return ""
    if not isinstance(nodes, list) or not nodes:
        return ""
    steps = [etree.QName(node).localname for node in (nodes[0], *nodes[0].iterancestors())]
    return "/".join(reversed(steps[1 if to_parent else 0 :]))


def _namespace(path: Path) -> str | None:
    """The namespace that an XSD is of; None where the file is none."""
    try:
        root = etree.parse(str(path), etree.XMLParser(**HARDENED)).getroot()
    except (etree.XMLSyntaxError, OSError):
        return None
    return str(root.get("targetNamespace", "")) if root.tag == f"{{{XS}}}schema" else None
