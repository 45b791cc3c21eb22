"""Validating messages against the schemas of the standard, which are not part of this package."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from .errors import Invalid, NoSchemas
from .reading import tree

ENTRY = "xbeteiligung.xsd"


class Schemas:
    """The schemas of XBeteiligung 1.2, read from a folder with all their modules.

    Raises:
        NoSchemas: the folder lacks them, or they cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / ENTRY
        if not path.is_file():
            raise NoSchemas(folder=folder, reason=f"no {ENTRY}")
        parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
        try:
            self._schema = etree.XMLSchema(etree.parse(str(path), parser))
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
            raise NoSchemas(folder=folder, reason=str(error)[:200]) from error

    def problems(self, content: bytes) -> list[tuple[int, str]]:
        """Line and reason of everything that the schema refuses; empty for a valid message.

        Raises:
            XBeteiligungError: the bytes are no safe XML at all.
        """
        if self._schema.validate(tree(content)):
            return []
        return [(one.line, one.message) for one in self._schema.error_log]

    def check(self, content: bytes) -> None:
        """Refuse a message that the schema refuses.

        Raises:
            Invalid: with the first line and reason.
            XBeteiligungError: the bytes are no safe XML at all.
        """
        found = self.problems(content)
        if found:
            line, reason = found[0]
            raise Invalid(line=line, reason=reason[:500])
