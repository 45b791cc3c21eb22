"""Everything in a delivered file that may be a letter, one after another, archives opened.

The order is always the same, so a walk that was cut off goes on where the database says.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from dialogwerk.cores.files import Refused, safe_name
from dialogwerk.cores.files.reader import Reader
from dialogwerk.cores.incoming import Arrived, boxes
from dialogwerk.cores.incoming.jobs import MODULE

from ..limits import bounds, limits
from ..models import DeliveredFile, Delivery

PIECE = 1024**2


@dataclass(frozen=True, slots=True)
class Found:
    """Where something lies: a file on this machine, or a stretch of one.

    Attributes:
        position: within the delivered file, see `Item`.
        name: as its sender called it, made safe.
        refused: why it cannot be looked into; None if it can be read.
    """

    position: str
    name: str
    path: Path
    offset: int = 0
    length: int | None = None
    is_message: bool = False
    refused: Refused | None = None

    def content(self) -> bytes:
        """Its bytes, a message as it was before it came into the mailbox file."""
        content = b"".join(self.pieces())
        return boxes.unescaped(content) if self.is_message else content

    def pieces(self) -> Iterator[bytes]:
        """Its bytes as they lie there, for what is too large for memory."""
        left = self.size
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            while left > 0 and (piece := stream.read(min(left, PIECE))):
                left -= len(piece)
                yield piece

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.length is None else self.length


class Walk:
    """A walk through the files of a delivery, one after another; to be used in a ``with`` block.

    Args:
        folder: where the files lie, if they lie on this machine.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._limits = limits()
        self._scratch = Path(tempfile.mkdtemp(prefix="dialogwerk-walk-"))
        readable = [str(self._scratch), *([str(folder)] if folder else [])]
        self._reader = Reader(MODULE, bounds=bounds(), readable=readable)
        self._made = 0
        self._spent: list[Path] = []
        self._left = self._bytes_left = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._reader.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def found(self, file: DeliveredFile, known: Collection[str] = ()) -> Iterator[Found]:
        """Everything in the file whose position is not known yet."""
        self._left = self._limits.max_members
        self._bytes_left = self._limits.max_unpacked_bytes
        yield from self._within(self._local(file), file.name, "", 0, known)

    def _local(self, file: DeliveredFile) -> Path:
        """The file on this machine: itself, or a copy of what a remote store holds."""
        try:
            return Path(file.file.path)
        except NotImplementedError:
            copy = self._scratch / f"delivered-{file.number}"
        with file.file.open("rb") as stream, copy.open("wb") as target:
            shutil.copyfileobj(stream, target)
        self._spent.append(copy)
        return copy

    def release(self) -> None:
        """What was found so far is stored; its copies are not needed any more."""
        for path in self._spent:
            path.unlink(missing_ok=True)
        self._spent.clear()

    def read(self, found: Found) -> tuple[Arrived, list[Path | None]]:
        """What a person sent, and the files of its parts; None stands for the thing itself.

        The files stay until `release`.

        Raises:
            Refused: it cannot be taken in; says why.
        """
        if found.refused:
            raise found.refused
        self._reader.fresh_folder()
        answer = self._ask(
            "read",
            path=str(found.path),
            name=found.name,
            offset=found.offset,
            length=found.length,
            escaped=found.is_message,
        )
        arrived = Arrived.from_json(answer)
        return arrived, [self._kept(part.file) for part in arrived.parts]

    def _kept(self, file: str) -> Path | None:
        """A part's file, out of the way of the next reading; only plain files of known names."""
        if not file:
            return None
        source = self._reader.folder / Path(file).name
        if source.is_symlink() or not source.is_file():
            raise Refused("crashed")
        kept = self._moved(source)
        self._spent.append(kept)
        return kept

    def _moved(self, source: Path) -> Path:
        self._made += 1
        target = self._scratch / str(self._made)
        source.rename(target)
        return target

    def _ask(self, job: str, **request: Any) -> Any:
        return self._reader.ask(job, limits=self._limits.as_json(), **request)

    def _within(
        self, path: Path, name: str, position: str, depth: int, known: Collection[str]
    ) -> Iterator[Found]:
        try:
            kind = self._reader.ask("kind", path=str(path))
            if kind == "zip":
                yield from self._in_archive(path, name, position, depth, known)
                return
        except Refused as refused:
            yield from self._unless_known(Found(position, name, path, refused=refused), known)
            return
        if kind == "mbox":
            yield from self._in_mailbox(path, name, position, known)
        else:
            yield from self._unless_known(Found(position, name, path), known)

    @staticmethod
    def _unless_known(found: Found, known: Collection[str]) -> Iterator[Found]:
        if found.position not in known:
            yield found

    def _in_mailbox(
        self, path: Path, name: str, position: str, known: Collection[str]
    ) -> Iterator[Found]:
        with path.open("rb") as stream:
            for number, message in enumerate(boxes.messages(stream), start=1):
                here = _below(position, number)
                if here in known:
                    continue
                shown = f"{name}, {number}"
                if number > self._limits.max_messages:
                    refused = Refused("too_many_files", files=number, limit=number - 1)
                    yield Found(here, shown, path, *message, True, refused)
                    return
                yield Found(here, shown, path, *message, is_message=True)

    def _in_archive(
        self, path: Path, name: str, position: str, depth: int, known: Collection[str]
    ) -> Iterator[Found]:
        if depth >= self._limits.max_archive_depth:
            raise Refused("too_deep", limit=self._limits.max_archive_depth)
        box = self._ask("contents", path=str(path))
        for index, (inner, size) in enumerate(zip(box["names"], box["sizes"], strict=True)):
            here = _below(position, index + 1)
            if not inner or here in known:
                continue
            self._spend(size)
            shown = safe_name(inner)
            try:
                member = self._unpacked(path, index)
            except Refused as refused:
                yield Found(here, shown, path, length=0, refused=refused)
                continue
            yield from self._within(member, shown, here, depth + 1, known)
            self._spent.append(member)

    def _spend(self, size: int) -> None:
        """Archives within archives share one allowance."""
        self._left -= 1
        self._bytes_left -= size
        if self._left < 0 or self._bytes_left < 0:
            limit = self._limits.max_members
            raise Refused("too_many_files", files=limit + 1, limit=limit)

    def _unpacked(self, path: Path, index: int) -> Path:
        self._reader.fresh_folder()
        self._ask("unpack", path=str(path), index=index, to="member")
        return self._moved(self._reader.folder / "member")


def _below(position: str, number: int) -> str:
    return f"{position}/{number}" if position else str(number)


def walk_of(delivery: Delivery) -> Walk:
    """A walk for the files of this delivery."""
    first = delivery.files.exclude(file="").first()
    try:
        return Walk(Path(first.file.path).parent if first else None)
    except NotImplementedError:
        return Walk()
