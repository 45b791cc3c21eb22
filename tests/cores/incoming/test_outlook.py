"""Messages that Outlook saved."""

import pytest

from dialogwerk.cores.files import Refused
from dialogwerk.cores.files.kinds import kind_of_stream
from dialogwerk.cores.incoming.limits import Limits
from dialogwerk.cores.incoming.outlook import read_outlook

from . import making
from .conftest import codes
from .outlook_files import message

HEADERS = (
    "Received: from x by mx.behoerde.example; Mon, 02 Mar 2026 10:11:12 +0100\r\n"
    "From: Ina Beispiel <ina@beispiel.example>\r\nSubject: Einwendung\r\n\r\n"
)


def test_an_outlook_message_is_read_like_a_mail(read, confined):
    raw = message(
        subject="Einwendung",
        body=making.LETTER,
        headers=HEADERS,
        files=[("../brief.pdf", making.pdf("Eine Skizze")), ("x.exe", b"MZ\x90\x00" * 9)],
    )
    found = read(raw, "brief.msg")
    assert found.text == making.LETTER
    assert (found.title, found.name, found.email) == (
        "Einwendung",
        "Ina Beispiel",
        "ina@beispiel.example",
    )
    assert found.received == (("mx.behoerde.example", "2026-03-02T09:11:12+00:00"),)
    assert [part.name for part in found.parts] == ["brief.pdf"]
    assert "part_not_kept" in codes(found)


def test_it_is_told_from_other_compound_files():
    import io

    assert kind_of_stream(io.BytesIO(message(subject="x", body="y"))) == "msg"


def test_automatic_answers_are_refused_here_too():
    raw = message(
        body="Bin im Urlaub", headers=HEADERS.strip() + "\r\nAuto-Submitted: auto-replied\r\n\r\n"
    )
    with pytest.raises(Refused) as refusal:
        read_outlook(raw, Limits())
    assert refusal.value.code == "automatic"


@pytest.mark.parametrize("cut", [100, 600, 1500])
def test_a_message_cut_off_is_damaged(read, cut):
    raw = message(subject="Einwendung", body=making.LETTER * 10, headers=HEADERS)
    with pytest.raises(Refused):
        read(raw[:cut], "brief.msg")
