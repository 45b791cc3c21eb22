"""Evidence: checked before anything is stored, kept with a checksum, never changed."""

from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.services.proofs import CheckedFile, checked

from ..models import Evidence, Promise


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """Where one can see what became of a promise; at least one of text, address and file.

    Attributes:
        text: such as "Amtsblatt 12/2026, page 80".
        url: address of a page.
        file: a PDF or a picture.
        file_is_public: the file may be shown to everyone.
    """

    text: str = ""
    url: str = ""
    file: IO[bytes] | None = None
    file_is_public: bool = False


def keep_evidence(promise: Promise, draft: EvidenceDraft, by: str) -> Evidence:
    """Store a piece of evidence; call it last in a transaction, so that no file is left behind.

    Raises:
        ValidationError: nothing is shown, or the file cannot be kept (code "file").
    """
    file = checked(draft.file)
    text, url = " ".join(draft.text.split()), draft.url.strip()
    if not (text or url or file):
        raise ValidationError(
            _("Please show it: say where it is found, give an address, or add a file."),
            code="evidence_text",
        )
    evidence = Evidence(promise=promise, text=text, url=url, by=by)
    if file:
        _attach(evidence, file, draft.file_is_public)
    try:
        evidence.full_clean(exclude=["promise", "file"], validate_constraints=False)
        evidence.save(force_insert=True)
    except BaseException:
        forget_file(evidence)
        raise
    return evidence


def _attach(evidence: Evidence, file: CheckedFile, is_public: bool) -> None:
    evidence.sha256, evidence.file_is_public = file.sha256, is_public
    name = f"{file.sha256[:8]}.{file.ending}"
    evidence.file.save(name, ContentFile(file.content), save=False)


def forget_file(evidence: Evidence) -> None:
    """Take the file away again when its row does not come to stand."""
    if evidence.file:
        with suppress(OSError):
            evidence.file.delete(save=False)
