"""Messages that others send: read as data, refused with a sentence, never expanded or fetched."""

import pickle
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.xbeteiligung import XBeteiligungError, read, write
from dialogwerk.cores.xbeteiligung.errors import (
    Dangerous,
    Incomplete,
    NotXml,
    TooLarge,
    UnknownMessage,
    WrongValue,
)

from .making import message

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]><x>&f;</x>"""
FETCHING = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
REMOTE = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'
DEEP = b"<x>" * 5_000 + b"</x>" * 5_000
WIDE = b"<x>" + b"<y/>" * 200_000 + b"</x>"


@pytest.mark.parametrize(
    "content", [BOMB, FETCHING, REMOTE, DEEP, WIDE], ids=["bomb", "file", "net", "deep", "wide"]
)
def test_what_is_made_to_harm_is_refused_at_once(content):
    begun = time.process_time()
    with pytest.raises(Dangerous):
        read(content)
    assert time.process_time() - begun < 2


def test_a_bomb_in_another_encoding_is_refused_too():
    text = BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    with pytest.raises(Dangerous):
        read(text.encode("utf-16"))


@pytest.mark.parametrize(
    "content", [b"", b"Guten Tag", b"<x>", b"<x/>\x00", b"\xff\xfe<", b"<?xml"]
)
def test_what_is_no_xml_is_refused(content):
    with pytest.raises(NotXml):
        read(content)


@pytest.mark.parametrize(
    "content", [b"<x/>", write(message()).replace(b"xbeteiligung/12", b"xbeteiligung/99")]
)
def test_other_messages_are_refused_by_name(content):
    with pytest.raises(UnknownMessage):
        read(content)


def test_too_many_bytes_are_refused_unread(monkeypatch):
    monkeypatch.setattr("dialogwerk.cores.xbeteiligung.names.MOST_BYTES", 100)
    with pytest.raises(TooLarge):
        read(write_unlimited())


def write_unlimited():
    return b"<x>" + b"y" * 200 + b"</x>"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"stellungnahmeID", b"andereID", Incomplete),
        (b"vorgangsID", b"andereID", Incomplete),
        (b"verfahrensteilschritt", b"anderes", Incomplete),
        (b"verfahrensschrittPlanfeststellung", b"anderes", Incomplete),
        (b"<bn-g2g:leser>", b"<bn-g2g:leser x='", NotXml),
        (b"12345678-1234", b"keine-uuid", WrongValue),
        (b"2026-11-30T18:05:07.123+00:00", b"gestern", WrongValue),
        (b"2026-11-30T18:05:07.123+00:00", b"2026-11-30T18:05:07.123", WrongValue),
        (b"durchgang>1<", b"durchgang>0<", WrongValue),
        (b"<xb:status><code>1000", b"<xb:status><code>77", WrongValue),
    ],
)
def test_what_is_missing_or_wrong_is_named(old, new, error):
    written = write(message())
    assert old in written
    with pytest.raises(error):
        read(written.replace(old, new))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(XBeteiligungError):
        read(content)


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=3))
def test_a_damaged_message_is_read_or_refused(at, damage):
    written = write(message())
    with suppress(XBeteiligungError):
        read(written[:at] + damage + written[at + len(damage) :])


def test_errors_survive_a_way_between_processes():
    error = pickle.loads(pickle.dumps(Incomplete(name="planID")))  # noqa: S301
    assert (str(error), error.params) == (str(Incomplete(name="planID")), {"name": "planID"})
