"""Messages from XML: read as data, never executed, resolved or fetched.

The bytes are looked through once before a tree is built: a document type, too many elements or too
deep a nesting end it there, so that no entity is ever expanded.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import date, datetime
from typing import Any, TypeAlias
from xml.parsers import expat

from lxml import etree

from . import names
from .errors import Dangerous, Incomplete, NotXml, TooLarge, UnknownMessage, WrongValue
from .latin import latin
from .names import AGENCY, G2G, GML, XB
from .values import (
    Agency,
    Attachment,
    Author,
    Code,
    Head,
    Message,
    Naming,
    Place,
    Procedure,
    Receipt,
    Statement,
    StatementMessage,
    Status,
)

MOST_ELEMENTS = 100_000
DEEPEST = 40
UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
Element: TypeAlias = Any
"""An element of lxml, which tells no types."""


def read(content: bytes) -> Message:
    """The message in these bytes.

    Raises:
        XBeteiligungError: too large, not XML, dangerous, another message, or something missing
            or of the wrong form; the message says what.
    """
    root = tree(content)
    number = next((key for key, name in names.ROOTS.items() if root.tag == f"{{{XB}}}{name}"), "")
    if not number:
        raise UnknownMessage(name=etree.QName(root).localname[:80])
    head = _head(_one(root, G2G, "nachrichtenkopf.g2g"))
    inside = _one(root, XB, "nachrichteninhalt")
    process = _token(inside, XB, "vorgangsID")
    is_update = number.endswith("2")
    if number in names.STATEMENT.values():
        statement = _statement(_one(inside, XB, "stellungnahme"))
        return StatementMessage(
            head=head, process_id=process, statement=statement, is_update=is_update
        )
    return Receipt(
        head=head,
        process_id=process,
        statement_id=_token(inside, XB, "stellungnahmeID"),
        errors=_errors(inside) if number in names.NOK.values() else (),
        is_update=is_update,
    )


def tree(content: bytes) -> Element:
    """The tree of a message, safe to look at.

    Raises:
        TooLarge: more than the standard allows.
        Dangerous: a document type, entities, too many elements or too deep.
        NotXml: not well-formed.
    """
    if len(content) > names.MOST_BYTES:
        raise TooLarge(limit=names.MOST_BYTES // 1024**2)
    _look_through(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml(line=getattr(error, "lineno", None) or 1) from error


class _Guard:
    """Counts elements and depth, and refuses document types."""

    def __init__(self) -> None:
        self.elements = self.depth = 0

    def start(self, _name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise Dangerous(reason=f"it has more than {MOST_ELEMENTS} elements")
        if self.depth > DEEPEST:
            raise Dangerous(reason=f"it is nested more than {DEEPEST} deep")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def doctype(self, *_parts: object) -> None:
        raise Dangerous(reason="it contains a document type definition")


def _look_through(content: bytes) -> None:
    guard = _Guard()
    parser = expat.ParserCreate()
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.StartDoctypeDeclHandler = guard.doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotXml(line=getattr(error, "lineno", 1)) from error


# Small parts


def _find(parent: Element, namespace: str, name: str) -> Element | None:
    found: Element | None = parent.find(f"{{{namespace}}}{name}" if namespace else name)
    return found


def _one(parent: Element, namespace: str, name: str) -> Element:
    found = _find(parent, namespace, name)
    if found is None:
        raise Incomplete(name=name)
    return found


def _text(parent: Element, namespace: str, name: str) -> str:
    """The text of an optional element."""
    found = _find(parent, namespace, name)
    return (found.text or "") if found is not None else ""


def _token(parent: Element, namespace: str, name: str) -> str:
    found = " ".join((_one(parent, namespace, name).text or "").split())
    if not found:
        raise Incomplete(name=name)
    return found


def _coded(parent: Element, namespace: str, name: str) -> Code:
    element = _one(parent, namespace, name)
    return Code(_token(element, "", "code"), element.get("listVersionID") or "1.0")


def _day(text: str, name: str) -> date | None:
    """A day; XML Schema allows a time zone behind it, which a day here has not."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise WrongValue(name=name, value=text[:40]) from error


# The head


def _head(element: Element) -> Head:
    identity = _one(element, G2G, "identifikation.nachricht")
    uuid = _token(identity, G2G, "nachrichtenUUID")
    if not UUID.fullmatch(uuid):
        raise WrongValue(name="nachrichtenUUID", value=uuid[:60])
    return Head(
        uuid=uuid.lower(),
        created_at=_moment(_token(identity, G2G, "erstellungszeitpunkt")),
        reader=_agency(_one(element, G2G, "leser")),
        author=_agency(_one(element, G2G, "autor")),
    )


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongValue(name="erstellungszeitpunkt", value=text[:40]) from error
    if at.tzinfo is None:
        raise WrongValue(name="erstellungszeitpunkt", value=text[:40])
    return at


def _agency(element: Element) -> Agency:
    return Agency(
        directory=_coded(element, AGENCY, "verzeichnisdienst"),
        key=_one(element, AGENCY, "kennung").text or "",
        name=_one(element, AGENCY, "name").text or "",
    )


# The statement


def _statement(element: Element) -> Statement:
    procedure = next(
        (kind for kind in Procedure if _find(element, XB, kind.value) is not None), None
    )
    if procedure is None:
        raise Incomplete(name="verfahrensschritt")
    identity = _token(element, XB, "stellungnahmeID")
    attached = tuple(map(_attachment, element.iterfind(f"{{{XB}}}anlagen/anlage")))
    title, text, attached = _as_written(
        identity, _text(element, XB, "titel"), _text(element, XB, "beschreibung"), attached
    )
    author = _find(element, XB, "verfasser")
    return Statement(
        id=identity,
        plan_id=_token(element, XB, "planID"),
        participation_id=_token(element, XB, "beteiligungsID"),
        procedure=procedure,
        step=_coded(element, XB, procedure.value),
        substep=_coded(element, XB, "verfahrensteilschritt"),
        text=text,
        status=_status(element),
        title=title,
        author=_author(author) if author is not None else None,
        round=_round(_token(element, XB, "durchgang")),
        day=_day(_text(element, XB, "datum"), "datum"),
        naming=_naming(element),
        place=_place(element),
        keywords=tuple(one.text or "" for one in element.iterfind(f"{{{XB}}}schlagwort")),
        attachments=attached,
    )


def _status(element: Element) -> Status:
    code = _coded(element, XB, "status").code
    if code not in [one.value for one in Status]:
        raise WrongValue(name="status", value=code[:40])
    return Status(code)


def _naming(element: Element) -> Naming | None:
    if _find(element, XB, "artDerStellungnahme") is None:
        return None
    code = _coded(element, XB, "artDerStellungnahme").code
    if code not in [one.value for one in Naming]:
        raise WrongValue(name="artDerStellungnahme", value=code[:40])
    return Naming(code)


def _round(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text)):
        raise WrongValue(name="durchgang", value=text[:40])
    return int(text)


def _author(element: Element) -> Author:
    name = _one(element, XB, "name")
    organisation = _find(element, XB, "organisation")
    address = _find(element, XB, "anschrift")
    ways = [_text(one, "", "kennung") for one in element.iterfind(f"{{{XB}}}kommunikation")]
    return Author(
        family_name=_text(_one(name, "", "familienname"), "", "name"),
        given_name=_text(_one(name, "", "vorname"), "", "name"),
        organisation=_text(organisation, XB, "name") if organisation is not None else "",
        unit=_text(organisation, XB, "organisationseinheit") if organisation is not None else "",
        street=_street(address) if address is not None else "",
        postal_code=_text(address, "", "postleitzahl") if address is not None else "",
        city=_text(address, "", "ort") if address is not None else "",
        email=next((way for way in ways if "@" in way), ""),
        phone=next((way for way in ways if way and "@" not in way), ""),
        is_private=_text(element, XB, "privatperson").strip() in ("true", "1"),
    )


def _street(address: Element) -> str:
    """Street with number, written in one element or in two; else the post-office box."""
    parts = (_text(address, "", "strasse"), _text(address, "", "hausnummer"))
    whole = _text(address, "", "strasseHausnummer") or " ".join(filter(None, parts))
    box = _text(address, "", "postfach")
    return whole or (f"Postfach {box}" if box else "")


def _place(element: Element) -> Place | None:
    """The first point, if it is in WGS 84; other systems are left to who can convert them."""
    for point in element.iterfind(f"{{{XB}}}georeferenzierung/{{{XB}}}punkt/punkt/punkt"):
        numbers = _text(point, GML, "pos").split()
        if point.get("srsName") == names.WGS84 and len(numbers) == 2:
            try:
                latitude, longitude = map(float, numbers)
            except ValueError as error:
                raise WrongValue(name="pos", value=" ".join(numbers)[:40]) from error
            return Place(longitude, latitude)
    return None


def _attachment(element: Element) -> Attachment:
    where = _find(element, "", "anhangOderVerlinkung")
    file = _find(where, XB, "anhang") if where is not None else None
    link = _text(where, XB, "uriVerlinkung") if where is not None else ""
    return Attachment(
        document_id=_text(file, "", "dokumentid") if file is not None else "",
        name=_text(file, "", "dateiname") if file is not None else "",
        media_type=_token(_one(element, "", "mimeType"), "", "code"),
        content=_content(element),
        size=_size(file),
        sha256=(file.get("hashValue") or "").strip() if file is not None else "",
        title=_text(element, "", "bezeichnung"),
        link=link,
    )


def _size(file: Element | None) -> int | None:
    said = (file.get("filesize") or "").strip() if file is not None else ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else None


def _content(element: Element) -> bytes | None:
    document = _find(element, XB, "dokument")
    if document is None:
        return None
    try:
        return base64.b64decode("".join((document.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongValue(name="dokument", value="no base64") from error


def _as_written(
    statement: str, title: str, text: str, attached: tuple[Attachment, ...]
) -> tuple[str, str, tuple[Attachment, ...]]:
    """Title and text as they were written, if an attachment of ours holds them unchanged."""
    ours = next((one for one in attached if one.document_id == statement + names.WORDING), None)
    if ours is None or ours.content is None:
        return title, text, attached
    if ours.sha256 and hashlib.sha256(ours.content).hexdigest() != ours.sha256:
        return title, text, attached
    length, _line, rest = ours.content.decode("utf-8", "surrogatepass").partition("\n")
    if not (length.isascii() and length.isdecimal() and len(length) < 9):
        return title, text, attached
    written = rest[: int(length)], rest[int(length) :]
    if (latin(written[0]).text, latin(written[1]).text) != (title, text):
        return title, text, attached
    return *written, tuple(one for one in attached if one is not ours)


def _errors(inside: Element) -> tuple[str, ...]:
    found = [_text(one, XB, "beschreibung") for one in inside.iterfind(f"{{{XB}}}fehler")]
    return tuple(found) or ("",)
