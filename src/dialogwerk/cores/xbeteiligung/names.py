"""Names of the standard: namespaces, elements, code lists."""

from __future__ import annotations

from typing import Final

STANDARD: Final = "XBeteiligung"
VERSION: Final = "1.2"
XB: Final = "https://www.xleitstelle.de/xbeteiligung/12"
G2G: Final = "http://xoev.de/schemata/basisnachricht/g2g/1_1"
AGENCY: Final = "http://xoev.de/schemata/basisnachricht/behoerde/1_1"
GML: Final = "http://www.opengis.net/gml/3.2"
MOST_BYTES: Final = 128 * 1024**2
"""Size of a message with the documents inside it, as the standard says of ``dokument``."""

STATEMENT: Final = {False: "0701", True: "0702"}
OK: Final = {False: "0711", True: "0712"}
NOK: Final = {False: "0721", True: "0722"}
"""Numbers of messages, by whether they are about an update."""

ROOTS: Final[dict[str, str]] = {
    "0701": "allgemein.stellungnahme.Neuabgegeben.0701",
    "0702": "allgemein.stellungnahme.Aktualisiert.0702",
    "0711": "allgemein.stellungnahme.Neuabgegeben.OK.0711",
    "0712": "allgemein.stellungnahme.Aktualisiert.OK.0712",
    "0721": "allgemein.stellungnahme.Neuabgegeben.NOK.0721",
    "0722": "allgemein.stellungnahme.Aktualisiert.NOK.0722",
}

LIST: Final = "urn:xoev-de:xleitstelle:codeliste:"
MESSAGES: Final = LIST + "xbeteiligung-nachrichten"
DIRECTORIES: Final = "urn:xoev-de:kosit:codeliste:verzeichnisdienst"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types"
MEDIA_TYPES_VERSION: Final = "1"
"""The standard leaves the list of media types to the sender; this is the registry of RFC 6838,
which has no versions."""

WORDING: Final = "-wortlaut"
"""End of the document id of the attachment that holds a text as it was written."""

WGS84: Final = "urn:ogc:def:crs:EPSG::4326"
"""Latitude first, then longitude."""
