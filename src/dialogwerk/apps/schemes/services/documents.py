"""Documents on display."""

import hashlib
from datetime import date
from typing import IO

import pypdfium2
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record

from ..models import Document, Scheme


@transaction.atomic
def display_document(
    *, scheme: Scheme, number: str, title: str, file: IO[bytes], by: str, on: date | None = None
) -> Document:
    """Add a PDF to the documents on display; its pages are counted, its checksum kept.

    Raises:
        ValidationError: the file is not a PDF that can be opened, or the number is taken.
    """
    content = file.read()
    pages = pages_of(content)
    if scheme.documents.filter(number=number).exists():
        raise ValidationError(
            _("There is already a document %(number)s.") % {"number": number}, code="number_taken"
        )
    digest = hashlib.sha256(content).hexdigest()
    document = Document(
        scheme=scheme,
        number=number,
        title=title,
        pages=pages,
        size=len(content),
        sha256=digest,
        displayed_from=on,
    )
    document.file.save(f"{digest[:16]}.pdf", ContentFile(content), save=True)
    record(
        "document.displayed",
        subject=f"{scheme.code}/{number}",
        actor=by,
        payload={"sha256": digest, "pages": pages},
    )
    return document


def pages_of(content: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        ValidationError: no PDF, or none that can be opened.
    """
    if not content.startswith(b"%PDF-"):
        raise ValidationError(_("This file is not a PDF. Save the document as PDF and try again."))
    try:
        return len(pypdfium2.PdfDocument(content))
    except pypdfium2.PdfiumError as error:
        raise ValidationError(
            _("This PDF cannot be opened; it may be damaged or protected by a password.")
        ) from error
