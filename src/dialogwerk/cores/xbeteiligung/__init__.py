"""XBeteiligung 1.2: messages of participation procedures between authorities, written and read.

The standard (XLeitstelle, an XÖV standard for participation under BauGB, ROG and in plan
approval) carries a statement in message 0701, its update in 0702, and acknowledges each with OK
(0711, 0712) or NOK (0721, 0722). They are the same for every kind of procedure; what differs is
the element that names its step.

Values in, XML out, and back::

    message = StatementMessage(head=…, process_id=…, statement=Statement(…))
    xml = write(message)
    read(xml) == message

`Schemas` validates against the schemas of the standard, given a folder with them.
"""

from .checking import Schemas
from .errors import XBeteiligungError
from .latin import Latin, latin
from .reading import read
from .values import (
    Agency,
    Attachment,
    Author,
    Code,
    Head,
    Place,
    Receipt,
    Statement,
    StatementMessage,
)
from .writing import write

__all__ = [
    "Agency",
    "Attachment",
    "Author",
    "Code",
    "Head",
    "Latin",
    "Place",
    "Receipt",
    "Schemas",
    "Statement",
    "StatementMessage",
    "XBeteiligungError",
    "latin",
    "read",
    "write",
]
