"""A mailbox over IMAP (RFC 3501, MOVE of RFC 6851), encrypted unless it is on this machine."""

import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _

from ..errors import MailboxError

TIMEOUT = 30
PIECE = 4 * 1024**2
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FAILURES = (imaplib.IMAP4.error, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is, from one line of the settings.

    Attributes:
        procedure: slug of the procedure that its letters belong to.
        move_to: folder for what was taken in; "" leaves it and marks it as read.
    """

    host: str
    port: int
    user: str
    password: str
    folder: str
    procedure: str
    move_to: str
    is_tls: bool

    @property
    def key(self) -> str:
        """What it is known by; without the password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:300]


def account_of(address: str) -> Account:
    """The account that an address names.

    >>> account_of("imaps://wind:geheim@mail.example/INBOX?procedure=windpark").key
    'wind@mail.example:993/INBOX'

    Raises:
        MailboxError: part of it is missing; the message holds no password.
    """
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or "procedure" not in query:
        raise MailboxError(
            _(
                "A mailbox is written as"
                " imaps://user:password@server/folder?procedure=slug, see the settings."
            )
        )
    is_tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=parts.port or (993 if is_tls else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        procedure=query["procedure"],
        move_to=query.get("move", ""),
        is_tls=is_tls,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message on the server: its number and when the server received it (INTERNALDATE)."""

    uid: int
    stamp: datetime | None


class Folder:
    """An open folder."""

    def __init__(self, server: imaplib.IMAP4, uidvalidity: int) -> None:
        self._server, self.uidvalidity = server, uidvalidity

    def after(self, uid: int, most: int) -> list[Waiting]:
        """The next messages behind this number, lowest first."""
        found = self._uid("SEARCH", "UID", f"{uid + 1}:*")
        numbers = sorted(
            {int(one) for line in found if isinstance(line, bytes) for one in line.split()}
        )
        return [Waiting(one, self._stamp(one)) for one in numbers if one > uid][:most]

    def _stamp(self, uid: int) -> datetime | None:
        for line in self._uid("FETCH", str(uid), "(INTERNALDATE)"):
            raw = line[0] if isinstance(line, tuple) else line
            if isinstance(raw, bytes) and (local := imaplib.Internaldate2tuple(raw)):
                return datetime.fromtimestamp(time.mktime(local), UTC)
        return None

    def copy(self, uid: int, target: IO[bytes]) -> None:
        """The message, byte for byte, by pieces; nothing is marked."""
        place = 0
        while True:
            item = f"(BODY.PEEK[]<{place}.{PIECE}>)"
            answer = self._uid("FETCH", str(uid), item)
            piece = next((part[1] for part in answer if isinstance(part, tuple)), b"")
            target.write(piece)
            place += len(piece)
            if len(piece) < PIECE:
                return

    def set_aside(self, uids: Sequence[int], move_to: str) -> None:
        """Mark messages as read, or move them."""
        numbers = ",".join(map(str, uids))
        self._uid("STORE", numbers, "+FLAGS", r"(\Seen)")
        if not move_to:
            return
        folder = _quoted(move_to)
        if "MOVE" in self._server.capabilities:
            self._uid("MOVE", numbers, folder)
            return
        self._uid("COPY", numbers, folder)
        self._uid("STORE", numbers, "+FLAGS", r"(\Deleted)")
        self._server.expunge()

    def _uid(self, *command: str) -> list[bytes | tuple[bytes, bytes] | None]:
        state, answer = self._server.uid(*command)
        if state != "OK":
            raise imaplib.IMAP4.error(f"{command[0]} was refused")
        return list(answer)


@contextmanager
def opened(account: Account) -> Iterator[Folder]:
    """The folder of an account, as long as the block lasts.

    Raises:
        MailboxError: the server is not reached, its certificate does not hold, or it refuses.
    """
    try:
        server = _connected(account)
    except _FAILURES as error:
        raise MailboxError(_failure(account, error)) from error
    try:
        yield _selected(server, account)
    except _FAILURES as error:
        raise MailboxError(_failure(account, error)) from error
    finally:
        try:
            server.logout()
        except _FAILURES:
            server.shutdown()


def _connected(account: Account) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if account.is_tls:
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            account.host, account.port, ssl_context=context, timeout=TIMEOUT
        )
    else:
        server = imaplib.IMAP4(account.host, account.port, timeout=TIMEOUT)
        if account.host not in _LOCAL:
            server.starttls(context)
    server.login(account.user, account.password)
    return server


def _selected(server: imaplib.IMAP4, account: Account) -> Folder:
    state, _count = server.select(_quoted(account.folder))
    if state != "OK":
        raise imaplib.IMAP4.error(f"there is no folder {account.folder}")
    _state, values = server.response("UIDVALIDITY")
    validity = re.sub(rb"\D", b"", values[0] or b"") if values and values[0] else b""
    return Folder(server, int(validity or 0))


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _failure(account: Account, error: Exception) -> str:
    """What went wrong, without anything secret."""
    said = str(error).replace(account.password, "…") if account.password else str(error)
    return _("The mailbox %(name)s cannot be read: %(error)s") % {
        "name": account.key,
        "error": said[:200] or type(error).__name__,
    }
