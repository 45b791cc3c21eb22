"""The files of a print batch: parts that a print shop can handle, each with list and cover sheet.

A part that stands is never made again, so a batch that is stopped or killed goes on with the next
one. Every letter is compared with its checksum on its way into the file.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.cores.tables import write_csv
from dialogwerk.documents.papers import Paper, Section, paper

from ..errors import NotAllowedNow
from ..models import PrintBatch, PrintedLetter, PrintPart, Reply

MOST_PAGES = 4000
"""Pages of a part at most, however few letters they are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the list of a part. ``first_page`` counts in the part's PDF, from 1."""

    position: int
    letter: str
    first_page: int
    pages: int
    sheets: int
    sha256: str


def make_parts(batch: PrintBatch, *, by: str) -> Iterator[int]:
    """Make the parts that are missing, then the list of all; yields the letters in parts so far."""
    last = batch.parts.order_by("-number").first()
    number, done = (last.number, last.last) if last else (0, 0)
    while letters := _next(batch, done):
        number += 1
        done = _make_part(batch, number, letters).last
        yield done
    _make_list(batch, by)


def _next(batch: PrintBatch, after: int) -> list[PrintedLetter]:
    waiting = batch.printed.filter(position__gt=after).select_related("reply")
    return list(waiting.order_by("position")[: batch.letters_a_part])


def _make_part(batch: PrintBatch, number: int, letters: Sequence[PrintedLetter]) -> PrintPart:
    """As many of these letters as fit into one part."""
    pdf, lines, taken = merged(letters)
    name = f"{batch.code}-{number:03}"
    part = PrintPart(
        batch=batch,
        number=number,
        first=lines[0].position,
        last=lines[-1].position,
        pages=sum(line.pages for line in lines),
        sheets=sum(line.sheets for line in lines),
    )
    listed, cover = _("list"), _("cover sheet")
    content = _zipped(
        {
            f"{name}.pdf": pdf,
            f"{name}-{listed}.csv": list_as_csv(lines, f"{name}.pdf"),
            f"{name}.json": _manifest(part, lines, pdf),
            f"{name}-{cover}.pdf": _cover_sheet(batch, part, lines),
        }
    )
    part.size, part.sha256 = len(content), hashlib.sha256(content).hexdigest()
    storage = part.file.storage
    path = part.file.field.generate_filename(part, f"{name}.zip")
    storage.delete(path)
    part.file.name = storage.save(path, File(io.BytesIO(content)))
    with transaction.atomic():
        PrintedLetter.objects.bulk_update(taken, ["pages"], batch_size=100)
        part.save(force_insert=True)
    return part


def merged(
    letters: Sequence[PrintedLetter], most_pages: int = MOST_PAGES
) -> tuple[bytes, list[Line], list[PrintedLetter]]:
    """These letters in one PDF, as far as they fit; each begins on a fresh sheet when printed on
    both sides.

    Raises:
        NotAllowedNow: a letter's file is not what its checksum says.
    """
    whole = pypdfium2.PdfDocument.new()
    lines: list[Line] = []
    taken: list[PrintedLetter] = []
    for letter in letters:
        source = pypdfium2.PdfDocument(_checked(letter))
        letter.pages = len(source)
        if lines and len(whole) + letter.pages > most_pages:
            break
        first = len(whole) + 1
        whole.import_pages(source)
        if letter.pages % 2:
            whole.new_page(*source[0].get_size())
        source.close()
        sheets = (letter.pages + 1) // 2
        lines.append(
            Line(letter.position, letter.reply.code, first, letter.pages, sheets, letter.sha256)
        )
        taken.append(letter)
    with io.BytesIO() as stream:
        whole.save(stream)
        whole.close()
        return stream.getvalue(), lines, taken


def _checked(letter: PrintedLetter) -> bytes:
    """The letter as it was written; a file that the disk has damaged is not printed."""
    reply = letter.reply
    try:
        with reply.pdf.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != letter.sha256:
        Reply.objects.filter(pk=reply.pk, sent_at=None).update(fingerprint="", generated_at=None)
        raise NotAllowedNow(
            _(
                "The file of letter %(code)s is damaged. Discard this batch, write the letters"
                " again, and make a new one."
            )
            % {"code": reply.code}
        )
    return content


def _zipped(files: dict[str, bytes]) -> bytes:
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return stream.getvalue()


# Lists


def list_as_csv(lines: Iterable[Line], name: str) -> bytes:
    """What lies in a part, as CSV: no names, for the printer may be another company."""
    header = [
        _("No."),
        _("File"),
        _("First page"),
        _("Reply letter"),
        _("Pages"),
        _("Sheets"),
        "SHA-256",
    ]
    rows = (
        (
            str(one.position),
            name,
            str(one.first_page),
            one.letter,
            str(one.pages),
            str(one.sheets),
            one.sha256,
        )
        for one in lines
    )
    with io.BytesIO() as stream:
        write_csv(stream, header, rows)
        return stream.getvalue()


def check_of(checksums: Iterable[str]) -> str:
    """One checksum over those of all letters, in their order: nothing missing, nothing twice."""
    return hashlib.sha256("\n".join(checksums).encode()).hexdigest()


def _manifest(part: PrintPart, lines: Sequence[Line], pdf: bytes) -> bytes:
    return _as_json(
        {
            "batch": part.batch.code,
            "part": part.number,
            "letters": len(lines),
            "pages": part.pages,
            "sheets": part.sheets,
            "first": part.first,
            "last": part.last,
            "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
            "check": check_of(one.sha256 for one in lines),
            "list": [asdict(one) for one in lines],
        }
    )


def _as_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _cover_sheet(batch: PrintBatch, part: PrintPart, lines: Sequence[Line]) -> bytes:
    with override("de"):
        counts = _(
            "Letters: %(letters)s\nPages: %(pages)s\nSheets, printed on both sides: %(sheets)s"
        ) % {"letters": len(lines), "pages": part.pages, "sheets": part.sheets}
        range_ = _("Numbers %(first)s to %(last)s; from %(from)s to %(to)s.") % {
            "first": part.first,
            "last": part.last,
            "from": lines[0].letter,
            "to": lines[-1].letter,
        }
        return paper(
            Paper(
                title=_("Print batch %(code)s, part %(part)s")
                % {"code": batch.code, "part": part.number},
                subtitle=batch.procedure.title,
                date=timezone.localdate(),
                sections=(
                    Section(heading=_("What has to come out"), text=counts),
                    Section(heading=_("Which letters"), text=range_),
                    Section(heading=_("Check"), text=check_of(one.sha256 for one in lines)),
                ),
            )
        )


# The list of all


def _make_list(batch: PrintBatch, by: str) -> None:
    """The list of the whole batch; from now on it is ready."""
    listed = _("list")
    content = _zipped(
        {
            f"{batch.code}.json": _as_json(_whole(batch)),
            f"{batch.code}-{listed}.csv": _whole_as_csv(batch),
        }
    )
    batch.sha256 = hashlib.sha256(content).hexdigest()
    with TemporaryFile() as target:
        target.write(content)
        target.seek(0)
        batch.file.save(f"{batch.code}-{batch.sha256[:12]}.zip", File(target), save=False)
    with transaction.atomic():
        batch.save(update_fields=["file", "sha256"])
        record(
            "replies.printed",
            subject=batch.code,
            actor=by,
            procedure=batch.procedure.slug,
            payload={
                "letters": batch.printed.count(),
                "parts": batch.parts.count(),
                "sha256": batch.sha256,
            },
        )


def _whole(batch: PrintBatch) -> dict[str, Any]:
    sums = batch.parts.aggregate(pages=Sum("pages"), sheets=Sum("sheets"))
    return {
        "batch": batch.code,
        "procedure": batch.procedure.slug,
        "made": timezone.localdate().isoformat(),
        "letters": batch.printed.count(),
        "pages": sums["pages"] or 0,
        "sheets": sums["sheets"] or 0,
        "check": check_of(batch.printed.order_by("position").values_list("sha256", flat=True)),
        "parts": [
            {
                "part": part.number,
                "file": f"{batch.code}-{part.number:03}.zip",
                "letters": part.letters,
                "first": part.first,
                "last": part.last,
                "pages": part.pages,
                "sheets": part.sheets,
                "size": part.size,
                "sha256": part.sha256,
            }
            for part in batch.parts.order_by("number")
        ],
    }


def _whole_as_csv(batch: PrintBatch) -> bytes:
    parts = list(batch.parts.order_by("number"))
    header = [_("No."), _("File"), _("Reply letter"), _("Pages"), "SHA-256"]
    letters = batch.printed.order_by("position").values_list(
        "position", "reply__code", "pages", "sha256"
    )

    def rows() -> Iterator[tuple[str, ...]]:
        at = 0
        for position, code, pages, sha256 in letters.iterator():
            while position > parts[at].last:
                at += 1
            name = f"{batch.code}-{parts[at].number:03}.zip"
            yield str(position), name, code, str(pages), sha256

    with io.BytesIO() as stream:
        write_csv(stream, header, rows())
        return stream.getvalue()
