"""Why a file was not read, each reason in one sentence.

A refusal is a code with values. It travels as JSON from the process that reads a file to the one
that asked, and is put into words, and into another language, where it is shown.
"""

from __future__ import annotations

from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation, for whoever shows it; cores translate nothing."""
    return message


REASONS: dict[str, str] = {
    "empty": gettext_noop("There is nothing in it."),
    "too_large": gettext_noop("It is larger than %(limit_mb)s MB, the most that is read."),
    "too_many_pages": gettext_noop("It has %(pages)s pages; at most %(limit)s are read."),
    "too_many_parts": gettext_noop(
        "It consists of more than %(limit)s parts. No mail program makes such messages."
    ),
    "too_deep": gettext_noop(
        "Its parts are nested more than %(limit)s deep. No program makes such files for people."
    ),
    "too_many_files": gettext_noop("It holds %(files)s files; at most %(limit)s are unpacked."),
    "unpacks_too_large": gettext_noop(
        "It would unpack to %(size_mb)s MB, %(ratio)s times its size (zip bomb?)."
    ),
    "longer_than_declared": gettext_noop("It unpacks to more than it declares (zip bomb?)."),
    "too_long": gettext_noop("The text has %(length)s characters; at most %(limit)s are possible."),
    "too_slow": gettext_noop("Reading it took longer than %(seconds)s seconds and was stopped."),
    "too_much_memory": gettext_noop(
        "Reading it needed more memory than %(limit_mb)s MB and was stopped."
    ),
    "too_much_output": gettext_noop("Reading it gave more than %(limit_mb)s MB and was stopped."),
    "crashed": gettext_noop("The reading program broke down over it and was ended."),
    "damaged": gettext_noop("It is damaged or cut off and cannot be read."),
    "encrypted": gettext_noop("It is encrypted or protected with a password."),
    "macros": gettext_noop("It contains macros, that is programs that run when it is opened."),
    "no_text": gettext_noop("There is no text in it; perhaps it is a scan."),
    "kind": gettext_noop("Files of this kind are not taken: %(kind)s."),
    "unknown": gettext_noop("What it is cannot be told from its content."),
    "forged": gettext_noop(
        "The file name says “%(claimed)s”, but the content is something else: %(kind)s."
    ),
    "picture_too_large": gettext_noop(
        "The picture has %(megapixels)s million pixels; at most %(limit)s are opened."
    ),
    "entities": gettext_noop("It declares its own XML entities, a known way to do harm."),
    "automatic": gettext_noop(
        "It was sent by a program, such as a note of absence or of a failed delivery."
    ),
    "no_mail": gettext_noop("It lacks the header that every e-mail has."),
    "is_table": gettext_noop(
        "It is a table. Tables are taken in under “Imports”, where their columns are chosen."
    ),
    "no_such_page": gettext_noop("It has no such page; it has %(pages)s pages."),
    "future": gettext_noop("Its date of receipt lies in the future."),
}
"""Each sentence says what was found; what can be done stands on the page of the quarantine."""


class Refused(Exception):
    """A file that is not read; says why.

    Attributes:
        code: key of `REASONS`.
        params: values for the sentence, JSON-able.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(REASONS[code] % params)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.params)


def _again(code: str, params: dict[str, Any]) -> Refused:
    return Refused(code, **params)
