"""The character set of the standard, and what stands for characters that it lacks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dialogwerk.cores.xbeteiligung import latin
from dialogwerk.cores.xbeteiligung.latin import is_latin

from .making import texts

XS = "{http://www.w3.org/2001/XMLSchema}"


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ("Wir sagen „Nein“ – ganz sicher …", 'Wir sagen "Nein" - ganz sicher ...'),
        ("Cafe\u0301 und a\u0308hnlich", "Café und ähnlich"),
        ("• erstens\u2028• zweitens", "- erstens\n- zweitens"),
        ("Žofia Łódź, Đorđe, İbrahim", "Žofia Łódź, Đorđe, İbrahim"),
        ("M\u0302 und k\u035fh", "M\u0302 und k\u035fh"),
        ("ﬁnden ² ½ Ⅳ", "finden ² ½ IV"),
        ("x\x00\x07y\ud800z\u202e", "xyz"),
        ("Ωμέγα", "?????"),
        ("👍", "?"),
        ("", ""),
    ],
)
def test_what_the_set_lacks_is_written_as_a_typist_would(given_text, written):
    assert latin(given_text).text == written


def test_what_was_replaced_is_said():
    assert latin("„Ja“ – nein").replaced == ("–", "“", "„")
    assert latin("Äpfel").replaced == ()


@given(texts)
def test_what_is_written_is_always_allowed_and_stays_as_it_is(text):
    written = latin(text).text
    assert is_latin(written)
    assert latin(written).text == written


@given(st.text("abcÄß é€’\n", max_size=50))
def test_what_is_allowed_is_left_alone(text):
    assert latin(text).text == text


def test_the_set_is_that_of_the_standard(real_data):
    schema = real_data / "standards" / "xbeteiligung-1.2" / "din-norm-91379-datatypes.xsd"
    kinds = {one.get("name"): one for one in etree.parse(schema).getroot().iter(f"{XS}simpleType")}
    theirs = re.compile(kinds["datatypeC"].find(f".//{XS}pattern").get("value"))
    characters = [chr(point) for point in range(0x3000) if not 0xD800 <= point <= 0xDFFF]
    marks = [chr(point) for point in range(0x300, 0x370)]
    pairs = [letter + mark for letter in map(chr, range(0x41, 0x250)) for mark in marks]
    for some in (characters, pairs):
        assert [one for one in some if bool(theirs.fullmatch(one)) != is_latin(one)] == []
