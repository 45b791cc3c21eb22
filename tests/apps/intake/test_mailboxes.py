"""A mailbox is emptied: every message once, and marked only after it is in."""

from datetime import UTC, datetime

import pytest

from dialogwerk.apps.intake.errors import MailboxError
from dialogwerk.apps.intake.models import Delivery, Item, Mailbox
from dialogwerk.apps.intake.services import mailboxes
from dialogwerk.apps.intake.services.imap import account_of
from dialogwerk.apps.statements.models import Statement
from tests.cores.incoming import making

from .fake_imap import FakeMailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with FakeMailServer(making.mail("Erster"), making.mail("Zweiter")) as running:
        yield running


def test_new_messages_become_letters_with_the_mailbox_own_stamp(server, procedure):
    assert mailboxes.fetch(account_of(server.address(procedure.slug))) == 2
    assert sorted(Statement.objects.values_list("text", flat=True)) == ["Erster", "Zweiter"]
    item = Item.objects.first()
    assert item.received_at == datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
    assert (item.basis, item.channel) == ("mailbox", "email")
    assert server.seen == {1, 2}
    assert len(server.messages) == 2


def test_the_next_look_reads_only_what_is_new(server, procedure):
    account = account_of(server.address(procedure.slug))
    mailboxes.fetch(account)
    assert mailboxes.fetch(account) == 0
    server.messages[3] = making.mail("Dritter")
    assert mailboxes.fetch(account) == 1
    assert Statement.objects.count() == 3
    assert Mailbox.objects.get().last_uid == 3


def test_renumbered_messages_are_read_again_and_add_nothing(server, procedure):
    account = account_of(server.address(procedure.slug))
    mailboxes.fetch(account)
    server.uidvalidity = 8
    assert mailboxes.fetch(account) == 2
    assert Statement.objects.count() == 2
    assert Item.objects.known().count() == 2


@pytest.mark.parametrize("can_move", [True, False])
def test_messages_are_moved_only_after_they_are_in(procedure, monkeypatch, can_move):
    with FakeMailServer(making.mail("Erster"), can_move=can_move) as server:
        account = account_of(server.address(procedure.slug, "&move=Eingegangen"))
        real = mailboxes.take_in

        def breaks(*_args, **_options):
            raise RuntimeError("the power went out")

        monkeypatch.setattr(mailboxes, "take_in", breaks)
        with pytest.raises(RuntimeError):
            mailboxes.fetch(account)
        assert not server.moved
        assert not server.seen
        monkeypatch.setattr(mailboxes, "take_in", real)
        mailboxes.fetch(account)
        assert set(server.moved) == {1}
    mailboxes._finish_what_broke_off()
    assert Statement.objects.count() == 1
    assert not Delivery.objects.filter(done_at=None).exists()


def test_hostile_messages_wait_in_quarantine_and_the_others_come_in(procedure):
    with FakeMailServer(making.nested_mail(200), making.mail("Ein Brief")) as server:
        mailboxes.fetch(account_of(server.address(procedure.slug)))
    assert Item.objects.quarantined().get().reason == "too_deep"
    assert Statement.objects.get().text == "Ein Brief"


def test_a_wrong_password_is_said_without_saying_it(procedure):
    with FakeMailServer() as server:
        address = server.address(procedure.slug).replace("ge%40heim", "falsches")
        with pytest.raises(MailboxError) as error:
            mailboxes.fetch(account_of(address))
    assert "falsches" not in str(error.value)
    assert "falsches" not in Mailbox.objects.get().error
    assert Mailbox.objects.get().error


def test_one_mailbox_that_fails_stops_no_other(server, procedure, settings):
    settings.INTAKE_MAILBOXES = [
        "imaps://nur-ein-server",
        server.address("gibt-es-nicht"),
        f"imap://a:b@127.0.0.1:1/INBOX?procedure={procedure.slug}",
        server.address(procedure.slug),
    ]
    assert mailboxes.fetch_all() == 2


def test_a_server_elsewhere_gets_no_password_without_encryption(procedure, monkeypatch):
    from dialogwerk.apps.intake.services import imap

    class Plain:
        def __init__(self, *_args, **_options):
            pass

        def starttls(self, _context):
            raise OSError("no TLS here")

        def login(self, *_secret):
            raise AssertionError("the password went over the line")

    monkeypatch.setattr(
        imap.imaplib, "IMAP4", type("I", (Plain,), {"error": imap.imaplib.IMAP4.error})
    )
    with pytest.raises(MailboxError):
        mailboxes.fetch(account_of(f"imap://a:b@mail.example/INBOX?procedure={procedure.slug}"))
