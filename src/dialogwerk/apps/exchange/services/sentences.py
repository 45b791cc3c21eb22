"""The core's sentences for the translation: the core knows no Django and speaks English.

Keep in step with ``cores/xbeteiligung/errors.py``; a test compares the messages.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dialogwerk.cores.xbeteiligung import XBeteiligungError

MESSAGES: tuple[str, ...] = (
    gettext_noop("The message cannot be used."),
    gettext_noop(
        "The message is larger than %(limit)s MB, which is the most that the standard allows."
    ),
    gettext_noop(
        "The file is not well-formed XML (line %(line)s). Ask the sender for it once more."
    ),
    gettext_noop(
        "The file was not opened: %(reason)s. Messages of the standard are not like that."
    ),
    gettext_noop(
        "“%(name)s” is not a message that can be taken in. Possible are new and updated statements"
        " (0701, 0702) and their acknowledgements (0711, 0712, 0721, 0722) of XBeteiligung 1.2."
    ),
    gettext_noop("The message lacks “%(name)s”, which the standard demands."),
    gettext_noop("“%(name)s” holds “%(value)s”, which the standard does not allow there."),
    gettext_noop(
        "The message does not follow the schema of the standard (line %(line)s): %(reason)s"
    ),
    gettext_noop(
        "The folder “%(folder)s” does not hold the schemas of XBeteiligung 1.2 (%(reason)s)."
    ),
)

REASONS: tuple[str, ...] = (
    gettext_noop("it contains a document type definition"),
    gettext_noop("it has more than 100000 elements"),
    gettext_noop("it is nested more than 40 deep"),
)


def sentence(error: XBeteiligungError) -> str:
    """What is wrong with a message, in the reader's language."""
    said = {name: _(value) if value in REASONS else value for name, value in error.params.items()}
    return _(error.message) % said
