"""What keeps a file from being read as contributions; nothing of it was read then."""

from __future__ import annotations

from typing import ClassVar


class ContributionsError(Exception):
    """Base of all. ``message`` and ``params`` let an app say the same in another language."""

    message: ClassVar[str] = "The file cannot be read as contributions."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message % params)


class NoColumns(ContributionsError):
    """Neither a column for the text nor one for the title, or one that does not exist."""

    message = (
        "No column with the text of the contributions was found. The columns are: %(columns)s."
        " Say which of them holds the text or the title."
    )


class UnknownColumn(ContributionsError):
    """A field is tied to a column that the file does not have."""

    message = "The file has no column “%(column)s”. Its columns are: %(columns)s."


class UnknownField(ContributionsError):
    """There is no such field."""

    message = "There is no field “%(field)s”. The fields are: %(fields)s."


class NotAnExport(ContributionsError):
    """A JSON file that holds no list of objects, or breaks off."""

    message = (
        "“%(name)s” is not an export as Decidim writes it: %(reason)s (near character"
        " %(position)s). Export the proposals again as JSON or CSV."
    )
