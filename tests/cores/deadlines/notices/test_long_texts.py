"""Texts that are long or made to be slow: a check takes no longer for them than for others."""

import time

import pytest

from dialogwerk.cores.deadlines.notices import check
from dialogwerk.cores.deadlines.notices.checking import MOST_FINDINGS
from dialogwerk.cores.deadlines.notices.folding import fold

from .making import invented_facts

LENGTH = 150_000
SECONDS = 30
"""Far more than needed (about one); what grows with the square of the length needs minutes."""


@pytest.mark.parametrize(
    "unit",
    [
        "02.03.2026 bis 01.04.2026 ",
        "Einwendungen bis zum 02.03.2026 ",
        "einwendungen aeusserung stellungnahme nicht ausgeschlossen ",
        "Auslegung Einwendungen ausgeschlossen 30.02.2026 ",
        "a-\n",
        "a-      \n",
        "1. ",
        "vom 1. bis zum und mit auf, ",
        "\ufdfa",
        "( ",
    ],
)
def test_a_hostile_text_is_checked_in_a_moment(unit):
    facts = invented_facts("display", "planfeststellung", eia=True)
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    before = time.process_time()
    found = check("display", text, facts)
    assert time.process_time() - before < SECONDS
    assert found[0].severity == "error"
    assert len(found) <= MOST_FINDINGS


def test_one_sign_never_becomes_a_whole_sentence():
    assert fold("\ufdfa").text == "\ufdfa"
    assert fold("ﬁ ½").text.startswith("fi ")
