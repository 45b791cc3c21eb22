"""Sending several mails through one connection."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """An open connection to the mail server, closed at the end.

    Raises:
        OSError: it cannot be reached.
    """
    server = get_connection()
    server.open()
    try:
        yield server
    finally:
        with suppress(OSError):
            server.close()
