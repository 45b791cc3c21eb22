"""What can be wrong with a table, as a tree of exceptions.

Every message is one English sentence with named placeholders. Whoever shows it in another
language translates ``message`` and fills in ``params``; ``code`` never changes.
"""

# Named after what happened, as the style guide wants it, not after being an error.

from __future__ import annotations

from typing import ClassVar


class TableError(Exception):
    """A table cannot be read or written; says what, where and what to do.

    Attributes:
        code: stable name of this kind of error, for programs.
        message: the English sentence with ``%(name)s`` placeholders, for translation.
        params: values of the placeholders.
    """

    code: ClassVar[str] = "table"
    message: ClassVar[str] = "The table cannot be read."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message % params)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.params)


def _rebuild(kind: type[TableError], params: dict[str, object]) -> TableError:
    return kind(**params)


# The file as a whole


class EmptyFile(TableError):
    """No bytes, or nothing but white space."""

    code = "empty_file"
    message = "“%(name)s” is empty. Please check that you chose the right file."


class FileTooLarge(TableError):
    """More bytes than ``Limits.max_bytes``."""

    code = "file_too_large"
    message = (
        "“%(name)s” is larger than %(limit_mb)s MB, which is the most that is read at once. "
        "Please split it into several files."
    )


class NotATable(TableError):
    """The bytes are something else: a PDF, a picture, a web page."""

    code = "not_a_table"
    message = (
        "“%(name)s” is not a table but %(kind)s. Please open the table in your spreadsheet "
        "program and save it as CSV or as Excel workbook (.xlsx)."
    )


class BrokenFile(TableError):
    """The file claims a known format but does not keep to it."""

    code = "broken_file"
    message = (
        "“%(name)s” is damaged and cannot be read as %(format)s (%(reason)s). Please open it in "
        "your spreadsheet program, save it again and try once more."
    )


class EncryptedFile(TableError):
    """The workbook is protected with a password."""

    code = "encrypted_file"
    message = (
        "“%(name)s” is protected with a password. Please save it without a password and try "
        "once more."
    )


class SuspiciousArchive(TableError):
    """The workbook unpacks to far more than its size lets expect (zip bomb)."""

    code = "suspicious_archive"
    message = (
        "“%(name)s” was not opened: %(reason)s. Workbooks made by a spreadsheet program are not "
        "like that; please save the table again or send it as CSV."
    )


class UnknownSheet(TableError):
    """The sheet asked for is not in the workbook."""

    code = "unknown_sheet"
    message = "“%(name)s” has no sheet “%(sheet)s”. Its sheets are: %(sheets)s."


# Characters


class UndecodableText(TableError):
    """The bytes break the encoding that the file declares or almost keeps to."""

    code = "undecodable_text"
    message = (
        "Row %(row)s of “%(name)s” (line %(line)s, byte %(byte)s) is not valid %(encoding)s, "
        "though the rest of the file is. Please correct this row or save the file again as UTF-8."
    )


class UnknownEncoding(TableError):
    """No known encoding fits the bytes, or the one asked for does not exist."""

    code = "unknown_encoding"
    message = (
        "The character encoding of “%(name)s” is not recognised (%(reason)s). Please save the file "
        "as “CSV UTF-8” and try once more."
    )


# Rows and columns


class LineTooLong(TableError):
    """A row is longer than ``Limits.max_row_chars``; reading stopped there."""

    code = "line_too_long"
    message = (
        "Row %(row)s of “%(name)s” (it starts in line %(line)s) is longer than %(limit)s "
        "characters. Either it is not a table, or a quotation mark in this row was opened and not "
        "closed; please correct it."
    )


class FieldTooLong(TableError):
    """One value is longer than ``Limits.max_field_chars``."""

    code = "field_too_long"
    message = (
        "Row %(row)s of “%(name)s” holds more than %(limit)s characters in column %(column)s. "
        "Please shorten this value or hand it in as a document."
    )


class UnclosedQuote(TableError):
    """The file ends inside a quoted value."""

    code = "unclosed_quote"
    message = (
        "In row %(row)s of “%(name)s” (it starts in line %(line)s) a quotation mark is opened and "
        "not closed until the end of the file. Please close it or double it."
    )


class NoHeader(TableError):
    """There is no row with column names."""

    code = "no_header"
    message = (
        "“%(name)s” has no row with column names. Please put the names of the columns into the "
        "first row."
    )


class EmptyColumnNames(TableError):
    """A column in between has no name."""

    code = "empty_column_names"
    message = (
        "In row %(row)s of “%(name)s” column %(columns)s has no name. Please name every column, "
        "or say in which row the column names stand."
    )


class DuplicateColumnNames(TableError):
    """Two columns have the same name."""

    code = "duplicate_column_names"
    message = (
        "In row %(row)s of “%(name)s” these column names occur more than once: %(columns)s. "
        "Please give every column a name of its own."
    )


class TooManyColumns(TableError):
    """More columns than ``Limits.max_columns``."""

    code = "too_many_columns"
    message = (
        "Row %(row)s of “%(name)s” has more than %(limit)s columns. Please check the file and its "
        "delimiter."
    )


# Writing


class RowShapeError(TableError):
    """A row to be written has another number of values than the header."""

    code = "row_shape"
    message = (
        "Row %(row)s cannot be written: it has %(found)s values, but the header has %(expected)s "
        "columns. Please pass one value for each column."
    )


class UnwritableText(TableError):
    """A value holds code points that no file can hold (lone surrogates)."""

    code = "unwritable_text"
    message = (
        "Row %(row)s cannot be written: a value holds an invalid character (%(reason)s). Please "
        "remove it."
    )
