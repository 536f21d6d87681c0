"""From a file to the message in it, where it is one to trust."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from connectors.errors import FileUnreadableError
from connectors.formats.xml import read_xml
from connectors.messages.istandaard.checks import MessageRefusedError, check_dates, check_items
from connectors.messages.istandaard.message import CareMessage
from connectors.messages.istandaard.part import Element, part_of

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.ceilings import Ceilings
    from connectors.messages.istandaard.schemas import Schemas

CODES: Final = {
    "jw": {
        "436": 301, "437": 302, "438": 305, "439": 306, "440": 307, "441": 308, "446": 315, "447": 316,
        "486": 317, "487": 318, "488": 319, "489": 320, "490": 323, "491": 325,
    },
    "wmo": {
        "414": 301, "415": 302, "418": 305, "419": 306, "420": 307, "421": 308, "444": 315, "445": 316,
        "480": 317, "481": 318, "482": 319, "483": 320, "484": 323, "485": 325,
    },
}  # fmt: skip
"""Berichtcode (COD002-VEKT) to the number of the message."""

VERSIONS: Final = frozenset({"2", "3"})
_NAMESPACE: Final = re.compile(r"/(jw|wmo)(\d{3})/")


def read_message(
    path: Path, standard: str, schemas: Schemas | None, ceilings: Ceilings
) -> CareMessage:
    """The message in a file.

    Args:
        path: of the file.
        standard: `jw` or `wmo`.
        schemas: to validate against; None: by structure alone.
        ceilings: of the file.

    Raises:
        MessageRefusedError: it is none, or not one to trust.
    """
    try:
        root = read_xml(path, "a message of iJw or iWmo", ceilings)
    except FileUnreadableError as error:
        raise MessageRefusedError(f"cannot be read: {error.got}") from None
    name = etree.QName(root)
    namespace = name.namespace or ""
    part = part_of(root)
    if part.name != "bericht":
        raise MessageRefusedError("is no message of iJw or iWmo: the root element is no Bericht")
    number = _number(part, namespace, standard)
    is_validated = schemas is not None and schemas.knows(namespace)
    message = _message(part, standard, number, is_validated=is_validated)
    check_dates(part)
    check_items(message)
    if schemas is not None and is_validated and (fault := schemas.fault(root, namespace)):
        where, what = fault
        raise MessageRefusedError(what, where)
    return message


def _number(root: Element, namespace: str, standard: str) -> int:
    """Which message it is, by its namespace and its berichtcode, which must agree."""
    found = _NAMESPACE.search(namespace)
    code = root.get("header/berichtcode", "header/berichtspecificatie/code")
    if not code:
        raise MessageRefusedError("the header has no berichtcode", "BerichtCode")
    other = "wmo" if standard == "jw" else "jw"
    if (found and found[1] == other) or code in CODES[other]:
        raise MessageRefusedError(
            "is a message of the other standard: kind ijw reads iJw, iwmo reads iWmo"
        )
    if code not in CODES[standard] or (found and int(found[2]) != CODES[standard][code]):
        raise MessageRefusedError(
            "is no message of those that are read, or its berichtcode and namespace do not agree",
            "BerichtCode",
        )
    version = root.get("header/berichtversie", "header/berichtspecificatie/versie")
    if version not in VERSIONS:
        raise MessageRefusedError(
            "is in a version of the standard that is not read", "BerichtVersie"
        )
    return CODES[standard][code]


def _message(root: Element, standard: str, number: int, *, is_validated: bool) -> CareMessage:
    """The message with what its header says; a return message repeats the header that it answers."""
    header = root.find("header") or root
    codes = {"Afzender": header.get("afzender"), "Ontvanger": header.get("ontvanger")}
    own = {
        "Identificatie": header.get("berichtidentificatie/identificatie"),
        "Dagtekening": header.get("berichtidentificatie/dagtekening"),
    }
    for column, text in {**codes, **own}.items():
        if not text:
            raise MessageRefusedError("the header is not complete", column)
    gemeenten = [code for code in codes.values() if re.fullmatch(r"\d{4}", code)]
    aanbieders = [code for code in codes.values() if re.fullmatch(r"\d{8}", code)]
    if len(gemeenten) != 1 or len(aanbieders) != 1:
        raise MessageRefusedError(
            "is not between a gemeente (4 digits) and an aanbieder (8 digits)", "Afzender"
        )
    return CareMessage(
        standard=standard,
        number=number,
        gemeente=gemeenten[0],
        aanbieder=aanbieders[0],
        identity=header.get("identificatieretour") or own["Identificatie"],
        answered=own["Identificatie"],
        dated=header.get("dagtekeningretour") or own["Dagtekening"],
        root=root,
        is_validated=is_validated,
    )
