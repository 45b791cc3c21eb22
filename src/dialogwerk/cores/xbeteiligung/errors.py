"""What can be wrong with a message, as a tree of exceptions.

Every message is one English sentence with named placeholders. Whoever shows it in another
language translates ``message`` and fills in ``params``; ``code`` never changes.
"""

from __future__ import annotations

from typing import ClassVar


class XBeteiligungError(Exception):
    """A message cannot be read or written; says what, where and what to do.

    Attributes:
        code: stable name of this kind of error, for programs.
        message: the English sentence with ``%(name)s`` placeholders, for translation.
        params: values of the placeholders.
    """

    code: ClassVar[str] = "xbeteiligung"
    message: ClassVar[str] = "The message cannot be used."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message % params)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.params)


def _rebuild(kind: type[XBeteiligungError], params: dict[str, object]) -> XBeteiligungError:
    return kind(**params)


class TooLarge(XBeteiligungError):
    """More bytes than the standard allows for a message with its documents (128 MB)."""

    code = "too_large"
    message = "The message is larger than %(limit)s MB, which is the most that the standard allows."


class NotXml(XBeteiligungError):
    """The bytes are not well-formed XML."""

    code = "not_xml"
    message = "The file is not well-formed XML (line %(line)s). Ask the sender for it once more."


class Dangerous(XBeteiligungError):
    """A document type, entities, or far more elements or depth than a message has."""

    code = "dangerous"
    message = "The file was not opened: %(reason)s. Messages of the standard are not like that."


class UnknownMessage(XBeteiligungError):
    """Well-formed, but none of the messages that are read here."""

    code = "unknown_message"
    message = (
        "“%(name)s” is not a message that can be taken in. Possible are new and updated statements"
        " (0701, 0702) and their acknowledgements (0711, 0712, 0721, 0722) of XBeteiligung 1.2."
    )


class Incomplete(XBeteiligungError):
    """Something that the standard demands is missing."""

    code = "incomplete"
    message = "The message lacks “%(name)s”, which the standard demands."


class WrongValue(XBeteiligungError):
    """A value has not the form that the standard demands."""

    code = "wrong_value"
    message = "“%(name)s” holds “%(value)s”, which the standard does not allow there."


class Invalid(XBeteiligungError):
    """The schema of the standard refuses the message."""

    code = "invalid"
    message = "The message does not follow the schema of the standard (line %(line)s): %(reason)s"


class NoSchemas(XBeteiligungError):
    """The folder does not hold the schemas."""

    code = "no_schemas"
    message = "The folder “%(folder)s” does not hold the schemas of XBeteiligung 1.2 (%(reason)s)."
