"""Administrators read in their language what names were looked at for."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import dialogwerk
from dialogwerk.apps.people.views import PURPOSES

SOURCE = Path(dialogwerk.__file__).parent


def test_every_purpose_that_a_look_is_logged_with_is_known_to_the_page():
    written = re.compile(r"purpose=(.+)")
    texts = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    purposes = {
        purpose for rest in written.findall(texts) for purpose in re.findall(r'"([^"]+)"', rest)
    }
    assert "letter reader" in purposes
    assert purposes - set(PURPOSES) == set()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_has_a_german_name(purpose):
    with override("de"):
        assert gettext(purpose) != purpose
