"""Messages as XML, in the order and form that the schema of the standard demands."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeAlias

from lxml import etree

from . import names
from .errors import TooLarge, WrongValue
from .latin import latin
from .names import AGENCY, G2G, GML, XB
from .values import (
    Agency,
    Attachment,
    Author,
    Code,
    Head,
    Message,
    Place,
    Receipt,
    Severity,
    Statement,
    StatementMessage,
)

PRODUCT = "Dialogwerk"
MAKER = "The Dialogwerk developers"
NAMESPACES = {"xb": XB, "bn-g2g": G2G, "bn-beh": AGENCY, "gml": GML}
Element: TypeAlias = Any
"""An element of lxml, which tells no types."""


def write(message: Message, *, is_test: bool = False) -> bytes:
    """The message as XML in UTF-8.

    Args:
        is_test: marks it as not to be processed (attribute ``test``).

    Raises:
        WrongValue: a value has not the form that the standard demands.
        TooLarge: with its documents it is larger than the standard allows.
    """
    number = _number(message)
    root = etree.Element(f"{{{XB}}}{names.ROOTS[number]}", nsmap=NAMESPACES)
    _attributes(root, is_test=is_test)
    _head(root, message.head, number)
    content = _add(root, XB, "nachrichteninhalt")
    _add(content, XB, "vorgangsID", message.process_id)
    if isinstance(message, StatementMessage):
        _statement(_add(content, XB, "stellungnahme"), message.statement)
    else:
        _receipt(content, message)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if len(written) > names.MOST_BYTES:
        raise TooLarge(limit=names.MOST_BYTES // 1024**2)
    return bytes(written)


def _number(message: Message) -> str:
    if isinstance(message, StatementMessage):
        return names.STATEMENT[message.is_update]
    return (names.OK if message.is_ok else names.NOK)[message.is_update]


def _attributes(root: Element, *, is_test: bool) -> None:
    root.set("produkt", PRODUCT)
    root.set("produkthersteller", MAKER)
    root.set("produktversion", _our_version())
    root.set("standard", names.STANDARD)
    if is_test:
        root.set("test", "true")
    root.set("version", names.VERSION)


def _our_version() -> str:
    try:
        return version("dialogwerk")
    except PackageNotFoundError:
        return "0"


# Small parts


def _add(parent: Element, namespace: str, name: str, text: str | None = None) -> Element:
    child = etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name)
    if text is not None:
        child.text = text
    return child


def _said(parent: Element, namespace: str, name: str, text: str) -> None:
    """An optional element with text in the standard's characters; none if there is no text."""
    if text:
        _add(parent, namespace, name, latin(text).text)


def _code(
    parent: Element, namespace: str, name: str, code: str, uri: str = "", version: str = ""
) -> None:
    element = _add(parent, namespace, name)
    if uri:
        element.set("listURI", uri)
    if version:
        element.set("listVersionID", version)
    _add(element, "", "code", code)


def _listed(parent: Element, name: str, code: Code) -> None:
    """A code of a list whose version the sender names."""
    _code(parent, XB, name, code.code, names.LIST + name.lower(), code.version)


# The head


def _head(root: Element, head: Head, number: str) -> None:
    parent = _add(root, G2G, "nachrichtenkopf.g2g")
    identity = _add(parent, G2G, "identifikation.nachricht")
    _add(identity, G2G, "nachrichtenUUID", head.uuid)
    _code(identity, G2G, "nachrichtentyp", number, names.MESSAGES, names.VERSION)
    _add(identity, G2G, "erstellungszeitpunkt", _moment(head.created_at))
    _agency(_add(parent, G2G, "leser"), head.reader)
    _agency(_add(parent, G2G, "autor"), head.author)


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise WrongValue(name="erstellungszeitpunkt", value=at.isoformat())
    return at.isoformat(timespec="milliseconds")


def _agency(parent: Element, agency: Agency) -> None:
    directory = agency.directory
    _code(parent, AGENCY, "verzeichnisdienst", directory.code, names.DIRECTORIES, directory.version)
    _add(parent, AGENCY, "kennung", latin(agency.key).text)
    _add(parent, AGENCY, "name", latin(agency.name).text)


# The statement


def _statement(parent: Element, one: Statement) -> None:
    """Every element in the order of the type ``Stellungnahme``."""
    _add(parent, XB, "stellungnahmeID", one.id)
    _add(parent, XB, "planID", one.plan_id)
    _add(parent, XB, "beteiligungsID", one.participation_id)
    _code(parent, XB, "status", one.status.value)
    if one.author:
        _author(_add(parent, XB, "verfasser"), one.author)
    _said(parent, XB, "titel", one.title)
    _said(parent, XB, "beschreibung", one.text)
    _add(parent, XB, "durchgang", str(one.round))
    if one.day:
        _add(parent, XB, "datum", one.day.isoformat())
    if one.naming:
        _code(parent, XB, "artDerStellungnahme", one.naming.value)
    _listed(parent, one.procedure.value, one.step)
    _listed(parent, "verfahrensteilschritt", one.substep)
    if one.place:
        _place(_add(parent, XB, "georeferenzierung"), one.id, one.place)
    for keyword in one.keywords:
        _said(parent, XB, "schlagwort", keyword)
    attached = [*one.attachments, *_wordings(one)]
    if attached:
        files = _add(parent, XB, "anlagen")
        for attachment in attached:
            _attachment(_add(files, "", "anlage"), attachment)


def _author(parent: Element, author: Author) -> None:
    if author.is_private:
        _add(parent, XB, "privatperson", "true")
    name = _add(parent, XB, "name")
    _name(_add(name, "", "familienname"), author.family_name)
    _name(_add(name, "", "vorname"), author.given_name)
    if author.organisation:
        organisation = _add(parent, XB, "organisation")
        _add(organisation, XB, "name", _xml_text(author.organisation))
        if author.unit:
            _add(organisation, XB, "organisationseinheit", _xml_text(author.unit))
    if author.street or author.postal_code or author.city:
        address = _add(parent, XB, "anschrift")
        _said(address, "", "strasseHausnummer", author.street)
        _said(address, "", "postleitzahl", author.postal_code)
        _said(address, "", "ort", author.city)
    for way in filter(None, (author.email, author.phone)):
        _said(_add(parent, XB, "kommunikation"), "", "kennung", way)


def _name(parent: Element, name: str) -> None:
    """A name, or that there rightly is none."""
    if name:
        _add(parent, "", "name", latin(name).text)
    else:
        _add(parent, "", "nichtVorhanden", "true")


def _place(parent: Element, statement: str, place: Place) -> None:
    point = _add(_add(_add(parent, XB, "punkt"), "", "punkt"), "", "punkt")
    point.set(f"{{{GML}}}id", "p-" + hashlib.sha256(statement.encode()).hexdigest()[:16])
    point.set("srsName", names.WGS84)
    _add(point, GML, "pos", f"{place.latitude!r} {place.longitude!r}")


def _wordings(one: Statement) -> list[Attachment]:
    """Title and text as they were written, if the standard's characters cannot hold them."""
    if latin(one.text).text == one.text and latin(one.title).text == one.title:
        return []
    content = f"{len(one.title)}\n{one.title}{one.text}".encode("utf-8", "surrogatepass")
    wording = Attachment(
        document_id=one.id + names.WORDING,
        name="wortlaut.txt",
        title="Wortlaut",
        media_type="text/plain; charset=utf-8",
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return [wording]


def _attachment(parent: Element, one: Attachment) -> None:
    _said(parent, "", "bezeichnung", one.title)
    media_type = " ".join(one.media_type.split()) or "application/octet-stream"
    _code(parent, "", "mimeType", media_type, names.MEDIA_TYPES, names.MEDIA_TYPES_VERSION)
    where = _add(parent, "", "anhangOderVerlinkung")
    if one.link:
        _add(where, XB, "uriVerlinkung", one.link)
        return
    file = _add(where, XB, "anhang")
    if one.size:
        file.set("filesize", str(one.size))
    if one.sha256:
        file.set("hashValue", one.sha256)
    _add(file, "", "dokumentid", one.document_id)
    _add(file, "", "dateiname", latin(one.name).text or one.document_id)
    if one.content is not None:
        _add(parent, XB, "dokument", base64.b64encode(one.content).decode())


def _xml_text(text: str) -> str:
    """The text without the characters that XML forbids."""
    return "".join(c for c in text if c in "\t\n\r" or _is_xml(ord(c)))


def _is_xml(point: int) -> bool:
    return 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF


# Receipts


def _receipt(parent: Element, receipt: Receipt) -> None:
    _add(parent, XB, "stellungnahmeID", receipt.statement_id)
    for error in receipt.errors:
        element = _add(parent, XB, "fehler")
        _add(element, XB, "beschreibung", latin(error).text or "?")
        _code(element, XB, "art", Severity.ERROR.value)
