"""Validation against the XSDs of a folder that the user has: the standard's own, of any version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from connectors.errors import ConnectorError
from connectors.xml import HARDENED

if TYPE_CHECKING:
    from pathlib import Path

ROOT: Final = "{http://www.w3.org/2001/XMLSchema}schema"
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
        ConnectorError: the folder holds no XSD, or one that does not parse.
    """

    def __init__(self, folder: Path) -> None:
        self._paths: dict[str, Path] = {}
        self._compiled: dict[str, etree.XMLSchema] = {}
        for path in sorted(folder.rglob("*.xsd")):
            root = _parsed(path).getroot()
            if root.tag == ROOT:
                self._paths.setdefault(str(root.get("targetNamespace", "")), path)
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
        if schema.validate(root):
            return None
        log: Any = schema.error_log  # its stub knows no index
        error = log[0]
        steps = [step.rpartition(":")[2] for step in (error.path or "").split("/") if step]
        kind = error.type_name
        # An element that does not belong has a name that the sender chose: its parent is told.
        where = "/".join(
            step.partition("[")[0] for step in steps[: -1 if kind in STRUCTURAL else None]
        )
        what = FAULTS.get(kind, "the message is not as the XSD says")
        return where, f"does not validate against the XSD (line {error.line}): {what}"

    def _schema(self, namespace: str) -> etree.XMLSchema:
        if namespace not in self._compiled:
            path = self._paths[namespace]
            try:
                self._compiled[namespace] = etree.XMLSchema(_parsed(path))
            except etree.XMLSchemaParseError as error:
                raise _broken(path, error) from None
        return self._compiled[namespace]


def _parsed(path: Path) -> etree._ElementTree:
    try:
        return etree.parse(str(path), etree.XMLParser(**HARDENED))
    except (etree.XMLSyntaxError, OSError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> ConnectorError:
    return ConnectorError(
        f"options.schemas: {path.name} is no XSD that can be used",
        expected="the standard's XSD, with the files that it imports beside it",
        got=type(error).__name__,
    )
