"""Scans read by a machine in the background, page by page, and confirmed by a person."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Attachment, Statement
from dialogwerk.apps.statements.services.readings import set_reading
from dialogwerk.cores.files import Refused
from dialogwerk.cores.files.reader import Reader, isolated
from dialogwerk.cores.incoming.documents import MEDIA_TYPES
from dialogwerk.cores.incoming.jobs import MODULE
from dialogwerk.cores.incoming.ocr import Word, text_of, words_of

from ..errors import NotPossibleNow
from ..limits import bounds, limits
from ..models import Item, ScanPage, ScanReading
from .duplicates import propose

KIND = "ocr"
LANGUAGE = "deu"
MEMORY = 2 * 1024**3
SECONDS = 120
ACTOR = "system:ocr"
_KIND_OF = {media: kind for kind, media in MEDIA_TYPES.items()}


def is_installed() -> bool:
    """Whether this machine can read scans."""
    return shutil.which("tesseract") is not None


def waiting(procedure: Procedure) -> Any:
    """Scans that no machine has read to the end."""
    rows = Item.objects.filter(delivery__procedure=procedure, needs_reading=True)
    return rows.filter(statement__isnull=False).order_by("pk")


def start(procedure: Procedure, *, by: str) -> Run:
    """Read everything that waits, in the background.

    Raises:
        NotPossibleNow: nothing waits, it is at work already, or the program is not installed.
    """
    if not is_installed():
        raise NotPossibleNow(_("The reading program (tesseract) is not installed on this machine."))
    count = waiting(procedure).count()
    if not count:
        raise NotPossibleNow(_("No scan waits to be read."))
    arguments = {"procedure": procedure.slug}
    if Run.objects.filter(kind=KIND, arguments=arguments).unfinished().exists():
        raise NotPossibleNow(_("The scans are being read already."))
    return start_run(KIND, title=_("Reading of scans"), arguments=arguments, by=by, total=count)


@handler(KIND)
def run(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: read what waits; each page is stored at once, so a crash costs one page."""
    if not is_installed():
        raise RunFailed(_("The reading program (tesseract) is not installed on this machine."))
    procedure = Procedure.objects.get(slug=handle.arguments["procedure"])
    return {"read": read_all(procedure, progress=handle)}


def read_all(procedure: Procedure, *, progress: Progress | None = None) -> int:
    """Read every scan that waits; stops between two pages when asked to."""
    progress = progress or Silent()
    done = 0
    with Reader(MODULE, bounds=bounds()) as reader:
        for item in waiting(procedure).select_related("statement__procedure"):
            for _page in _read(item, reader):
                progress.advance(done)
                if progress.should_stop():
                    return done
            done += 1
            progress.advance(done)
    return done


def _read(item: Item, reader: Reader) -> Iterator[ScanPage]:
    """Read one letter, page by page; what cannot be read is noted."""
    letter = item.statement
    assert letter is not None  # noqa: S101 - see `waiting`
    reading, _new = ScanReading.objects.get_or_create(statement=letter)
    known = set(reading.pages.values_list("number", flat=True))
    number = 0
    try:
        for attachment, page in _pages(letter, item):
            number += 1
            if number not in known:
                yield _page(reading, number, attachment, page, reader)
    except Refused as refused:
        item.note("part_unreadable", {"name": item.name, "why": refused.code})
    _finish(item, reading)


def _pages(letter: Statement, item: Item) -> Iterator[tuple[Attachment, int]]:
    """Every page of the pictures and scanned PDFs that came with a letter."""
    for attachment in letter.attachments.order_by("pk"):
        kind = _KIND_OF.get(attachment.media_type, "")
        if kind in ("pdf", "png", "jpeg", "tiff"):
            for page in range(_count(attachment, kind)):
                yield attachment, page


def _count(attachment: Attachment, kind: str) -> int:
    with Reader(MODULE, bounds=bounds()) as reader, _input(attachment, reader) as path:
        answer = reader.ask("read", path=path, name=attachment.name, limits=limits().as_json())
    return max(1, int(answer["pages"]))


@contextmanager
def _input(attachment: Attachment, reader: Reader) -> Iterator[str]:
    """The file in the reader's folder, which is emptied for it."""
    target = reader.fresh_folder() / "input"
    with attachment.file.open("rb") as stream, target.open("wb") as copy:
        shutil.copyfileobj(stream, copy)
    yield "input"


def _page(
    reading: ScanReading, number: int, attachment: Attachment, page: int, reader: Reader
) -> ScanPage:
    kind = _KIND_OF[attachment.media_type]
    with _input(attachment, reader) as path:
        size = reader.ask(
            "picture", path=path, kind=kind, page=page, limits=limits().as_json(), to="page.png"
        )
        picture = reader.folder / "page.png"
        words = words_of(recognised(picture))
        made = ScanPage(reading=reading, number=number, width=size[0], height=size[1])
        made.words = [list(word) for word in words]
        made.picture.save(f"{number}.png", ContentFile(picture.read_bytes()), save=False)
    made.save()
    return made


def recognised(picture: Path) -> str:
    """What the program reads on a picture of ours, as TSV.

    Raises:
        Refused: it took too long or broke down.
    """
    program = ["tesseract", str(picture), "stdout", "-l", LANGUAGE, "--psm", "1", "tsv"]
    command = isolated(
        "dialogwerk.cores.files.limited_command", str(MEMORY), str(SECONDS), *program
    )
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=2 * SECONDS,
            check=True,
            cwd=picture.parent,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_slow", seconds=2 * SECONDS) from error
    except subprocess.CalledProcessError as error:
        raise Refused("crashed") from error
    return done.stdout.decode("utf-8", "replace")


def _finish(item: Item, reading: ScanReading) -> None:
    """The machine's text becomes the letter's, until a person says better."""
    pages = [[Word(*word) for word in page.words] for page in reading.pages.all()]
    with transaction.atomic():
        reading.machine_text = text_of(pages)
        reading.doubtful = sum(word.is_doubtful for page in pages for word in page)
        reading.read_at = timezone.now()
        reading.save(update_fields=["machine_text", "doubtful", "read_at"])
        Item.objects.filter(pk=item.pk).update(needs_reading=False, notes=item.notes)
        letter = reading.statement
        if not letter.text.strip() and reading.machine_text:
            set_reading(statement=letter, text=reading.machine_text, by=ACTOR)
            propose([letter])


@transaction.atomic
def confirm(reading: ScanReading, *, text: str, by: str) -> None:
    """A second reader has compared picture and text; what they write is the letter's text now.

    Raises:
        statements.errors.NotAllowedNow: passages are decided on, or the weighing is closed.
    """
    reading = ScanReading.objects.select_for_update().get(pk=reading.pk)
    was_corrected = text != reading.statement.text
    set_reading(statement=reading.statement, text=text, by=by)
    reading.confirmed_by, reading.confirmed_at = by, timezone.now()
    reading.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        "scan.confirmed",
        subject=reading.statement.code,
        actor=by,
        procedure=reading.statement.procedure.slug,
        payload={"corrected": was_corrected},
    )
