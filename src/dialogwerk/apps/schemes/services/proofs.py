"""Proofs of events: where it is written that something happened, perhaps with a file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ..models import ProcedureEvent
from .documents import pages_of

BEGINNINGS: Mapping[bytes, str] = MappingProxyType(
    {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where it is written that something happened.

    Attributes:
        kind: one of `ProcedureEvent.Proof`.
        text: such as "Amtsblatt 12/2026, page 80".
        url: address of the page.
        at: time stamp, such as that of a page on the web.
        file: a PDF or a picture.
    """

    kind: str = ProcedureEvent.Proof.NONE
    text: str = ""
    url: str = ""
    at: datetime | None = None
    file: IO[bytes] | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that can be kept."""

    content: bytes
    ending: str
    sha256: str


def checked(file: IO[bytes] | None) -> CheckedFile | None:
    """The file of a proof, if there is one.

    Raises:
        ValidationError: empty, too large, damaged, or neither PDF nor PNG nor JPEG.
    """
    if file is None:
        return None
    limit = settings.UPLOAD_MAX_FILE_BYTES
    content = file.read(limit + 1)
    if len(content) > limit:
        raise ValidationError(
            _("This file is too large; at most %(limit)s are possible.")
            % {"limit": filesizeformat(limit)},
            code="file",
        )
    return CheckedFile(content, _ending(content), hashlib.sha256(content).hexdigest())


def _ending(content: bytes) -> str:
    for beginning, ending in BEGINNINGS.items():
        if content.startswith(beginning):
            if ending == "pdf":
                _open(content)
            return ending
    raise ValidationError(
        _("A proof has to be a PDF or a picture (PNG, JPEG). Save it as one and try again."),
        code="file",
    )


def _open(content: bytes) -> None:
    try:
        pages_of(content)
    except ValidationError as error:
        raise ValidationError(error.message, code="file") from error


def keep_file(event: ProcedureEvent, file: CheckedFile | None) -> None:
    """Store the file with its event; call it last, so that nothing is left behind."""
    if file is None:
        return
    event.proof_sha256 = file.sha256
    event.proof_file.save(f"{event.name}.{file.ending}", ContentFile(file.content), save=False)
    try:
        event.save(update_fields=["proof_sha256", "proof_file"])
    except BaseException:
        event.proof_file.delete(save=False)
        raise


def media_type_of(event: ProcedureEvent) -> str:
    """Of the file of a proof, by the ending that was given to it when it was checked."""
    return MEDIA_TYPES[ending_of(event)]


def ending_of(event: ProcedureEvent) -> str:
    """How the name of its file ends, such as "pdf"."""
    return str(event.proof_file.name).rpartition(".")[2]
