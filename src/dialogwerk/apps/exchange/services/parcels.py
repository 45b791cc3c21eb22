"""Files with messages: one XML, or a ZIP of them with the files that lie beside them."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.xbeteiligung.names import MOST_BYTES

from ..errors import Refused
from ..models import Parcel

MOST_ENTRIES = 5_000
MOST_UNPACKED = 1024**3
MOST_PACKED = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Envelope:
    """One XML of a parcel, and the files beside it by name, read when they are asked for."""

    name: str
    content: bytes
    beside: "Files"


@dataclass(slots=True)
class Files:
    """The files of a ZIP by their names without folders."""

    archive: zipfile.ZipFile | None = None
    entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def get(self, name: str) -> bytes | None:
        """The file of that name; None if there is none."""
        entry = self.entries.get(name)
        if entry is None or self.archive is None:
            return None
        return _unpacked(self.archive, entry)


def keep_parcel(*, procedure: Procedure, file: IO[bytes], name: str, by: User | None) -> Parcel:
    """Keep a file with messages as it came; the same file of a procedure is kept once.

    Raises:
        Refused: too large, no XML and no ZIP, or a ZIP that is not opened.
    """
    content = file.read(MOST_PACKED + 1)
    if len(content) > MOST_PACKED:
        raise Refused(_("The file is larger than 512 MB. Please bring it in parts."))
    digest = hashlib.sha256(content).hexdigest()
    known = procedure.parcels.filter(sha256=digest).first()
    if known:
        return known
    parcel = Parcel(procedure=procedure, name=name[:250], sha256=digest, size=len(content), by=by)
    if next(_envelopes(ContentFile(content), name), None) is None:
        raise Refused(_("The file holds no message (no XML)."))
    parcel.file.save(digest, ContentFile(content), save=False)
    parcel.save()
    return parcel


def envelopes(parcel: Parcel) -> Iterator[Envelope]:
    """The messages of a parcel, one after the other.

    Raises:
        Refused: the file cannot be opened any more.
    """
    try:
        with parcel.file.open("rb") as stream:
            yield from _envelopes(stream, parcel.name)
    except FileNotFoundError as error:
        raise Refused(_("The file is no longer there. Please upload it again.")) from error


def _envelopes(stream: IO[bytes], name: str) -> Iterator[Envelope]:
    if stream.read(4)[:2] != b"PK":
        stream.seek(0)
        yield Envelope(name, stream.read(MOST_BYTES + 1), Files())
        return
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = _checked(archive)
            files = Files(archive, {_base(one.filename): one for one in entries})
            for entry in entries:
                if entry.filename.lower().endswith(".xml"):
                    yield Envelope(_base(entry.filename), _unpacked(archive, entry), files)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused(_("The ZIP is damaged or protected and cannot be opened.")) from error


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries, if what they claim to unpack to is within bounds."""
    entries = [one for one in archive.infolist() if not one.is_dir()]
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise Refused(
            _("The ZIP holds more than %(entries)s files or would unpack to more than 1 GB.")
            % {"entries": MOST_ENTRIES}
        )
    return entries


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most what the entry claims and the standard allows; more is a lie of the ZIP."""
    with archive.open(entry) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > entry.file_size:
        raise Refused(_("The ZIP is damaged or protected and cannot be opened."))
    return content


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1][:250]
