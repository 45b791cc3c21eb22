"""The table core's sentences for the translation: the core knows no Django and speaks English.

Keep in step with ``cores/tables``; a test compares the messages.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dialogwerk.cores.tables import TableError

MESSAGES: tuple[str, ...] = (
    gettext_noop("The table cannot be read."),
    gettext_noop("“%(name)s” is empty. Please check that you chose the right file."),
    gettext_noop(
        "“%(name)s” is larger than %(limit_mb)s MB, which is the most that is read at "
        "once. Please split it into several files."
    ),
    gettext_noop(
        "“%(name)s” is not a table but %(kind)s. Please open the table in your "
        "spreadsheet program and save it as CSV or as Excel workbook (.xlsx)."
    ),
    gettext_noop(
        "“%(name)s” is damaged and cannot be read as %(format)s (%(reason)s). Please open"
        " it in your spreadsheet program, save it again and try once more."
    ),
    gettext_noop(
        "“%(name)s” is protected with a password. Please save it without a password and "
        "try once more."
    ),
    gettext_noop(
        "“%(name)s” was not opened: %(reason)s. Workbooks made by a spreadsheet program "
        "are not like that; please save the table again or send it as CSV."
    ),
    gettext_noop("“%(name)s” has no sheet “%(sheet)s”. Its sheets are: %(sheets)s."),
    gettext_noop(
        "Row %(row)s of “%(name)s” (line %(line)s, byte %(byte)s) is not valid "
        "%(encoding)s, though the rest of the file is. Please correct this row or save "
        "the file again as UTF-8."
    ),
    gettext_noop(
        "The character encoding of “%(name)s” is not recognised (%(reason)s). Please save"
        " the file as “CSV UTF-8” and try once more."
    ),
    gettext_noop(
        "Row %(row)s of “%(name)s” (it starts in line %(line)s) is longer than %(limit)s "
        "characters. Either it is not a table, or a quotation mark in this row was opened"
        " and not closed; please correct it."
    ),
    gettext_noop(
        "Row %(row)s of “%(name)s” holds more than %(limit)s characters in column "
        "%(column)s. Please shorten this value or hand it in as a document."
    ),
    gettext_noop(
        "In row %(row)s of “%(name)s” (it starts in line %(line)s) a quotation mark is "
        "opened and not closed until the end of the file. Please close it or double it."
    ),
    gettext_noop(
        "“%(name)s” has no row with column names. Please put the names of the columns "
        "into the first row."
    ),
    gettext_noop(
        "In row %(row)s of “%(name)s” column %(columns)s has no name. Please name every "
        "column, or say in which row the column names stand."
    ),
    gettext_noop(
        "In row %(row)s of “%(name)s” these column names occur more than once: "
        "%(columns)s. Please give every column a name of its own."
    ),
    gettext_noop(
        "Row %(row)s of “%(name)s” has more than %(limit)s columns. Please check the file"
        " and its delimiter."
    ),
    gettext_noop(
        "Row %(row)s cannot be written: it has %(found)s values, but the header has "
        "%(expected)s columns. Please pass one value for each column."
    ),
    gettext_noop(
        "Row %(row)s cannot be written: a value holds an invalid character (%(reason)s). "
        "Please remove it."
    ),
    gettext_noop("The file is not UTF-8; it was read as %(encoding)s. Please check the umlauts."),
    gettext_noop("Row %(row)s (“%(text)s”) was taken for a title, not for column names."),
    gettext_noop(
        "The row has only %(found)s of %(expected)s columns; the missing ones were left "
        "empty. Please check for a missing delimiter."
    ),
    gettext_noop(
        "The row has %(found)s values for %(expected)s columns; the surplus ones were "
        "left out. Please check for a delimiter that is not inside quotation marks."
    ),
    gettext_noop(
        "Cell %(column)s holds the spreadsheet error %(value)s instead of a value. Often "
        "a text that begins with = or - was taken for a formula; please correct the cell."
    ),
    gettext_noop(
        "The row held invisible zero characters (NUL); they were removed. Please check its text."
    ),
)

KINDS: tuple[str, ...] = (
    gettext_noop("a PDF document"),
    gettext_noop("a JPEG picture"),
    gettext_noop("a PNG picture"),
    gettext_noop("a GIF picture"),
    gettext_noop("a TIFF picture"),
    gettext_noop("a compressed file (gzip)"),
    gettext_noop("a compressed file (bzip2)"),
    gettext_noop("a compressed file (xz)"),
    gettext_noop("a compressed archive (7z)"),
    gettext_noop("a compressed archive (RAR)"),
    gettext_noop("a text document (RTF)"),
    gettext_noop("a database (SQLite)"),
    gettext_noop("a web page (HTML)"),
    gettext_noop("an XML file"),
    gettext_noop("a JSON file"),
    gettext_noop("a file of unknown kind"),
    gettext_noop("an OpenDocument file"),
    gettext_noop("a ZIP archive"),
    gettext_noop("a binary Excel workbook (.xlsb)"),
    gettext_noop("a text document (.docx)"),
    gettext_noop("a presentation (.pptx)"),
    gettext_noop("a workbook"),
    gettext_noop("an Excel workbook"),
    gettext_noop("an old Excel workbook (.xls)"),
    gettext_noop("an OpenDocument spreadsheet (.ods)"),
)

REASONS: tuple[str, ...] = (
    gettext_noop("“%(part)s” inside is too large"),
    gettext_noop("“%(part)s” inside is larger than it declares"),
    gettext_noop("it claims to contain far too many files"),
    gettext_noop("it contains %(count)s files"),
    gettext_noop("it would unpack to %(count)s MB"),
    gettext_noop("it would unpack to %(count)s times its size"),
    gettext_noop("there is no encoding “%(part)s”"),
    gettext_noop("no common encoding fits its bytes"),
    gettext_noop("reading it takes far too much memory"),
    gettext_noop("a cell in row %(count)s is not readable"),
    gettext_noop("a file occurs twice inside"),
    gettext_noop("“%(part)s” inside is packed in an unusual way"),
    gettext_noop("“%(part)s” inside is cut off"),
    gettext_noop("“%(part)s” inside is not where it should be"),
    gettext_noop("its contents cannot be unpacked"),
    gettext_noop("it is cut off or not a workbook"),
    gettext_noop("“%(part)s” inside is not valid XML"),
    gettext_noop("it contains a document type definition"),
    gettext_noop("it has no worksheets"),
    gettext_noop("sheet “%(part)s” is missing"),
)


def _pattern(template: str) -> re.Pattern[str]:
    """A template as pattern for what the core made of it."""
    parts = re.split(r"%\((\w+)\)s", template)
    literals = [re.escape(part) for part in parts[::2]]
    names = [f"(?P<{name}>.*)" for name in parts[1::2]] + [""]
    return re.compile("".join(a + b for a, b in zip(literals, names, strict=True)), re.DOTALL)


_PATTERNS = [(_pattern(reason), reason) for reason in REASONS]


def reason_in_words(reason: str) -> str:
    """The reason that the core gives, in the reader's language; an unknown one as it stands."""
    for pattern, template in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return _(template) % found.groupdict()
    return reason


def sentence(message: str, params: Mapping[str, Any]) -> str:
    """A message of the table core, or one of ours in its form, in the reader's language."""
    return _(message) % {key: _in_words(key, value) for key, value in params.items()}


def _in_words(key: str, value: Any) -> Any:
    """Values that are the table core's own words, not taken from the file, are translated."""
    if key == "reason":
        return reason_in_words(value)
    return _(value) if key in ("kind", "format") and value in KINDS else value


def table_sentence(error: TableError) -> str:
    """What is wrong with a file, in the language of whoever sent it."""
    return sentence(error.message, error.params)
